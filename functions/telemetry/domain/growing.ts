/**
 * Sums over lists of buckets that are looked at again and again while they only grow at their end, as
 * those of a long step do. What was added up of a list is kept, for as long as the list is: nothing
 * that is said of a list depends on it.
 */

/** Lists up to so long are read anew, which is as quick and rounds in one way alone. */
const short = 64;

const sumOfAll = <Bucket>(
  buckets: readonly Bucket[],
  first: number,
  pick: (bucket: Bucket) => number,
): number => {
  let sum = 0;
  for (let index = first; index < buckets.length; index++) sum += pick(buckets[index] as Bucket);
  return sum;
};

/** A sum of one thing of buckets, from the bucket of an index on. */
export const growingSum = <Bucket>(
  pick: (bucket: Bucket) => number,
): ((buckets: readonly Bucket[], first?: number) => number) => {
  const kept = new WeakMap<readonly Bucket[], number[]>();
  return (buckets, first = 0) => {
    if (buckets.length - first <= short) return sumOfAll(buckets, first, pick);
    const sums = kept.get(buckets) ?? [0];
    kept.set(buckets, sums);
    for (let index = sums.length - 1; index < buckets.length; index++)
      sums.push((sums[index] ?? 0) + pick(buckets[index] as Bucket));
    return (sums[buckets.length] ?? 0) - (sums[first] ?? 0);
  };
};

interface Started {
  readonly at: number;
}

const alike = (
  one: readonly Started[],
  other: readonly Started[],
  length: number,
  first: number,
): boolean => {
  for (let index = first; index < length; index++) {
    const at = one[index]?.at;
    const before = index === 0 ? Number.NEGATIVE_INFINITY : (one[index - 1]?.at ?? Number.NaN);
    if (at === undefined || !(at > before) || at !== other[index]?.at) return false;
  }
  return true;
};

const known = new WeakMap<
  readonly Started[],
  { readonly other: readonly Started[]; readonly length: number }
>();

/** Whether two sides have the same buckets, each after the one before. */
export const startAlike = (one: readonly Started[], other: readonly Started[]): boolean => {
  if (one.length !== other.length) return false;
  if (one.length <= short) return alike(one, other, one.length, 0);
  const found = known.get(one);
  const first = found?.other === other && found.length <= one.length ? found.length : 0;
  if (!alike(one, other, one.length, first)) return false;
  known.set(one, { other, length: one.length });
  return true;
};

/** The index of the first bucket for which it holds, of buckets for which it goes on to hold. */
const firstWhere = <Bucket>(
  buckets: readonly Bucket[],
  holds: (bucket: Bucket) => boolean,
): number => {
  let [low, high] = [0, buckets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(buckets[middle] as Bucket)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The index of the first bucket that starts then or later, of buckets that are oldest first. */
export const firstSince = (buckets: readonly Started[], start: number): number =>
  firstWhere(buckets, ({ at }) => at >= start);

/** The same of the first that starts later. */
export const firstAfter = (buckets: readonly Started[], time: number): number =>
  firstWhere(buckets, ({ at }) => at > time);
