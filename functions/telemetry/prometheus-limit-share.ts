import type { QuantileMetric } from './domain/metric.ts';
import { allowedAt, type ShareAbove, shareBetween, tailBeginsAt } from './domain/tails.ts';
import { readBounds } from './prometheus-quantiles.ts';
import type { Side } from './prometheus-series.ts';
import { readTails } from './prometheus-tails.ts';

/** Stable's share of requests above a bound; undefined where it cannot be told. */
const shareAbove = async (
  metric: QuantileMetric,
  milliseconds: number,
  side: Side,
): Promise<ShareAbove | undefined> => {
  const { stable } = await readTails(metric, milliseconds, { stable: side, canary: side });
  if (stable.kind !== 'tail') return undefined;
  const sum = (field: 'events' | 'total') =>
    stable.buckets.reduce((all, bucket) => all + bucket[field], 0);
  // Half a request stands for what has not been seen yet.
  return sum('total') === 0
    ? undefined
    : { milliseconds, share: Math.max(0.5, sum('events')) / sum('total') };
};

/**
 * What share of a canary's requests is in a tail that begins at a bound of the histogram, if it is
 * slower than stable by exactly its limit; undefined where the tail begins at the limit itself, as
 * that of a native histogram does, or where stable's histogram does not tell.
 */
export const limitShareAt = async (
  metric: QuantileMetric,
  { tail, quantile }: { readonly tail: number; readonly quantile: number },
  side: Side,
): Promise<number | undefined> => {
  const begins = tailBeginsAt(metric, quantile);
  if (tail === begins || !('histogram' in metric.source) || metric.source.native) return undefined;
  const read = await readBounds(metric, side);
  if (!Array.isArray(read)) return undefined;
  const bounds = read.map(({ value }) => value * metric.unitMilliseconds);
  const allowed = allowedAt(tail, begins, quantile);
  const below = bounds.findLast((bound) => bound > 0 && bound <= allowed);
  const above = bounds.find((bound) => bound >= allowed);
  const [lower, upper] = await Promise.all([
    below === undefined ? { milliseconds: 0, share: 1 } : shareAbove(metric, below, side),
    above === undefined ? undefined : shareAbove(metric, above, side),
  ]);
  return lower && upper && shareBetween(lower, upper, allowed);
};
