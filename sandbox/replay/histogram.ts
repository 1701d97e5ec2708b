import { shareBetween } from '../../functions/telemetry/domain/tails.ts';
import type { Histogram } from './sample.ts';

export const timed = ({ counts }: Histogram): number =>
  counts.reduce((sum, count) => sum + count, 0);

export const hasBounds = ({ bounds }: Histogram, others: readonly number[]): boolean =>
  bounds === others ||
  (bounds.length === others.length && bounds.every((bound, index) => bound === others[index]));

/** The requests that took longer than the bound of an index, which is exact. */
export const slowerThan = ({ counts }: Histogram, index: number): number =>
  counts.slice(index + 1).reduce((sum, count) => sum + count, 0);

/**
 * A quantile in milliseconds, as if the requests of a bin were spread evenly over it; undefined when
 * it lies above all bounds, or when there are no requests.
 */
export const quantileIn = ({ bounds, counts }: Histogram, quantile: number): number | undefined => {
  const rank = quantile * timed({ bounds, counts });
  let [below, from] = [0, 0];
  for (const [index, bound] of bounds.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0 && below + count >= rank) return from + ((bound - from) * (rank - below)) / count;
    below += count;
    from = bound;
  }
  return undefined;
};

/** Two histograms with the same bounds as one. */
export const added = (one: Histogram, other: Histogram): Histogram => ({
  bounds: one.bounds,
  counts: one.counts.map((count, index) => count + (other.counts[index] ?? 0)),
});

/** The share of requests, of which it has some, that took longer than so many milliseconds. */
export const shareAbove = (histogram: Histogram, milliseconds: number): number => {
  const { bounds } = histogram;
  const total = timed(histogram);
  // Half a request stands for what has not been seen yet.
  const at = (index: number) => ({
    milliseconds: bounds[index] ?? 0,
    share: index < 0 ? 1 : Math.max(0.5, slowerThan(histogram, index)) / total,
  });
  const next = bounds.findIndex((bound) => bound >= milliseconds);
  return next === -1
    ? at(bounds.length - 1).share
    : shareBetween(at(next - 1), at(next), milliseconds);
};
