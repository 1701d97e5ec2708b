import type { Metric } from '../../telemetry/domain/metric.ts';
import type { Role, Window } from '../../telemetry/domain/reading.ts';
import type { Assessment, Limits } from './judge-limits.ts';
import type { Sample } from './judge-samples.ts';
import type { Verdict } from './verdict.ts';

/** By hand, because a first `Intl.NumberFormat` takes a tenth of the time to load the function. */
const decimals = (value: number, digits: 0 | 1 | 2): string =>
  value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const signed = (value: number, digits: 0 | 1 | 2): string =>
  `${value < 0 ? '-' : '+'}${decimals(Math.abs(value), digits)}`;

const whole = (value: number): string => decimals(value, 0);

export const titleOf = (name: string, metric: Metric): string =>
  metric.title ?? name.replaceAll('-', ' ');

/** How the values of a metric are said. */
export interface Wording {
  readonly unit: string;
  /** A share's differences are points, every other value's are percent of stable's. */
  readonly isShare: boolean;
  readonly digits: (value: number) => 0 | 1 | 2;
  readonly exposure: 'requests' | 'buckets';
  /** What a canary may differ from stable by, before its sign. */
  readonly allowed: (limits: Limits) => string;
  /** What follows a value: what the share of a tail is a share of. */
  readonly of: string;
}

const levelDigits = (value: number): 0 | 1 => (Math.abs(value) >= 100 ? 0 : 1);

const milliseconds = (value: number): string => `${decimals(value, levelDigits(value))} ms`;

const percentAllowed = (metric: Metric) => (): string =>
  `${decimals(('limits' in metric && 'increasePercent' in metric.limits && metric.limits.increasePercent) || 0, 1)} %`;

const requestsIn = (metric: Metric) => ({
  digits: () => 2 as const,
  exposure: 'requests' as const,
  isShare: false,
  allowed: percentAllowed(metric),
  of: '',
});

/** @param tail where the tail begins, in milliseconds, when a quantile is judged by it. */
export const wordingOf = (metric: Metric, tail?: number): Wording => {
  const plain = requestsIn(metric);
  const share = { ...plain, unit: '%', isShare: true };
  switch (metric.kind) {
    case 'share':
      return { ...share, allowed: () => decimals(metric.limits.points ?? 0, 2) };
    case 'quantile':
      return tail === undefined
        ? { ...plain, unit: 'ms', digits: levelDigits }
        : {
            ...share,
            allowed: ({ difference }) => decimals(difference ?? 0, 2),
            of: ` of requests slower than ${milliseconds(tail)}`,
          };
    case 'count':
      return { ...plain, unit: 'per 1,000 requests' };
    case 'gauge':
    case 'distribution':
      return { ...plain, unit: metric.unit, exposure: 'buckets' };
  }
};

const valueText = ({ unit, digits }: Wording, value: number): string =>
  `${decimals(value, digits(value))} ${unit}`.trimEnd();

/** "1,204 and 10,951 requests": the canary's and stable's, as the values stand in the sentence. */
const exposureText = (words: Wording, { exposure, stable }: Sample): string =>
  stable === undefined
    ? `${whole(exposure.canary)} ${words.exposure}`
    : `${whole(exposure.canary)} and ${whole(exposure.stable)} ${words.exposure}`;

const differenceText = (words: Wording, canary: number, stable: number): string => {
  if (words.isShare) return `${signed(canary - stable, 2)} points`;
  return stable === 0
    ? `${signed(canary, words.digits(canary))} ${words.unit}`.trimEnd()
    : `${signed((100 * (canary - stable)) / Math.abs(stable), 1)} %`;
};

const allowedText = (words: Wording, limits: Limits): string =>
  `${limits.worse === 'higher' ? '+' : '-'}${words.allowed(limits)}`;

const floorText = (words: Wording, floor: number): string =>
  words.isShare ? `${decimals(floor, 2)} points` : valueText(words, floor);

const limitText = (words: Wording, limits: Limits, assessment: Assessment): string => {
  const texts = [
    ...(assessment.counted.includes('difference') ? [allowedText(words, limits)] : []),
    ...(assessment.counted.includes('bound') && limits.bound !== undefined
      ? [valueText(words, limits.bound)]
      : []),
  ];
  const uncounted = limits.bound !== undefined && !assessment.counted.includes('bound');
  return [
    ...(texts.length > 0 ? [`limit ${texts.join(' and ')}`] : []),
    ...(assessment.belowFloor ? [`but below the floor of ${floorText(words, limits.floor)}`] : []),
    ...(assessment.mayBeChance ? ['which may be chance with so few requests'] : []),
    ...(assessment.unknown ? ['which cannot be compared, as one of these is no number'] : []),
    ...(uncounted && limits.bound !== undefined
      ? [`${valueText(words, limits.bound)} does not count because stable does not keep it`]
      : []),
  ].join(', ');
};

const lastText = ({ start, end }: Window): string => {
  const seconds = Math.round((end - start) / 1_000);
  if (seconds % 60 !== 0) return `in the last ${seconds} seconds`;
  return seconds === 60 ? 'in the last minute' : `in the last ${seconds / 60} minutes`;
};

/** One sentence with the metric, both values, the limit and what they stand on. */
export const comparisonText = (
  title: string,
  words: Wording,
  seen: { sample: Sample; limits: Limits; assessment: Assessment; isTrailing: boolean },
  more = '',
): string => {
  const { sample, limits, assessment, isTrailing } = seen;
  const stable = sample.stable;
  const against = stable === undefined ? '' : ` against ${valueText(words, stable)} on stable`;
  const when = isTrailing ? ` ${lastText(sample.window)}` : '';
  const difference =
    stable === undefined
      ? 'stable has no traffic to compare with'
      : differenceText(words, sample.canary, stable);
  const basis = [exposureText(words, sample), more].filter(Boolean).join(', ');
  const value = valueText(words, sample.canary);
  return (
    `${title} ${value}${words.of} on the canary${against}${when}: ` +
    `${difference}, ${limitText(words, limits, assessment)} (${basis})`
  );
};

/** "48 of 200 requests on the canary": what is still missing, side by side. */
export const shortageText = (
  words: Wording,
  short: readonly (readonly [Role, number])[],
  minimum: number,
): string =>
  short
    .map(
      ([role, seen]) =>
        `${whole(Math.floor(seen))} of ${whole(minimum)} ${words.exposure} ` +
        `on ${role === 'canary' ? 'the canary' : 'stable'}`,
    )
    .join(' and ');

const wouldHave: Readonly<Record<Verdict, string>> = {
  regress: 'would have rolled back',
  blind: 'would have been blind',
  inconclusive: 'would have waited',
  pass: 'would have passed',
};

/** What a metric under trial says: what it would have done if it were heeded. */
export const dryRunText = (verdict: Verdict, because: string): string =>
  `dry run, ${wouldHave[verdict]}: ${because}`;

export const percentText = (fraction: number): string => `${whole(fraction * 100)} %`;
