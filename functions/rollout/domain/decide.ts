import type { Signal } from '../../runs/domain/signal.ts';
import { decideApproval } from './decide-approval.ts';
import { decideBake } from './decide-bake.ts';
import { decideDrift } from './decide-drift.ts';
import { decideHold } from './decide-hold.ts';
import { type Decision, isUnreadable, type Snapshot } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { deadlineAction, toHold, toReturn } from './make-decision.ts';
import { toShiftOn } from './shift-on.ts';
import { historyBudget } from './tick.ts';

type Rule = (detail: RolloutDetail, snapshot: Snapshot) => Decision | undefined;

const find = (snapshot: Snapshot, kind: Signal['kind']): Signal | undefined =>
  snapshot.signals.find((signal) => signal.kind === kind);

const abort: Rule = (detail, snapshot) => {
  const signal = find(snapshot, 'abort');
  return (
    signal && toReturn(detail, snapshot.now, `${signal.who} aborted the rollout: ${signal.why}`)
  );
};

/** An edge counts once, and only when it is younger than this run's first shift. */
export const isHeedable = (
  detail: RolloutDetail,
  alarm: { readonly name: string; readonly since: number },
): boolean =>
  detail.firstShiftAt !== undefined &&
  alarm.since > detail.firstShiftAt &&
  !detail.heeded.includes(`${alarm.name}@${alarm.since}`);

/** Alarms that ring, from their events and from their level alike. */
export const ringing = (
  detail: RolloutDetail,
  { signals, alarms }: Snapshot,
  side: 'canary' | 'shared',
): readonly { readonly name: string; readonly since: number }[] => {
  const edges = signals.map(({ alarm }) => alarm).filter((alarm) => alarm !== undefined);
  const levels = isUnreadable(alarms) ? [] : alarms.filter(({ state }) => state === 'ALARM');
  return [...edges, ...levels].filter((alarm) => alarm.side === side && isHeedable(detail, alarm));
};

const canaryAlarm: Rule = (detail, snapshot) => {
  const [alarm] = ringing(detail, snapshot, 'canary');
  return (
    alarm &&
    toReturn(
      detail,
      snapshot.now,
      `alarm ${alarm.name} of the canary went to ALARM during the rollout`,
    )
  );
};

const decline: Rule = (detail, snapshot) => {
  const signal = snapshot.signals.find(
    ({ kind, gate }) => kind === 'decline' && gate !== undefined && gate === snapshot.gate?.id,
  );
  if (!signal) return undefined;
  return toReturn(detail, snapshot.now, `${signal.who} declined ${signal.gate}: ${signal.why}`);
};

const regression: Rule = (detail, { judgement, now }) =>
  judgement?.verdict === 'regress' ? toReturn(detail, now, judgement.because) : undefined;

const operatorHold: Rule = (detail, snapshot) => {
  const signal = find(snapshot, 'hold');
  if (!signal || detail.phase.kind === 'held') return undefined;
  return toHold(detail, snapshot.now, `${signal.who} holds the rollout: ${signal.why}`, 'info');
};

const sharedAlarm: Rule = (detail, snapshot) => {
  const alarms = ringing(detail, snapshot, 'shared');
  if (alarms.length === 0 || detail.phase.kind === 'held') return undefined;
  const names = [...new Set(alarms.map(({ name }) => name))].join(', ');
  return toHold(
    detail,
    snapshot.now,
    `shared alarm ${names} went to ALARM during the rollout; the canary alone is not blamed for it`,
  );
};

/** Shared alarms that ring while a run is held are told, and are no news once it is resumed. */
const heeding = (before: RolloutDetail, decision: Decision, snapshot: Snapshot): Decision => {
  const { detail } = decision;
  if (detail.phase.kind !== 'held') return decision;
  const alarms = ringing(detail, snapshot, 'shared');
  const edges = alarms.map(({ name, since }) => `${name}@${since}`);
  const heeded = [...new Set([...detail.heeded, ...edges])];
  const heard = { ...decision, detail: { ...detail, heeded } };
  if (alarms.length === 0 || before.phase.kind !== 'held') return heard;
  const names = [...new Set(alarms.map(({ name }) => name))].join(', ');
  const sentence = `shared alarm ${names} went to ALARM while the rollout is held; resuming goes on over it`;
  const notice = { kind: 'noticed', severity: 'warning', sentence } as const;
  return { ...heard, notices: [...decision.notices, notice] };
};

const outOfTime: Rule = (detail, { now, startedAt }) => {
  const { maximumHours } = detail.plan.rollout;
  if (now >= startedAt + maximumHours * 3_600_000)
    return deadlineAction(
      detail,
      now,
      `the run has taken ${maximumHours} hours, the most its plan allows`,
    );
  if (detail.events >= historyBudget)
    return deadlineAction(
      detail,
      now,
      `the execution has used about ${detail.events} of its 25,000 history events, so it may not advance any more`,
    );
  return undefined;
};

const phaseRule: Rule = (detail, snapshot) => {
  switch (detail.phase.kind) {
    case 'approval':
      return decideApproval(detail, snapshot);
    case 'held':
      return decideHold(detail, snapshot);
    case 'baking':
      return decideBake(detail, snapshot);
    case 'shifting':
      return toShiftOn(detail, snapshot, detail.phase.step, 'no signal forbids the shift');
    default:
      return undefined;
  }
};

/** Worst news first. What comes early may not be overruled by what comes late. */
const rules: readonly Rule[] = [
  abort,
  canaryAlarm,
  decline,
  regression,
  decideDrift,
  operatorHold,
  sharedAlarm,
  outOfTime,
  phaseRule,
];

/**
 * Decides a tick of a run that bakes, waits for approval or is held: the first rule that has
 * something to say decides.
 */
export const decide = (detail: RolloutDetail, snapshot: Snapshot): Decision => {
  for (const rule of rules) {
    const decision = rule(detail, snapshot);
    if (decision) return heeding(detail, decision, snapshot);
  }
  throw new RangeError(`phase.kind: a run that is ${detail.phase.kind} is not decided by a tick`);
};
