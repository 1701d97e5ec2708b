import { type Decision, waitOn } from './decision.ts';
import type { RolloutDetail } from './detail.ts';

/** What the canary still got in the newest complete buckets after its weight went to 0. */
export interface Leftover {
  /** Complete buckets since the rollback in which stable has data; the canary's requests in each. */
  readonly requests: readonly number[];
}

const quietBuckets = 2;

/**
 * Weights that were read back prove configuration, not traffic: the run ends when the canary had no
 * requests in two complete buckets, or when that could not be seen in time.
 */
export const decideDrain = (
  detail: RolloutDetail,
  now: number,
  { requests }: Leftover,
): Decision => {
  const { phase } = detail;
  if (phase.kind !== 'draining') throw new RangeError('phase.kind: not a draining run');
  const newest = requests.slice(-quietBuckets);
  if (newest.length === quietBuckets && newest.every((count) => count === 0))
    return {
      action: 'end-rolled-back',
      detail,
      decision: 'traffic gone',
      because: `the canary had no requests in the last ${quietBuckets} minutes`,
      notices: [
        {
          kind: 'traffic-gone',
          severity: 'info',
          sentence: `The traffic is gone from the canary: no requests in the last ${quietBuckets} minutes.`,
        },
      ],
    };
  if (now < phase.until)
    return waitOn(detail, 'the weights are back; waiting for the traffic to be gone');
  const left = newest.reduce((sum, count) => sum + count, 0);
  const sentence =
    requests.length < quietBuckets
      ? 'The weights are back, but it could not be seen whether the traffic is gone from the canary.'
      : `The weights are back, but the canary still had ${left} requests in the last ${newest.length} minutes.`;
  return {
    action: 'end-rolled-back',
    detail,
    decision: 'traffic not seen gone',
    because: sentence,
    notices: [{ kind: 'noticed', severity: 'warning', sentence }],
  };
};
