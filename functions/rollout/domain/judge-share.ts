import { firstSince } from '../../telemetry/domain/growing.ts';
import type { CountMetric, QuantileMetric, ShareMetric } from '../../telemetry/domain/metric.ts';
import type { Role, ShareBucket, Window } from '../../telemetry/domain/reading.ts';
import { alongside, minimumSamples, shortestReaching } from '../../telemetry/domain/windows.ts';
import type { Part } from './evidence/shares.ts';
import { sumOf } from './evidence/sums.ts';
import type { Limits } from './judge-limits.ts';
import type { Comparable, Sample, Samples } from './judge-samples.ts';
import { tailLimits } from './tail.ts';

/** How counts become values of a metric, and what it allows of them. */
interface Counting {
  /** What one event for each request is worth in the metric's unit. */
  readonly scale: number;
  /** Counters of one request may fall into two buckets, so a share is kept below 100. */
  readonly most: number;
  readonly minimum: number;
  readonly limitsFor: (sample: Sample) => Limits;
}

type Buckets = Readonly<Record<Role, readonly ShareBucket[]>>;

const rateOf = ({ events, total }: Part, { scale, most }: Counting): number =>
  Math.min(most, (scale * events) / total);

/**
 * How many standard errors a difference must span before it is no longer put down to chance. Without
 * this, two equal sides with 0.5 % errors and 1,000 requests a minute, a tenth of them on the canary,
 * ended 28 of 100 rollouts within 17 minutes; with it 3, and +1.8 points are found 5 minutes later.
 */
const standardErrors = 3;

/**
 * What two values (or a value and a bound) differ by through chance alone, in the metric's unit:
 * standard errors of the difference of two sides with a common rate.
 */
const chanceOf = (
  { canary, stable, exposure }: Sample,
  bound: number | undefined,
  scale: number,
): number => {
  const events = canary * exposure.canary + (stable ?? 0) * exposure.stable;
  const requests = exposure.canary + (stable === undefined ? 0 : exposure.stable);
  const rate = (stable === undefined ? (bound ?? 0) : events / requests) / scale;
  const spread = 1 / exposure.canary + (stable === undefined ? 0 : 1 / exposure.stable);
  const variance = scale === percent ? rate * (1 - rate) : rate;
  return scale * standardErrors * Math.sqrt(variance * spread);
};

const percent = 100;
const perThousand = 1_000;

const sharing = (metric: ShareMetric): Counting => ({
  scale: percent,
  most: percent,
  minimum: metric.minimumRequests,
  limitsFor: (sample) => ({
    worse: metric.worse,
    difference: metric.limits.points,
    bound: metric.limits.percent,
    floor: metric.floorPoints,
    chance: chanceOf(sample, metric.limits.percent, percent),
  }),
});

const tailing = (metric: QuantileMetric, limitShare: number | undefined): Counting => {
  const { bound, floor } = tailLimits(metric, limitShare);
  return {
    scale: percent,
    most: percent,
    minimum: minimumSamples(metric),
    limitsFor: (sample) => ({
      worse: 'higher',
      difference: percent * floor,
      bound: percent * bound,
      floor: 0,
      chance: chanceOf(sample, percent * bound, percent),
    }),
  };
};

const counting = (metric: CountMetric): Counting => ({
  scale: perThousand,
  most: Number.POSITIVE_INFINITY,
  minimum: metric.minimumRequests,
  limitsFor: (sample) => ({
    worse: 'higher',
    difference:
      sample.stable === undefined
        ? undefined
        : (sample.stable * metric.limits.increasePercent) / 100,
    bound: undefined,
    floor: metric.floorPerThousand,
    chance: chanceOf(sample, undefined, perThousand),
  }),
});

const countingOf = (
  metric: ShareMetric | QuantileMetric | CountMetric,
  limitShare: number | undefined,
): Counting => {
  switch (metric.kind) {
    case 'share':
      return sharing(metric);
    case 'quantile':
      return tailing(metric, limitShare);
    case 'count':
      return counting(metric);
  }
};

const sumSince = (buckets: readonly ShareBucket[], start: number): Part =>
  sumOf(buckets, firstSince(buckets, start));

const sampleOver = (
  window: Window,
  sides: Buckets,
  comparable: Comparable,
  how: Counting,
): Sample => {
  const inside = (role: Role) => sumSince(sides[role], window.start);
  const [stable, canary] = [inside('stable'), inside('canary')];
  return {
    window,
    canary: rateOf(canary, how),
    stable: comparable === 'both' ? rateOf(stable, how) : undefined,
    exposure: { stable: stable.total, canary: canary.total },
  };
};

/** The buckets that are compared, oldest first: those of both sides, or all of the canary's. */
const compared = (
  stable: readonly ShareBucket[] | undefined,
  canary: readonly ShareBucket[],
): Buckets =>
  stable === undefined
    ? { stable: [], canary: alongside(canary, canary).canary }
    : alongside(stable, canary);

/**
 * The shortest window that holds enough, and twice, four times, ... its length: what begins late in
 * a step is diluted in the whole of it, and what is slight needs more than the shortest to be seen.
 */
const trailingWindows = (window: Window, shortest: Window | undefined): Window[] => {
  if (shortest === undefined) return [];
  const length = shortest.end - shortest.start;
  const longer = { start: shortest.end - 2 * length, end: shortest.end };
  return [shortest, ...(longer.start > window.start ? trailingWindows(window, longer) : [])];
};

/**
 * Counts are summed over a window: events of all its buckets over the requests of all its buckets.
 *
 * @param stable undefined when the canary is held against its own bounds alone.
 * @param limitShare of a tail that begins elsewhere than at the limit: see `tailLimits`.
 */
export const countedSamples = (
  metric: ShareMetric | QuantileMetric | CountMetric,
  window: Window,
  stable: readonly ShareBucket[] | undefined,
  canary: readonly ShareBucket[],
  limitShare?: number,
): Samples => {
  const how = countingOf(metric, limitShare);
  const sides = compared(stable, canary);
  const comparable = stable === undefined ? 'canary-only' : 'both';
  const exposure = { stable: sumOf(sides.stable).total, canary: sumOf(sides.canary).total };
  const counted = exposure.canary > 0 && (stable === undefined || exposure.stable > 0);
  const requests = (index: number) => {
    const bucket = sides.canary[index];
    const other = stable === undefined ? bucket : sides.stable[index];
    return bucket && { at: bucket.at, stable: other?.total ?? 0, canary: bucket.total };
  };
  const shortest = shortestReaching(window, sides.canary.length, requests, how.minimum);
  return {
    newest: sides.canary.at(-1)?.at,
    whole: counted ? sampleOver(window, sides, comparable, how) : undefined,
    trailing: trailingWindows(window, shortest).map((trailing) =>
      sampleOver(trailing, sides, comparable, how),
    ),
    exposure,
    limitsFor: how.limitsFor,
  };
};
