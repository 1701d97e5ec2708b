const most = 1_000_000;

/** Evidence of less than this is said to be none. */
const least = 1.05;

const grouped = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/**
 * Evidence as people say it: "1,400 to 1". A bet against "the canary is no worse" has multiplied its
 * stake so many times; if the canary is no worse, one rollout in 1,400 ever sees as much.
 *
 * @param log the natural logarithm of the evidence.
 */
export const oddsText = (log: number): string => {
  const odds = Math.exp(log);
  if (odds > most) return `over ${grouped(most)} to 1`;
  return `${odds < 10 ? odds.toFixed(1) : grouped(Math.floor(odds + 1e-6))} to 1`;
};

/** The same as a part of a sentence about the canary. */
export const evidenceText = (log: number): string =>
  Math.exp(log) < least ? 'no evidence that it is worse' : `evidence ${oddsText(log)}`;
