import type { QuantileMetric } from './metric.ts';

/**
 * Where a quantile's tail begins, in milliseconds: "p95 +10 %" is judged as the share of requests
 * slower than 1.1 times stable's p95 of the hour before. The floor applies as for the quantile. Of two
 * limits both must be broken, so the tail begins at the farther one; where stable does not keep the
 * bound itself, that is the increase, as it has to be. A metric with nothing but a bound has its tail
 * there. Six digits, which are as many as are asked for: what is told is what was counted.
 *
 * @param milliseconds stable's quantile of the hour before.
 */
export const tailBeginsAt = (metric: QuantileMetric, milliseconds: number): number => {
  const { increasePercent, milliseconds: bound } = metric.limits;
  if (increasePercent === undefined) return bound ?? milliseconds + metric.floorMilliseconds;
  const increase = Math.max((milliseconds * increasePercent) / 100, metric.floorMilliseconds);
  return Math.max(Number((milliseconds + increase).toPrecision(6)), bound ?? 0);
};

/** Whether a tail begins at the metric's own bound, of which stable's requests say nothing. */
export const isOwnBound = ({ limits }: QuantileMetric, begins: number): boolean =>
  begins === limits.milliseconds;

/** The share of stable's requests that were slower than so many milliseconds. */
export interface ShareAbove {
  readonly milliseconds: number;
  readonly share: number;
}

/**
 * The share between two known ones. Tails fall about exponentially, so it is their logarithms that are
 * between; where nothing was slower than the upper one, the shares themselves are.
 */
export const shareBetween = (
  lower: ShareAbove,
  upper: ShareAbove,
  milliseconds: number,
): number => {
  const span = upper.milliseconds - lower.milliseconds;
  const part = span <= 0 ? 1 : (milliseconds - lower.milliseconds) / span;
  return upper.share <= 0 || lower.share <= 0
    ? lower.share + (upper.share - lower.share) * part
    : Math.exp(Math.log(lower.share) * (1 - part) + Math.log(upper.share) * part);
};

/**
 * From where on stable's requests would be beyond a bound if they were slower by as much as is allowed: a histogram
 * counts only at its bounds, and one of them stands for where the tail would begin. A canary that is
 * slower by exactly the limit has as many requests above the bound as stable had above this, so that
 * share is the limit there; at the limit itself it is 1 - quantile. Not for a bound of the metric's
 * own, from which stable may be any distance away: see `boundFrom`.
 *
 * @param begins where the tail would begin: see `tailBeginsAt`.
 * @param milliseconds stable's quantile.
 */
export const allowedAt = (bound: number, begins: number, milliseconds: number): number =>
  begins <= 0 ? bound : (bound * milliseconds) / begins;
