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

/**
 * A dry run: watches a split that another tool moves, tells what would have been done, and shifts
 * nothing. It ends when the split has ended, on a signal, or with the run's time.
 */
export const decideWatch = (detail: RolloutDetail, snapshot: Snapshot): Decision => {
  const { phase, sides, plan } = detail;
  const { split, now, startedAt, judgement } = snapshot;
  if (phase.kind !== 'watching' || !sides) throw new RangeError('phase.kind: not a watching run');
  const stopped = snapshot.signals.find(({ kind }) => kind === 'abort');
  if (stopped) return ended(detail, `${stopped.who} stopped the dry run: ${stopped.why}`);
  if (now >= startedAt + plan.rollout.maximumHours * 3_600_000)
    return ended(detail, `the dry run has watched for ${plan.rollout.maximumHours} hours`);
  if (isUnreadable(split)) return waitOn(detail, split.unreadable);
  const share = canaryShare(split, sides);
  if (phase.sawSplit && (share === 0 || share === 100))
    return ended(detail, `the split ended with the canary at ${share} %`);
  const seen = {
    ...detail,
    phase: { ...phase, sawSplit: phase.sawSplit || share > 0 },
    ...(share > 0 && { firstShiftAt: detail.firstShiftAt ?? now }),
  };
  const [alarm] = share > 0 ? ringing(detail, snapshot, 'canary') : [];
  const because = alarm
    ? `alarm ${alarm.name} of the canary went to ALARM`
    : judgement?.verdict === 'regress' && judgement.because;
  if (!because || detail.wouldHaveRolledBackAt !== undefined)
    return waitOn(seen, judgement?.because ?? `the canary has ${share} %`);
  const sentence = `would have rolled back at ${clock(now)} from ${share} %: ${because}`;
  const notice: Notice = { kind: 'would-have-rolled-back', severity: 'warning', sentence };
  return {
    ...waitOn({ ...seen, wouldHaveRolledBackAt: now }, sentence),
    decision: 'would roll back',
    notices: [notice],
  };
};
