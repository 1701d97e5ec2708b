import type { QuantileMetric } from '../../telemetry/domain/metric.ts';
import type { Reading, ReadingAnswer } from '../../telemetry/domain/reading.ts';

/** By so much of a tail's limit a canary must be worse than a stable side that is beyond it itself. */
const leastPart = 0.25;

/**
 * What a quantile's limit says of the share of requests in its tail, which begins where the limit is.
 * The canary's p95 reaches its limit when 5 % of its requests are slower than that. Where stable has
 * become that slow itself, the canary must have a quarter of those 5 % more than stable has.
 *
 * @param limitShare where the tail begins elsewhere, the share that a canary at its limit has there.
 */
export const tailLimits = ({ quantile }: QuantileMetric, limitShare?: number) => {
  const bound = limitShare ?? Number((1 - quantile).toFixed(9));
  return { points: undefined, bound, floor: leastPart * bound };
};

export const limitShareOf = (reading: Reading | undefined): number | undefined =>
  reading?.kind === 'tail' ? reading.limitShare : undefined;

/** An answer whose tails know the shares at their limits, which were fixed before the rollout. */
export const withLimitShares = (
  answer: ReadingAnswer,
  shares: Readonly<Record<string, number>> = {},
): ReadingAnswer => ({
  ...answer,
  readings: Object.fromEntries(
    Object.entries(answer.readings).map(([name, sides]) => {
      const limitShare = Object.hasOwn(shares, name) ? shares[name] : undefined;
      const limited = (reading: Reading): Reading =>
        reading.kind === 'tail' && limitShare !== undefined ? { ...reading, limitShare } : reading;
      return [name, { stable: limited(sides.stable), canary: limited(sides.canary) }];
    }),
  ),
});
