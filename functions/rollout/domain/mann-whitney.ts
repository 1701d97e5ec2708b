export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Two samples compared by rank: nothing is assumed of how their values are distributed. */
export interface Comparison {
  /** Hodges-Lehmann: the median of all differences of a canary's and a stable's value. */
  readonly shift: number;
  /** Where the shift lies; undefined when so few values cannot attain the confidence. */
  readonly interval: Interval | undefined;
  /** CLES: the share of all pairs in which the canary is higher, ties counted half. */
  readonly superiority: number;
}

/**
 * From here on the normal approximation stands for the exact distribution. R's `wilcox.test` changes
 * over at the same number, so that both give the same interval; the two then differ by at most 3 of
 * 2,500 ranks at 98 %, to the safe side.
 */
const exactBelow = 50;

/**
 * In how many orders of m and n values each rank sum arises, from the least up to the middle: the
 * coefficients of a Gaussian binomial, by its recursion over one more value.
 */
const ordersByRankSum = (m: number, n: number): Float64Array => {
  const orders = new Float64Array(Math.floor((m * n) / 2) + 1);
  orders[0] = 1;
  for (let value = 1; value <= m; value++) {
    for (let sum = orders.length - 1; sum >= n + value; sum--)
      orders[sum] = (orders[sum] ?? 0) - (orders[sum - n - value] ?? 0);
    for (let sum = value; sum < orders.length; sum++)
      orders[sum] = (orders[sum] ?? 0) + (orders[sum - value] ?? 0);
  }
  return orders;
};

const allOrders = (m: number, n: number): number => {
  let orders = 1;
  for (let value = 1; value <= m; value++) orders = (orders * (n + value)) / value;
  return orders;
};

/** The margin is for a tail such as (1 - 0.9) / 2, which is a last digit off. */
const ordersWithin = (m: number, n: number, tail: number): number =>
  tail * (1 + 1e-9) * allOrders(m, n);

/**
 * Which of the sorted differences is the interval's lower limit, counted from 1; the same from the
 * other end is its upper limit. 0 when no rank sum is as unlikely as `tail`. Exact without ties.
 */
export const exactRank = (m: number, n: number, tail: number): number => {
  const most = ordersWithin(m, n, tail);
  let [rank, orders] = [0, 0];
  for (const more of ordersByRankSum(m, n)) {
    orders += more;
    if (orders > most) return rank;
    rank++;
  }
  return rank;
};

/** The normal distribution function, by a series that is exact to the last digits (Marsaglia 2004). */
const normal = (z: number): number => {
  let [term, sum] = [z, z];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
};

/** Newton's method from 0 rises to the quantile and never overshoots. For p of 0.5 and more. */
export const normalQuantile = (p: number): number => {
  let z = 0;
  for (let step = 0; step < 30; step++)
    z += (p - normal(z)) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
  return z;
};

/** The sum of t^3 - t over groups of t equal values. */
const tiesIn = (values: readonly number[]): number => {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  return [...groups.values()].reduce((sum, size) => sum + size ** 3 - size, 0);
};

/**
 * The same by the normal approximation, with the corrections for continuity and for ties. Only ties
 * within a side count: those across the sides dissolve at all shifts but a few.
 */
export const approximateRank = (m: number, n: number, tail: number, ties: number): number => {
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)));
  const rank = (m * n) / 2 + 0.5 - normalQuantile(1 - tail) * Math.sqrt(variance);
  return Math.max(0, Math.floor(rank));
};

/** Whether m and n values are certain at least when the sides lie wholly apart. */
const isAttainable = (m: number, n: number, tail: number): boolean => ordersWithin(m, n, tail) >= 1;

const rankOf = (canary: readonly number[], stable: readonly number[], tail: number): number => {
  const [m, n] = [canary.length, stable.length];
  if (!isAttainable(m, n, tail)) return 0;
  const ties = tiesIn(canary) + tiesIn(stable);
  if (ties === 0 && Math.max(m, n) < exactBelow) return exactRank(m, n, tail);
  return Math.max(1, approximateRank(m, n, tail, ties));
};

const middle = (sorted: Float64Array | readonly number[]): number => {
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
};

export const median = (values: readonly number[]): number =>
  middle(values.toSorted((one, other) => one - other));

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The least number of values on each side that may be certain at all. */
export const leastValues = (confidence: number): number => {
  let least = 1;
  while (!isAttainable(least, least, (1 - confidence) / 2)) least++;
  return least;
};

/**
 * Mann-Whitney's test turned round: how far the canary is shifted against stable, as an interval of
 * all shifts that the test does not refuse. Taken from the sorted differences of all pairs, so that
 * it is as exact for values around 1e-9 as for any other. Each side needs a value.
 */
export const mannWhitney = (
  canary: readonly number[],
  stable: readonly number[],
  confidence = 0.98,
): Comparison => {
  const differences = Float64Array.from(
    canary.flatMap((value) => stable.map((other) => value - other)),
  ).sort();
  const rank = rankOf(canary, stable, (1 - confidence) / 2);
  const lower = differences[rank - 1];
  const upper = differences[differences.length - rank];
  const higher = differences.reduce((sum, each) => sum + (1 + Math.sign(each)) / 2, 0);
  return {
    shift: middle(differences),
    interval: lower === undefined || upper === undefined ? undefined : { lower, upper },
    superiority: higher / differences.length,
  };
};
