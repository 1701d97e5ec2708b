import type { QuantileMetric } from '../../telemetry/domain/metric.ts';

/** A tail of the hour before holds less than this part of the quantile's by as much as is allowed. */
const leastPart = 0.25;

/**
 * What a quantile's limit says of the share of requests in its tail, which begins where the limit is.
 * The canary's p95 reaches its limit when 5 % of its requests are slower than that. Where stable has
 * become that slow itself, the canary must have a quarter of those 5 % more than stable has.
 */
export const tailLimits = ({ quantile }: QuantileMetric) => {
  const bound = Number((1 - quantile).toFixed(9));
  return { points: undefined, bound, floor: leastPart * bound };
};
