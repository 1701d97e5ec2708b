import { canaryShare } from '../../traffic/domain/traffic.ts';
import { ringing } from './decide.ts';
import { type Decision, isUnreadable, type Notice, type Snapshot } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { waitOn } from './make-decision.ts';

const clock = (at: number): string => `${new Date(at).toISOString().slice(11, 16)} UTC`;

const ended = (detail: RolloutDetail, because: string): Decision => {
  const would =
    detail.wouldHaveRolledBackAt === undefined
      ? 'it would not have been rolled back'
      : `it would have been rolled back at ${clock(detail.wouldHaveRolledBackAt)}`;
  return {
    action: 'end-watched',
    detail,
    decision: 'stop watching',
    because: `${because}; ${would}`,
    notices: [],
    gate: null,
  };
};

/** Why the dry run ends now, if so. */
const whyEnded = (detail: RolloutDetail, snapshot: Snapshot): string | undefined => {
  const { phase, sides, plan } = detail;
  const { split, now, startedAt, signals } = snapshot;
  const stopped = signals.find(({ kind }) => kind === 'abort');
  if (stopped) return `${stopped.who} stopped the dry run: ${stopped.why}`;
  if (now >= startedAt + plan.rollout.maximumHours * 3_600_000)
    return `the dry run has watched for ${plan.rollout.maximumHours} hours`;
  if (phase.kind !== 'watching' || !sides || isUnreadable(split)) return undefined;
  const share = canaryShare(split, sides);
  return phase.sawSplit && (share === 0 || share === 100)
    ? `the split ended with the canary at ${share} %`
    : undefined;
};

/** Why a rollout with this share would be rolled back now, if so. */
const whyBack = (detail: RolloutDetail, snapshot: Snapshot, share: number): string | undefined => {
  const { judgement } = snapshot;
  const [alarm] = share > 0 ? ringing(detail, snapshot, 'canary') : [];
  if (alarm) return `alarm ${alarm.name} of the canary went to ALARM`;
  return judgement?.verdict === 'regress' ? judgement.because : undefined;
};

/**
 * A dry run: watches a split that another tool moves, tells what would have been done, and shifts
 * nothing. It ends when the split has ended, on a signal, or with the run's time. While the split
 * cannot be read the share that was seen last counts: the edge of an alarm is read only once.
 */
export const decideWatch = (detail: RolloutDetail, snapshot: Snapshot): Decision => {
  const { phase, sides } = detail;
  const { split, now, judgement } = snapshot;
  if (phase.kind !== 'watching' || !sides) throw new RangeError('phase.kind: not a watching run');
  const end = whyEnded(detail, snapshot);
  if (end !== undefined) return ended(detail, end);
  const isUnread = isUnreadable(split);
  const share = isUnread ? (detail.live?.share ?? 0) : canaryShare(split, sides);
  const seen = {
    ...detail,
    phase: { ...phase, sawSplit: phase.sawSplit || share > 0 },
    ...(share > 0 && { firstShiftAt: detail.firstShiftAt ?? now }),
  };
  const because = whyBack(detail, snapshot, share);
  if (because === undefined || detail.wouldHaveRolledBackAt !== undefined)
    return waitOn(
      seen,
      isUnread ? split.unreadable : (judgement?.because ?? `the canary has ${share} %`),
    );
  const sentence = `would have rolled back at ${clock(now)} from ${share} %: ${because}`;
  const notice: Notice = { kind: 'would-have-rolled-back', severity: 'warning', sentence };
  return {
    ...waitOn({ ...seen, wouldHaveRolledBackAt: now }, sentence),
    decision: 'would roll back',
    notices: [notice],
  };
};
