/** Events out of requests on one side, in one bucket. */
export interface Part {
  readonly events: number;
  readonly total: number;
}

export interface Block {
  readonly canary: Part;
  readonly stable: Part;
}

/** The two shares of events, each from 0 to 1, that a bet is placed on. */
export interface Rates {
  readonly canary: number;
  readonly stable: number;
}

const logOdds = ({ events, total }: Part, bet: number, fair: number): number =>
  (events === 0 ? 0 : events * Math.log(bet / fair)) +
  (total === events ? 0 : (total - events) * Math.log((1 - bet) / (1 - fair)));

/** Where the two sides' pull on a common share is in balance; it rises with the share. */
const pull = (total: number, share: number, bet: number): number =>
  (total * (share - bet)) / (share * (1 - share));

/**
 * The shares on the edge of what is tolerated (canary = stable + margin) that are nearest to the bet,
 * in the sense of Kullback and Leibler weighed by the requests.
 */
const fairRates = ({ canary, stable }: Block, bet: Rates, margin: number): Rates => {
  if (margin === 0) {
    const common =
      (canary.total * bet.canary + stable.total * bet.stable) / (canary.total + stable.total);
    return { canary: common, stable: common };
  }
  let [low, high] = [bet.stable, bet.canary - margin].toSorted((one, other) => one - other) as [
    number,
    number,
  ];
  [low, high] = [Math.max(low, 0, -margin), Math.min(high, 1, 1 - margin)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const balance =
      pull(canary.total, middle + margin, bet.canary) + pull(stable.total, middle, bet.stable);
    if (balance > 0) high = middle;
    else low = middle;
  }
  const share = (low + high) / 2;
  return { canary: share + margin, stable: share };
};

/**
 * ln of what a bet on two shares makes of one bucket's events. The bet must be made before the
 * bucket is seen, and lie beyond the margin: with `bet.canary` above `bet.stable + margin` no true
 * pair with canary <= stable + margin gains on average, with `bet.canary` below it none with canary
 * >= stable + margin. The true shares may be others in every bucket.
 *
 * Turner, Ly and Grünwald, Generic E-variables for exact sequential k-sample tests. That the edge of
 * any tolerated half-plane will do: the mean of the factor is at most `((n_c A + n_t B) / n)^n` with A
 * and B linear in the true shares, and the nearest point is where that line touches 1.
 *
 * @param margin how much larger the canary's share may be, from -1 to 1.
 */
export const sharesBet = (block: Block, bet: Rates, margin = 0): number => {
  if (block.canary.total === 0 || block.stable.total === 0) return 0;
  const fair = fairRates(block, bet, margin);
  return (
    logOdds(block.canary, bet.canary, fair.canary) + logOdds(block.stable, bet.stable, fair.stable)
  );
};

/** The same of one side against a bound: a bet on more gains nothing while its share is below it. */
export const boundBet = (part: Part, bet: number, bound: number): number =>
  logOdds(part, bet, bound);

/**
 * What the past predicts: the share of events, kept off 0 and 1 by half an event on either side. The
 * sums may be of any weights, so long as they are of the past alone.
 */
export const predicted = ({ events, total }: Part): number => (0.5 + events) / (1 + total);
