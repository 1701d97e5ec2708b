import { logSum } from './log-gamma.ts';

/**
 * Evidence as money that was bet. One unit is there at first. It is put on several alternatives, and
 * not at once: a part at the start, the rest bit by bit, so that a regression that begins late meets
 * fresh stakes instead of ones that a good hour has lost. Stakes that are not placed yet are kept, so
 * that it stays a fair game: if nothing is worse, the chance that the whole ever reaches `1 / alpha`
 * is at most alpha (Ville), however often one looks.
 */
export interface Mixture {
  /** ln of what stands on each alternative; -Infinity before the first stake. */
  readonly logs: readonly number[];
  /** Buckets that were weighed. */
  readonly buckets: number;
}

export const emptyMixture: Mixture = { logs: [], buckets: 0 };

/**
 * The part of the stakes that is placed with the first bucket: most regressions are there at once. With
 * 0.7 those are found 4 % sooner and ones that begin at bucket 30 are found 4 % later; with 0.3 the
 * other way round.
 */
const atOnce = 0.5;
/**
 * The rest is spread almost evenly over so many buckets, and ever thinner after them. A regression that
 * begins at bucket 30 is found soonest with 30; from 20 to 60 the difference is 2 %.
 */
const horizon = 30;

/** The part of the stakes that has been placed with the first so many buckets. */
const placed = (buckets: number): number =>
  buckets === 0 ? 0 : atOnce + (1 - atOnce) * ((buckets - 1) / (buckets - 1 + horizon));

/**
 * The mixture after one more bucket.
 *
 * @param bets ln of what each alternative makes of the bucket.
 * @param weights the part of a stake that each alternative gets; they add up to 1.
 */
export const weighed = (
  { logs, buckets }: Mixture,
  bets: readonly number[],
  weights: readonly number[],
): Mixture => {
  const stake = placed(buckets + 1) - placed(buckets);
  return {
    logs: bets.map((bet, index) => {
      const fresh = Math.log(stake * (weights[index] ?? 0));
      return bet + logSum([logs[index] ?? Number.NEGATIVE_INFINITY, fresh]);
    }),
    buckets: buckets + 1,
  };
};

/** ln of the evidence: everything that stands on the alternatives and what is not placed yet. */
export const evidenceOf = ({ logs, buckets }: Mixture): number =>
  logSum([...logs, Math.log(1 - placed(buckets))]);
