import { kayenta } from './judge-kayenta.ts';
import { quantileOf } from './judge-latency.ts';
import type { Point, SideBucket, World } from './judge-world.ts';

/** Judges one rollout point by point; true when it rolls back. */
export type Judge = (point: Point) => boolean;

/** A rule that may roll a canary back. */
export interface Rule {
  readonly name: string;
  /** Whether it looks at every bucket, or once a minute at the whole minute. */
  readonly every: 'bucket' | 'minute';
  readonly begin: (world: World, bucketSeconds: number) => Judge;
}

/** NaN without requests, as a ratio of two rates is in Prometheus. */
const successPercent = ({ total, errors }: SideBucket): number => (100 * (total - errors)) / total;

const p99Of = ({ total, above }: SideBucket): number =>
  quantileOf(total, above, 0.99) ?? Number.NaN;

/** What Flagger documents; a quarter above the simulated service's p99 of 400 ms. */
export const latencyLimitMs = 500;
/** Failed checks in the example of Flagger's Istio tutorial, `threshold: 5` at `interval: 1m`. */
const flaggerThreshold = 5;

/**
 * Flagger: failed checks add up and no good one takes them back; no value is a failed check; they are
 * compared before the next tick's checks.
 */
export const flagger = (least: number): Rule => ({
  name: `Flagger ${least} %`,
  every: 'minute',
  begin: () => {
    let failed = 0;
    return ({ canary }) => {
      if (failed >= flaggerThreshold) return true;
      const isGood = successPercent(canary) >= least && p99Of(canary) <= latencyLimitMs;
      if (!isGood) failed += 1;
      return false;
    };
  },
});

/** Argo Rollouts, `successCondition: result[0] >= 0.95`: a limit of 3 tolerates 3; NaN fails. */
export const argo = (failureLimit: number): Rule => ({
  name: `Argo limit ${failureLimit}`,
  every: 'minute',
  begin: () => {
    let failed = 0;
    return ({ canary }) => {
      if (!(successPercent(canary) >= 95)) failed += 1;
      return failed > failureLimit;
    };
  },
});

const errorLimit = 0.02;

/** An error rate above 2 % in so many buckets in a row; a bucket without requests is none. */
export const fixedThreshold = (inRow: number): Rule => ({
  name: inRow === 1 ? '> 2 % once' : `> 2 % ${inRow} in a row`,
  every: 'bucket',
  begin: () => {
    let breaches = 0;
    return ({ canary: { errors, total } }) => {
      breaches = errors > errorLimit * total ? breaches + 1 : 0;
      return breaches >= inRow;
    };
  },
});

/** A CloudWatch alarm, M of N: a period without data is passed over, for at most two more periods. */
const alarm = (
  isBreaching: (side: SideBucket) => boolean,
  [most, of]: readonly [number, number],
) => {
  const periods: (boolean | undefined)[] = [];
  return (side: SideBucket): boolean => {
    periods.push(side.total === 0 ? undefined : isBreaching(side));
    if (periods.length > of + 2) periods.shift();
    const known = periods.filter((each) => each !== undefined).slice(-of);
    return known.filter(Boolean).length >= most;
  };
};

/** CodeDeploy with two alarms on the canary, each 2 of 3 minutes. INSUFFICIENT_DATA is not ALARM. */
export const codeDeploy: Rule = {
  name: 'CodeDeploy 2 of 3',
  every: 'minute',
  begin: () => {
    const errors = alarm(({ errors, total }) => errors > errorLimit * total, [2, 3]);
    const latency = alarm((side) => p99Of(side) > latencyLimitMs, [2, 3]);
    return ({ canary }) => [errors(canary), latency(canary)].some(Boolean);
  },
};

/** Every rule of others, on the same points. */
export const rivals: readonly Rule[] = [
  flagger(99),
  flagger(98),
  argo(0),
  argo(3),
  kayenta(30),
  kayenta(60),
  fixedThreshold(3),
  fixedThreshold(1),
  codeDeploy,
];
