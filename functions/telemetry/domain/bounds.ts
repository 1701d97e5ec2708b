/** A bound of a histogram's buckets: in the source's unit, and every text that `le` has for it. */
export interface Bound {
  readonly value: number;
  readonly texts: readonly string[];
}

/** The finite bounds among the labels `le`, smallest first. */
export const boundsOf = (labels: readonly (string | undefined)[]): Bound[] => {
  const byValue = new Map<number, string[]>();
  for (const text of labels) {
    const value = text === undefined || text === '' ? Number.NaN : Number(text);
    if (text === undefined || !Number.isFinite(value)) continue;
    byValue.set(value, [...(byValue.get(value) ?? []), text]);
  }
  return [...byValue]
    .map(([value, texts]) => ({ value, texts: texts.toSorted() }))
    .toSorted((one, other) => one.value - other.value);
};

/** How many times as far apart, whichever is the larger. */
const ratio = (one: number, other: number): number => Math.max(one / other, other / one);

/**
 * The bound that is nearest to a value by their ratio, the larger one of two that are as near.
 * Neither neighbour would do: the next one above may be so far that a regression stays below it, and
 * the next one below so near to the median that an allowed slowness passes it. undefined for a value
 * above twice the largest bound, of which the histogram knows nothing.
 */
export const nearestBound = (bounds: readonly Bound[], value: number): Bound | undefined => {
  const largest = bounds.at(-1)?.value ?? 0;
  if (value > 2 * largest) return undefined;
  return bounds
    .filter((bound) => bound.value > 0)
    .reduce<Bound | undefined>(
      (best, bound) =>
        best === undefined || ratio(bound.value, value) <= ratio(best.value, value) ? bound : best,
      undefined,
    );
};

/** As far apart as 1, 2.5, 5 and 10 are, at which client libraries count where nobody says otherwise. */
const farthest = 2.5;

/** Twelve digits: 0.57 seconds are a bound of 570 ms, whatever their last binary digit is. */
const rounded = (value: number): number => Number(value.toPrecision(12));

/**
 * The bound that stands for an absolute limit of a quantile: the smallest one that is not below it.
 * Nothing is known there of what a canary at its limit does, which is not what stable does; but one
 * that keeps its limit is beyond this bound with less than 1 - quantile of its requests, and is not
 * rolled back. One that is between the two passes, so undefined where they are too far apart.
 */
export const boundFrom = (bounds: readonly Bound[], limit: number): Bound | undefined => {
  const above = bounds.find(({ value }) => rounded(value) >= rounded(limit));
  return above !== undefined && rounded(above.value) <= rounded(farthest * limit)
    ? above
    : undefined;
};

/** Why no bound stands for an absolute limit. */
export const unboundedText = (limitMilliseconds: number): string =>
  `its histogram has no bound from its limit of ${limitMilliseconds} ms to ${farthest} times that, so it cannot tell who keeps it`;

/** Whether two histograms have the same bounds. */
export const areSameBounds = (one: readonly Bound[], other: readonly Bound[]): boolean =>
  one.length === other.length && one.every(({ value }, index) => value === other[index]?.value);
