import { growingSum } from '../../../telemetry/domain/growing.ts';
import type { ShareBucket } from '../../../telemetry/domain/reading.ts';
import type { Part } from './shares.ts';

const events = growingSum((bucket: ShareBucket) => bucket.events);
const total = growingSum((bucket: ShareBucket) => bucket.total);
const capped = growingSum((bucket: ShareBucket) => Math.min(bucket.events, bucket.total));

/** Events and requests of buckets together, from the one of an index on. */
export const sumOf = (buckets: readonly ShareBucket[], first = 0): Part => ({
  events: events(buckets, first),
  total: total(buckets, first),
});

/** The same where counters of one request may have fallen into two buckets: no more than all. */
export const shareSumOf = (buckets: readonly ShareBucket[]): Part => ({
  events: capped(buckets),
  total: total(buckets),
});
