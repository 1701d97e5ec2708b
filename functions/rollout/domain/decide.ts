import type { Severity } from '../../runs/domain/run.ts';
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

/** An answer that would end the hold or lengthen it, read together with what holds the run. */
const answerToHold = ({ signals, gate }: Snapshot): Signal | undefined =>
  signals.find(
    ({ kind, gate: answers }) => (kind === 'resume' || kind === 'extend') && answers === gate?.id,
  );

/**
 * Holds. A run that is held already only stays so, unless somebody answers that hold in the same
 * read: then it is held anew, so that the answer is used up with its gate and moves nothing.
 */
const holdOn = (
  detail: RolloutDetail,
  snapshot: Snapshot,
  because: string,
  severity: Severity,
): Decision | undefined => {
  if (detail.phase.kind !== 'held') return toHold(detail, snapshot.now, because, severity);
  const answer = answerToHold(snapshot);
  if (!answer) return undefined;
  const outweighed = `this outweighs the ${answer.kind} of ${answer.gate} by ${answer.who}`;
  return toHold(detail, snapshot.now, `${because}; ${outweighed}`, severity);
};

const operatorHold: Rule = (detail, snapshot) => {
  const signal = find(snapshot, 'hold');
  return (
    signal && holdOn(detail, snapshot, `${signal.who} holds the rollout: ${signal.why}`, 'info')
  );
};

type Edges = ReturnType<typeof ringing>;

const namesOf = (alarms: Edges): string => [...new Set(alarms.map(({ name }) => name))].join(', ');

const withHeeded = (detail: RolloutDetail, alarms: Edges): RolloutDetail => ({
  ...detail,
  heeded: [...new Set([...detail.heeded, ...alarms.map(({ name, since }) => `${name}@${since}`)])],
});

const sharedAlarm: Rule = (detail, snapshot) => {
  const alarms = ringing(detail, snapshot, 'shared');
  if (alarms.length === 0) return undefined;
  return holdOn(
    withHeeded(detail, alarms),
    snapshot,
    `shared alarm ${namesOf(alarms)} went to ALARM during the rollout; the canary alone is not blamed for it`,
    'warning',
  );
};

/** Shared alarms that ring while a run is held are told, and are no news once it is resumed. */
const heeding = (before: RolloutDetail, decision: Decision, snapshot: Snapshot): Decision => {
  if (decision.detail.phase.kind !== 'held') return decision;
  const alarms = ringing(decision.detail, snapshot, 'shared');
  if (alarms.length === 0) return decision;
  const heard = { ...decision, detail: withHeeded(decision.detail, alarms) };
  if (before.phase.kind !== 'held') return heard;
  const sentence = `shared alarm ${namesOf(alarms)} went to ALARM while the rollout is held; resuming goes on over it`;
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
