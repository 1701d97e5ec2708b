import type { QuantileMetric } from './metric.ts';

/**
 * Where a quantile's tail begins, in milliseconds: "p95 +10 %" is judged as the share of requests
 * slower than 1.1 times stable's p95 of the hour before. The floor applies as for the quantile, and
 * a metric with nothing but a bound of its own has its tail there. Six digits, which are as many as
 * are asked for: what is told is what was counted.
 *
 * @param milliseconds stable's quantile of the hour before.
 */
export const tailBeginsAt = (metric: QuantileMetric, milliseconds: number): number => {
  const { increasePercent, milliseconds: bound } = metric.limits;
  if (increasePercent === undefined) return bound ?? milliseconds + metric.floorMilliseconds;
  const increase = Math.max((milliseconds * increasePercent) / 100, metric.floorMilliseconds);
  return Number((milliseconds + increase).toPrecision(6));
};
