import { logBeta, logSum } from './log-gamma.ts';

/** How much the prior is worth in events: the value that the authors of the test publish. */
const priorEvents = 100;

const times = (count: number, log: number): number => (count === 0 ? 0 : count * log);

/**
 * ln of the evidence that events do not fall on the sides by their shares of exposure, whatever
 * their common rate does over time. Two-sided; fed with requests it tells whether the split is not
 * what was set.
 *
 * Lindon and Malek, Anytime-Valid Inference for Multinomial Count Data (NeurIPS 2022).
 *
 * @param counts events of each side.
 * @param shares the sides' shares of exposure; they add up to 1.
 */
export const countsEvidence = (counts: readonly number[], shares: readonly number[]): number => {
  const prior = shares.map((share) => priorEvents * share);
  const posterior = prior.map((value, index) => value + (counts[index] ?? 0));
  const expected = counts.reduce(
    (sum, count, index) => sum + times(count, Math.log(shares[index] ?? 0)),
    0,
  );
  return logBeta(posterior) - logBeta(prior) - expected;
};

/** The p-value, valid at every look, that belongs to evidence: its smallest is what counts. */
export const pValue = (logEvidence: number): number => Math.min(1, Math.exp(-logEvidence));

/** Bisects a function that falls or rises through 0 between the two. */
const rootBetween = (from: number, to: number, at: (x: number) => number): number => {
  let [low, high] = [from, to];
  const rises = at(high) > at(low);
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (at(middle) > 0 === rises) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
};

/**
 * Between which values the canary's true share of all events lies, with confidence `1 - alpha` at
 * every look at once: those shares that the evidence does not refute.
 *
 * @param share the canary's share of the exposure.
 */
export const shareOfEvents = (
  { canary, stable }: { readonly canary: number; readonly stable: number },
  share: number,
  alpha: number,
): readonly [number, number] => {
  const prior = [priorEvents * share, priorEvents * (1 - share)];
  const posterior = [(prior[0] ?? 0) + canary, (prior[1] ?? 0) + stable];
  const least = Math.log(alpha) + logBeta(posterior) - logBeta(prior);
  const kept = (theta: number): number =>
    times(canary, Math.log(theta)) + times(stable, Math.log(1 - theta)) - least;
  const peak = canary + stable === 0 ? share : canary / (canary + stable);
  return [
    kept(0) >= 0 ? 0 : rootBetween(0, peak, kept),
    kept(1) >= 0 ? 1 : rootBetween(peak, 1, kept),
  ];
};

/** How many times as many events the canary has for each request, from its share of the events. */
export const rateRatio = (shareOfEvent: number, share: number): number =>
  (shareOfEvent / (1 - shareOfEvent)) * ((1 - share) / share);

/** Ratios of rates that a canary which is worse may have, and what is bet on each. */
export const worseRatios = [1.1, 1.25, 1.5, 2, 3, 5, 10, 20] as const;

/** The mirror of them: bets that the canary's rate is smaller. */
export const betterRatios = worseRatios.map((ratio) => 1 / ratio);

/**
 * ln of what a bet on one ratio of rates makes of the events of one bucket: above 0 when they speak
 * for it. With ratios above 1 no true ratio of up to `margin` gains on average, whatever the common
 * rate does and however the exposure changes from bucket to bucket. With ratios below 1 the same
 * holds of every true ratio of at least `margin`.
 *
 * @param share the canary's share of the bucket's measured exposure, above 0 and below 1.
 * @param margin a ratio of rates that is tolerated.
 */
export const ratioBet = (
  events: { readonly canary: number; readonly stable: number },
  share: number,
  ratio: number,
  margin = 1,
): number => {
  const tolerated = (share * margin) / (share * margin + 1 - share);
  // The share that is bet on, over the tolerated one, is the ratio over this; that of stable is 1 over
  // it. Written out, for a share next to 1 leaves nothing of what is subtracted from 1.
  const both = tolerated * ratio + 1 - tolerated;
  return events.canary * Math.log(ratio) - (events.canary + events.stable) * Math.log(both);
};

/** ln of the mean of equal bets on all ratios, each over all buckets. */
export const ratiosEvidence = (
  buckets: readonly { readonly canary: number; readonly stable: number; readonly share: number }[],
  margin = 1,
): number =>
  logSum(
    worseRatios.map((ratio) =>
      buckets.reduce((sum, bucket) => sum + ratioBet(bucket, bucket.share, ratio, margin), 0),
    ),
  ) - Math.log(worseRatios.length);
