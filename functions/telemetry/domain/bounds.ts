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

/** Whether two histograms have the same bounds. */
export const areSameBounds = (one: readonly Bound[], other: readonly Bound[]): boolean =>
  one.length === other.length && one.every(({ value }, index) => value === other[index]?.value);
