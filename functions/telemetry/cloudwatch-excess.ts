import type { ShareBucket } from './domain/reading.ts';

/** More events than this part beyond the requests are not theirs: it is no share of them. */
const mostExcess = 0.01;

/**
 * Counters of one request may fall into neighbouring minutes, so what comes in over one edge of the
 * window and goes out over the other differs by chance, at most as the requests of two minutes do.
 */
const standardErrors = 3;

/**
 * Whether there are so many more events than requests that it is no share of them. Each side would
 * be held at 100 %, and a canary could no longer be worse. Asked of the whole window, since a single
 * minute of it may well have some of its neighbour's.
 */
export const excess = (buckets: readonly ShareBucket[]): string | undefined => {
  const events = buckets.reduce((sum, each) => sum + each.events, 0);
  const total = buckets.reduce((sum, each) => sum + each.total, 0);
  const byChance = standardErrors * Math.sqrt((2 * total) / buckets.length);
  return events > total * (1 + mostExcess) + byChance
    ? `its events are more than its total: ${events} of ${total}`
    : undefined;
};
