import type { Run } from '../../runs/domain/run.ts';
import { timingOf } from '../../telemetry/domain/timing.ts';
import { canaryShare } from '../../traffic/domain/traffic.ts';
import { isUnreadable, type Snapshot, stepOf } from './decision.ts';
import { liveSince, type RolloutDetail } from './detail.ts';
import { stateForNextStep } from './verdict.ts';

type Following = Pick<Run<RolloutDetail>, 'detail' | 'intents'>;

/** Whether the share is that of the shift which the run has declared last and not verified yet. */
const isOwnShift = ({ detail, intents }: Following, share: number): boolean => {
  const { phase, live } = detail;
  const isUnverified =
    phase.kind === 'shifting' || (phase.kind === 'held' && phase.bake === undefined);
  const last = intents.at(-1);
  return (
    isUnverified &&
    share === stepOf(detail, phase.step).weight &&
    last?.goal === String(share) &&
    last.at >= (live?.since ?? 0)
  );
};

/**
 * What is live is judged from the moment it is seen: in a dry run, where another tool moves the
 * weights, and when the answer to a shift of this run was lost or could not be read back.
 */
export const followed = (run: Following, split: Snapshot['split'], now: number): RolloutDetail => {
  const { detail } = run;
  const { phase, sides, live, plan } = detail;
  if (isUnreadable(split) || !sides) return detail;
  const share = canaryShare(split, sides);
  const isSeenFirst = phase.kind === 'watching' || isOwnShift(run, share);
  if (share === live?.share || !isSeenFirst) return detail;
  return {
    ...detail,
    live: liveSince(
      share,
      now,
      plan.rollout.steps[0]?.warmUpBuckets ?? 0,
      timingOf(plan.telemetry).bucketSeconds,
    ),
    judge: stateForNextStep(detail.judge),
    last: undefined,
  };
};
