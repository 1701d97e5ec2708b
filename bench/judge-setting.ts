import { type Slower, slowedBy, tailSlowedBy, usual } from './judge-latency.ts';

/** How the requests and errors of both sides come. */
export const shapes = ['plain', 'daily', 'bursts of 3', 'bursts of 5'] as const;
export type Shape = (typeof shapes)[number];

/** What is worse in the canary. */
export interface Regression {
  readonly name: string;
  readonly errorShare: number;
  readonly slower: Slower;
}

export const usualErrors = 0.01;

const errors = (percent: number): Regression => ({
  name: `errors 1 -> ${percent} %`,
  errorShare: percent / 100,
  slower: usual,
});

const slow = (name: string, slower: Slower): Regression => ({
  name,
  errorShare: usualErrors,
  slower,
});

export const regressions: readonly Regression[] = [
  errors(1.5),
  errors(2),
  errors(3),
  errors(5),
  slow('p99 x1.5', tailSlowedBy(1.5)),
  slow('p99 x3', tailSlowedBy(3)),
  slow('latency +30 %', slowedBy(1.3)),
];

/** Requests a minute of both sides together. */
export const traffics = [20, 100, 1_000, 10_000] as const;
export const canaryShare = 0.1;

/** How telemetry comes: the seconds of a bucket, and how long after its end it is judged. */
export interface Source {
  readonly name: string;
  readonly bucketSeconds: number;
  readonly delaySeconds: number;
}

export const sources: readonly Source[] = [
  { name: 'CloudWatch', bucketSeconds: 60, delaySeconds: 120 },
  { name: 'Prometheus', bucketSeconds: 15, delaySeconds: 15 },
];

/** Bucket of a late regression; an early one is there from bucket 0. */
export const lateFrom = 30;

/** How long a rollout of equal sides lasts, and how long a regression is followed. */
export const minutes = 60;
/** The longest that a step bakes by default. */
export const shortMinutes = 20;

/** One cell of the table, as plain data: it goes to another thread. */
export interface Setting {
  readonly source: number;
  readonly requestsPerMinute: number;
  readonly shape: Shape;
  /** Index of the regression; undefined where the sides are equal. */
  readonly regression?: number;
  /** The bucket from which on the canary is worse. */
  readonly from: number;
}

export const sourceOf = ({ source }: Setting): Source => sources[source] as Source;

export const bucketsIn = (setting: Setting, span: number): number =>
  (span * 60) / sourceOf(setting).bucketSeconds;

/** Every cell: equal sides of each shape first, then each regression, early and late. */
export const settings = (): Setting[] =>
  sources.flatMap((_, source) =>
    traffics.flatMap((requestsPerMinute) => {
      const common = { source, requestsPerMinute };
      return [
        ...shapes.map((shape): Setting => ({ ...common, shape, from: 0 })),
        ...regressions.flatMap((_each, regression) =>
          [0, lateFrom].map((from): Setting => ({ ...common, shape: 'plain', regression, from })),
        ),
      ];
    }),
  );

export const regressionOf = ({ regression }: Setting): Regression | undefined =>
  regression === undefined ? undefined : regressions[regression];

export const titleOf = (setting: Setting): string => {
  const regression = regressionOf(setting);
  const what = regression
    ? `${regression.name} ${setting.from === 0 ? 'early' : 'late'}`
    : `A/A ${setting.shape}`;
  return `${what}, ${setting.requestsPerMinute} a minute, ${sourceOf(setting).name}`;
};
