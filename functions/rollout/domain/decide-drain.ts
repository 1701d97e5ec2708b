import { timingOf } from '../../telemetry/domain/timing.ts';
import type { Decision, Notice } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { toOperator, toReturn, waitOn } from './make-decision.ts';

/** What the canary still got in the newest complete buckets after its weight went to 0. */
export interface Leftover {
  /** Complete buckets since the rollback in which stable has data; the canary's requests in each. */
  readonly requests: readonly number[];
  /** The canary's live share; undefined when it cannot be read. */
  readonly share: number | undefined;
  /** Live shares of targets that are neither stable nor canary, as far as they can be read. */
  readonly elsewhere: Readonly<Record<string, number>>;
}

/** How often the weights are set back again after somebody else has moved them. */
const returnsAgain = 3;

/** The weights moved again after the rollback: they are returned again, but not for ever. */
const movedAgain = (
  detail: RolloutDetail,
  now: number,
  share: number,
  because: string,
): Decision => {
  const times = (detail.returnsAgain ?? 0) + 1;
  const sentence = `the canary has ${share} % again after the rollback (${because})`;
  if (times > returnsAgain)
    return toOperator(detail, `${sentence}; it was returned ${returnsAgain} times already`);
  const notice: Notice = { kind: 'noticed', severity: 'critical', sentence };
  const returning = toReturn({ ...detail, returnsAgain: times }, now, because);
  return { ...returning, notices: [notice] };
};

/** Whatever else gets traffic was added by somebody, who alone knows whether it may be taken away. */
const whyOperator = (elsewhere: Leftover['elsewhere'], because: string): string | undefined => {
  const others = Object.entries(elsewhere).map(([target, share]) => `${target} ${share} %`);
  return others.length > 0
    ? `after the rollback (${because}) traffic goes to more than the two sides of this run: ${others.join(', ')}; only a person may decide`
    : undefined;
};

const quietBuckets = 2;

const lengthOf = (buckets: number, { plan }: RolloutDetail): string => {
  const seconds = buckets * timingOf(plan.telemetry).bucketSeconds;
  return seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
};

/**
 * Weights that were read back prove configuration, not traffic: the run ends when the canary had no
 * requests in two complete buckets, or when that could not be seen in time. Never while anything but
 * its two sides gets traffic.
 */
export const decideDrain = (
  detail: RolloutDetail,
  now: number,
  { requests, share, elsewhere }: Leftover,
): Decision => {
  const { phase } = detail;
  if (phase.kind !== 'draining') throw new RangeError('phase.kind: not a draining run');
  const others = whyOperator(elsewhere, phase.because);
  if (others !== undefined) return toOperator(detail, others);
  if (share !== undefined && share > 0) return movedAgain(detail, now, share, phase.because);
  if (share === undefined && now < phase.until)
    return waitOn(detail, 'the live weights could not be read');
  const newest = requests.slice(-quietBuckets);
  if (newest.length === quietBuckets && newest.every((count) => count === 0)) {
    const quiet = `no requests in the last ${lengthOf(quietBuckets, detail)}`;
    const sentence = `the traffic is gone from the canary: ${quiet}`;
    return {
      action: 'end-rolled-back',
      detail,
      decision: 'traffic gone',
      because: `the canary had ${quiet}`,
      notices: [{ kind: 'traffic-gone', severity: 'info', sentence }],
    };
  }
  if (now < phase.until)
    return waitOn(detail, 'the weights are back; waiting for the traffic to be gone');
  const left = newest.reduce((sum, count) => sum + count, 0);
  const sentence =
    requests.length < quietBuckets
      ? 'the weights are back, but it could not be seen whether the traffic is gone from the canary'
      : `the weights are back, but the canary still had ${left} requests in the last ${lengthOf(newest.length, detail)}`;
  return {
    action: 'end-rolled-back',
    detail,
    decision: 'traffic not seen gone',
    because: sentence,
    notices: [{ kind: 'noticed', severity: 'warning', sentence }],
  };
};
