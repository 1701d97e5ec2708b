import type { ShareBucket } from '../../functions/telemetry/domain/reading.ts';
import { hasBounds, slowerThan, timed } from './histogram.ts';
import type { Side } from './sample.ts';
import type { Tail } from './tails.ts';

export type Counts = Omit<ShareBucket, 'at'>;

/** What cannot be used, and why: unlike what is missing, it makes its whole step blind. */
export interface Broken {
  readonly broken: string;
}

/** A bucket without requests tells nothing of a share, as if it had not been there. */
export const shareOf = (name: string, { requests, errors }: Side): Counts | undefined =>
  requests === 0
    ? undefined
    : { events: name === 'success-rate' ? requests - errors : errors, total: requests };

/**
 * A level by the name of its metric. CPU is compared per request: with percent of one task it is in
 * task-seconds per 1,000 requests, as the metric is on an Application Load Balancer.
 */
export const levelOf = (name: string, side: Side, seconds: number): number | undefined => {
  if (name !== 'cpu-per-request') return side.memory ?? undefined;
  return side.requests === 0 || side.cpu === undefined || side.cpu === null
    ? undefined
    : ((side.cpu / 100) * seconds * 1_000) / side.requests;
};

export const tailCounts = ({ latency }: Side, tail: Tail): Counts | Broken | undefined => {
  if (!latency) return undefined;
  if (!('bounds' in latency)) return { broken: 'its latency is given as quantiles' };
  if (!hasBounds(latency, tail.bounds)) return { broken: 'its histogram has other bounds' };
  const total = timed(latency);
  return total === 0 ? undefined : { events: slowerThan(latency, tail.index), total };
};

/** A quantile and the requests that it stands for. */
export interface Weighted {
  readonly value: number;
  readonly requests: number;
}

export const quantileOf = (
  { latency, requests }: Side,
  quantile: number,
): Weighted | Broken | undefined => {
  if (!latency || requests === 0) return undefined;
  if ('bounds' in latency) return { broken: 'its latency is given as a histogram' };
  const value = quantile === 0.95 ? latency.p95 : latency.p99;
  return value === undefined ? undefined : { value, requests };
};
