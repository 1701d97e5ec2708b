import type { QuantileMetric } from './domain/metric.ts';
import type { Reading } from './domain/reading.ts';
import {
  allowedAt,
  isOwnBound,
  type ShareAbove,
  shareBetween,
  tailBeginsAt,
} from './domain/tails.ts';
import { isBlind, readBounds } from './prometheus-quantiles.ts';
import { unseen } from './prometheus-readings.ts';
import type { Side } from './prometheus-series.ts';
import { readTails } from './prometheus-tails.ts';

type Blind = Reading & { kind: 'blind' };

interface Tail {
  /** Where it begins, in milliseconds. */
  readonly tail: number;
  /** Stable's quantile, in milliseconds. */
  readonly quantile: number;
}

/** Whether a tail begins at a bound of the histogram that is not the limit itself, which stable sets. */
export const isElsewhere = (metric: QuantileMetric, { tail, quantile }: Tail): boolean => {
  const begins = tailBeginsAt(metric, quantile);
  return tail !== begins && !isOwnBound(metric, begins);
};

/** Stable's share of requests above a bound, or why it is not known. */
const shareAbove = async (
  metric: QuantileMetric,
  milliseconds: number,
  side: Side,
): Promise<ShareAbove | Blind> => {
  const { stable } = await readTails(metric, milliseconds, { stable: side, canary: side });
  if (stable.kind === 'blind') return stable;
  const buckets = stable.kind === 'tail' ? stable.buckets : [];
  const sum = (field: 'events' | 'total') =>
    buckets.reduce((all, bucket) => all + bucket[field], 0);
  // Half a request stands for what has not been seen yet.
  return sum('total') === 0
    ? unseen(`no request of stable was timed above or below ${milliseconds} ms`)
    : { milliseconds, share: Math.max(0.5, sum('events')) / sum('total') };
};

/**
 * What share of a canary's requests is in a tail that begins at a bound of the histogram, if it is
 * slower than stable by exactly its limit; or why that is not known, without which the tail cannot be
 * judged: `1 - quantile` is the limit at another place.
 */
export const limitShareAt = async (
  metric: QuantileMetric,
  { tail, quantile }: Tail,
  side: Side,
): Promise<number | Blind> => {
  const read = await readBounds(metric, side);
  if (isBlind(read)) return read;
  const bounds = read.map(({ value }) => value * metric.unitMilliseconds);
  const allowed = allowedAt(tail, tailBeginsAt(metric, quantile), quantile);
  const below = bounds.findLast((bound) => bound > 0 && bound <= allowed);
  const above = bounds.find((bound) => bound >= allowed);
  const [lower, upper] = await Promise.all([
    below === undefined ? { milliseconds: 0, share: 1 } : shareAbove(metric, below, side),
    above === undefined
      ? unseen(`no bound of its histogram lies above ${allowed} ms`)
      : shareAbove(metric, above, side),
  ]);
  if ('kind' in lower) return lower;
  return 'kind' in upper ? upper : shareBetween(lower, upper, allowed);
};
