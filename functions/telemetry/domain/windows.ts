import { startAlike } from './growing.ts';
import type { CountMetric, Metric, QuantileMetric, ShareMetric } from './metric.ts';
import type { GaugeBucket, Role, Window } from './reading.ts';

/** One bucket seen on both sides. */
export interface SharedBucket {
  readonly at: number;
  readonly stable: number;
  readonly canary: number;
}

const roundedUp = (time: number, bucket: number): number => Math.ceil(time / bucket) * bucket;
const roundedDown = (time: number, bucket: number): number => Math.floor(time / bucket) * bucket;

/** The end, in milliseconds since the epoch, of the newest bucket whose samples have all arrived. */
export const newestCompleteBucketEnd = (
  now: number,
  bucketSeconds: number,
  delaySeconds: number,
): number => roundedDown(now - delaySeconds * 1_000, bucketSeconds * 1_000);

/**
 * The samples that a side needs. For a quantile p it is 10 / (1 - p), as CloudWatch advises for its
 * percentile alarms: 200 for p95, 1,000 for p99.
 */
export const minimumSamples = (metric: ShareMetric | CountMetric | QuantileMetric): number => {
  if (metric.kind !== 'quantile') return metric.minimumRequests;
  const advised = 10 / (1 - metric.quantile);
  return metric.minimumRequests ?? Math.ceil(Number(advised.toFixed(6)));
};

/**
 * The samples that a trailing window of a quantile needs on each side: four times the minimum, which
 * halves what the quantile varies by chance. At the bare minimum two equal sides of 1,000 requests
 * a minute, a tenth of them on the canary, differed by 10 % of p95 often enough to end 1 rollout in 6.
 */
export const trailingSamples = (metric: QuantileMetric): number => 4 * minimumSamples(metric);

/** What a side needs before a metric may say anything: requests, or buckets for a gauge. */
export const minimumExposure = (metric: Metric): number =>
  metric.kind === 'gauge' || metric.kind === 'distribution'
    ? metric.minimumBuckets
    : minimumSamples(metric);

interface Started {
  readonly at: number;
}

const byStart = (one: Started, other: Started): number => one.at - other.at;

/**
 * The buckets that both sides have, oldest first: only the same minutes may be compared. Mostly they
 * are the same anyway, and nothing is copied: a step is looked at again with each of its buckets.
 */
export const alongside = <Bucket extends Started>(
  stable: readonly Bucket[],
  canary: readonly Bucket[],
): Readonly<Record<Role, readonly Bucket[]>> => {
  if (startAlike(stable, canary)) return { stable, canary };
  const starts = (buckets: readonly Bucket[]) => new Set(buckets.map(({ at }) => at));
  const [ofStable, ofCanary] = [starts(stable), starts(canary)];
  return {
    stable: stable.filter(({ at }) => ofCanary.has(at)).toSorted(byStart),
    canary: canary.filter(({ at }) => ofStable.has(at)).toSorted(byStart),
  };
};

/** The same as pairs of values. */
export const sharedBuckets = (
  stable: readonly GaugeBucket[],
  canary: readonly GaugeBucket[],
): SharedBucket[] => {
  const shared = alongside(stable, canary);
  return shared.canary.map(({ at, value }, index) => ({
    at,
    stable: shared.stable[index]?.value ?? Number.NaN,
    canary: value,
  }));
};

/**
 * The shortest part at the end of the window in which both sides reach the minimum; undefined when
 * only the whole window does, or not even that.
 *
 * @param length how many buckets there are, and `bucketAt` what the sides have in each.
 */
export const shortestReaching = (
  window: Window,
  length: number,
  bucketAt: (index: number) => SharedBucket | undefined,
  minimum: number,
): Window | undefined => {
  let [stable, canary] = [0, 0];
  for (let index = length - 1; index >= 0; index--) {
    const bucket = bucketAt(index);
    if (bucket === undefined) continue;
    stable += bucket.stable;
    canary += bucket.canary;
    if (Math.min(stable, canary) >= minimum)
      return bucket.at > window.start ? { start: bucket.at, end: window.end } : undefined;
  }
  return undefined;
};

/** The same of buckets that are there as a list, oldest first. */
export const shortestTrailing = (
  window: Window,
  buckets: readonly SharedBucket[],
  minimum: number,
): Window | undefined =>
  shortestReaching(window, buckets.length, (index) => buckets[index], minimum);

/**
 * Lengthens windows that end together so that each length divides the next longer one: one request
 * that starts with the longest then has a period boundary at the start of each. The shortest stays
 * as it is; a window that would outgrow `longest` is left out.
 */
export const alignedWindows = (
  windows: Readonly<Record<string, Window>>,
  longest: number,
): Record<string, Window> => {
  const byLength = Object.entries(windows).toSorted(
    ([, one], [, other]) => other.start - one.start,
  );
  const aligned: Record<string, Window> = {};
  let length = 0;
  for (const [name, { start, end }] of byLength) {
    const rounded = length === 0 ? end - start : roundedUp(end - start, length);
    if (rounded > longest) continue;
    length = rounded;
    aligned[name] = { start: end - length, end };
  }
  return aligned;
};
