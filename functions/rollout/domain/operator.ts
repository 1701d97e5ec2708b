import type { Intent, Run } from '../../runs/domain/run.ts';
import { splitText } from '../../traffic/domain/shares.ts';
import { canaryShare, holdsOnly, type Split } from '../../traffic/domain/traffic.ts';
import { isUnreadable, type Notice, type Unread } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { lateCallMilliseconds } from './late-call.ts';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * When people are reminded next that a run waits for them, in milliseconds since the epoch: each hour
 * of its first day, then once a day.
 */
export const nextReminderAt = (endedAt: number, remindedAt = endedAt): number =>
  remindedAt + (remindedAt - endedAt < day ? hour : day);

/** From when on no forward shift of the run can take effect any more, in milliseconds since the epoch. */
export const noForwardCallAfter = (intents: readonly Intent[]): number => {
  const last = intents.findLast(({ direction }) => direction === 'forward');
  return last ? last.at + lateCallMilliseconds : 0;
};

/** Whether the run has shifted traffic that may have to be returned. */
export const hasShifted = ({ plan, sides, firstShiftAt }: RolloutDetail): boolean =>
  !plan.rollout.dryRun && sides !== undefined && firstShiftAt !== undefined;

const isBack = ({ sides }: RolloutDetail, split: Split): boolean =>
  sides !== undefined && holdsOnly(split, sides) && canaryShare(split, sides) === 0;

/**
 * What people are told again of a run that needs an operator: a warning once stable has all the
 * traffic, critical until then and while the weights cannot be read.
 */
export const operatorReminder = (
  { detail, because, endedAt, startedAt }: Run<RolloutDetail>,
  split: Split | Unread,
): Notice => {
  const since = new Date(endedAt ?? startedAt).toISOString();
  const waits = `needs an operator since ${since}: ${because}`;
  if (isUnreadable(split))
    return {
      kind: 'reminder',
      severity: 'critical',
      sentence: `${waits}. Its weights are not known now: ${split.unreadable}`,
    };
  const live = `Live now: ${splitText(split)}`;
  return isBack(detail, split)
    ? {
        kind: 'reminder',
        severity: 'warning',
        sentence: `${waits}. ${live}. The traffic is back on stable, and what remains is to release the lease`,
      }
    : { kind: 'reminder', severity: 'critical', sentence: `${waits}. ${live}` };
};
