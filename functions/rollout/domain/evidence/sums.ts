import type { ShareBucket } from '../../../telemetry/domain/reading.ts';
import type { Part } from './shares.ts';

const asItIs = (bucket: ShareBucket): Part => bucket;

/**
 * Events and requests of buckets together. By hand, since a long step is summed up at every look.
 *
 * @param toPart what counts of a bucket.
 * @param first the index of the first bucket that counts.
 */
export const sumOf = (
  buckets: readonly ShareBucket[],
  toPart: (bucket: ShareBucket) => Part = asItIs,
  first = 0,
): Part => {
  let [events, total] = [0, 0];
  for (let index = first; index < buckets.length; index++) {
    const bucket = buckets[index];
    if (bucket === undefined) continue;
    const part = toPart(bucket);
    events += part.events;
    total += part.total;
  }
  return { events, total };
};
