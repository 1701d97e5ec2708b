import { quantileOf } from './judge-latency.ts';
import type { Rule } from './judge-rivals.ts';
import type { Point, SideBucket } from './judge-world.ts';

/** z of 99 %: the ends of a two-sided interval with 98 % confidence. */
const z = 2.3263478740408408;
/** The interval must be away from 0 by so much of the estimated difference. */
const tolerance = 0.25;
/** Kayenta's root finder stops here, in the metric's own unit. */
const rootTolerance = 1e-4;

const ascending = (values: readonly number[]): number[] =>
  values.toSorted((one, other) => one - other);

/**
 * z(mu) of the rank sum of (canary - mu) among it and the baseline, with average ranks and the
 * variance corrected for ties. Both sides are sorted.
 */
const zAt = (
  canary: readonly number[],
  baseline: readonly number[],
  mu: number,
  correction: number,
): number => {
  const [m, n] = [canary.length, baseline.length];
  let [i, j, rank, rankSum, ties] = [0, 0, 0, 0, 0];
  while (i < m || j < n) {
    const ofCanary = i < m ? (canary[i] as number) - mu : Number.POSITIVE_INFINITY;
    const ofBaseline = j < n ? (baseline[j] as number) : Number.POSITIVE_INFINITY;
    const value = Math.min(ofCanary, ofBaseline);
    const [fromI, fromJ] = [i, j];
    while (i < m && (canary[i] as number) - mu === value) i += 1;
    while (j < n && baseline[j] === value) j += 1;
    const count = i - fromI + (j - fromJ);
    rankSum += (i - fromI) * (rank + (count + 1) / 2);
    rank += count;
    ties += count ** 3 - count;
  }
  const all = m + n;
  const sigma = Math.sqrt(((m * n) / 12) * (all + 1 - ties / (all * (all - 1))));
  return (rankSum - (m * (m + 1)) / 2 - (m * n) / 2 - correction) / sigma;
};

type Sorted = readonly number[];

const rangeOf = (canary: Sorted, baseline: Sorted): readonly [number, number] => [
  (canary[0] as number) - (baseline.at(-1) as number),
  (canary.at(-1) as number) - (baseline[0] as number),
];

/**
 * The estimated shift: where z(mu) falls through 0. What is 0 as far as Kayenta's root finder can tell
 * is 0: where most points are equal, its noise would decide.
 */
const shiftOf = (canary: Sorted, baseline: Sorted): number => {
  let [low, high] = rangeOf(canary, baseline);
  while (high - low > rootTolerance) {
    const middle = (low + high) / 2;
    const at = zAt(canary, baseline, middle, 0);
    if (at >= 0) low = middle;
    if (at <= 0) high = middle;
  }
  const shift = (low + high) / 2;
  return Math.abs(shift) < rootTolerance ? 0 : shift;
};

/**
 * Whether the lower limit of the shift is above a quarter of its estimate. The limit is where z(mu)
 * falls through 2.33, and the end of the range where it does not reach that.
 */
const isHigher = (canary: Sorted, baseline: Sorted): boolean => {
  const at = (mu: number) => zAt(canary, baseline, mu, 0.5) - z;
  const [least] = rangeOf(canary, baseline);
  if (at(least) <= 0) return least > tolerance * Math.abs(shiftOf(canary, baseline));
  return at(0) > 0 && at(tolerance * Math.abs(shiftOf(canary, baseline))) > 0;
};

const mirrored = (values: Sorted): number[] => values.map((value) => -value).toReversed();

export type Label = 'pass' | 'high' | 'low' | 'nodata';

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((value, index) => value === other[index]);

/**
 * Kayenta's label of one metric with its default settings: Mann-Whitney at 98 %, no outliers removed,
 * missing points removed, an effect of any size. The noise of 1e-5 that two constant sides get leaves
 * them as far apart as they are.
 */
export const labelOf = (
  canaryPoints: readonly number[],
  baselinePoints: readonly number[],
  direction: 'increase' | 'either',
): Label => {
  const canary = ascending(canaryPoints.filter((value) => !Number.isNaN(value)));
  const baseline = ascending(baselinePoints.filter((value) => !Number.isNaN(value)));
  if (canary.length === 0 || baseline.length === 0) return 'nodata';
  if (isSame(canary, baseline) || new Set([...canary, ...baseline]).size === 1) return 'pass';
  if (canary[0] === canary.at(-1) && baseline[0] === baseline.at(-1)) {
    if ((canary[0] as number) > (baseline[0] as number)) return 'high';
    return direction === 'either' ? 'low' : 'pass';
  }
  if (isHigher(canary, baseline)) return 'high';
  return direction === 'either' && isHigher(mirrored(canary), mirrored(baseline)) ? 'low' : 'pass';
};

const metrics: readonly ((side: SideBucket) => number)[] = [
  ({ errors, total }) => (100 * errors) / total,
  ({ total, above }) => quantileOf(total, above, 0.95) ?? Number.NaN,
  ({ total, above }) => quantileOf(total, above, 0.99) ?? Number.NaN,
];

const passScore = 95;

/** The score of one group of equal weight; 0 where half of the metrics have no data. */
export const scoreOf = (labels: readonly Label[]): number => {
  const nodata = labels.filter((label) => label === 'nodata').length;
  if (nodata * 2 >= labels.length) return 0;
  const passed = labels.filter((label) => label === 'pass').length;
  return Number(((100 * passed) / (labels.length - nodata)).toFixed(2));
};

/**
 * Kayenta, judged after every so many points over these points: error rate in percent, p95 and p99 in
 * milliseconds, one group, increases only. What does not reach the pass score is rolled back.
 */
export const kayenta = (points: number): Rule => ({
  name: `Kayenta ${points}`,
  every: 'bucket',
  begin: () => {
    let seen: Point[] = [];
    return (point) => {
      seen.push(point);
      if (seen.length < points) return false;
      const labels = metrics.map((value) =>
        labelOf(
          seen.map(({ canary }) => value(canary)),
          seen.map(({ stable }) => value(stable)),
          'increase',
        ),
      );
      seen = [];
      return scoreOf(labels) < passScore;
    };
  },
});
