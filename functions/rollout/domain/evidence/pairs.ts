/** Stakes of the bets on pairs: the larger, the faster it gains on what happens in every bucket. */
export const stakes = [0.3, 0.6, 0.9] as const;

/**
 * ln of what a stake makes of one bucket of a level: it wins when the canary's value is beyond what is
 * tolerated of stable's in the same bucket. A canary that is so in at most every second bucket gains
 * nothing on average; nothing else is assumed of the values, but each bucket must be fresh evidence.
 */
export const pairBet = (isWorse: boolean, stake: number): number =>
  Math.log(isWorse ? 1 + stake : 1 - stake);
