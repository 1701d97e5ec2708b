import type { Gate } from '../../runs/domain/run.ts';
import type { Signal } from '../../runs/domain/signal.ts';
import { bakeOf } from './bake.ts';
import { type Decision, isUnreadable, type Notice, type Snapshot, stepOf } from './decision.ts';
import type { Phase, RolloutDetail } from './detail.ts';
import { toHold, toReturn, toStep, waitOn } from './make-decision.ts';
import { type Verdict, worst } from './verdict.ts';

type Baking = Extract<Phase, { kind: 'baking' }>;

interface Seen {
  readonly verdict: Verdict;
  readonly because: string;
}

/** The tick's verdict with what alarms and weights say: what cannot be read is blind, never a pass. */
export const seenBy = ({ judgement, alarms, split }: Snapshot): Seen => {
  const seen: Seen[] = [
    judgement ?? { verdict: 'inconclusive', because: 'the step is still warming up' },
  ];
  if (isUnreadable(split)) seen.push({ verdict: 'blind', because: split.unreadable });
  if (isUnreadable(alarms)) seen.push({ verdict: 'blind', because: alarms.unreadable });
  else
    for (const { name, state } of alarms)
      if (state === 'INSUFFICIENT_DATA')
        seen.push({ verdict: 'inconclusive', because: `alarm ${name} has insufficient data` });
  const verdict = worst(seen.map((each) => each.verdict));
  return seen.find((each) => each.verdict === verdict) ?? { verdict, because: 'nothing was seen' };
};

const passed = (detail: RolloutDetail, baking: Baking, now: number, because: string): Decision => {
  if (baking.step + 1 < detail.plan.rollout.steps.length)
    return toStep(detail, now, baking.step + 1, because);
  return {
    action: 'end-promoted',
    detail,
    decision: 'promote',
    because,
    notices: [],
    gate: null,
  };
};

const extended = (
  detail: RolloutDetail,
  baking: Baking,
  gate: Gate | undefined,
  because: string,
): Decision => {
  const added = (bakeOf(stepOf(detail, baking.step))?.maximumMinutes ?? 0) * 60_000;
  const phase: Baking = {
    ...baking,
    maximumUntil: baking.maximumUntil + added,
    extensions: baking.extensions + 1,
  };
  return {
    ...waitOn({ ...detail, phase }, because),
    decision: 'extend the bake',
    ...(gate && { gate: { ...gate, deadline: gate.deadline + added } }),
  };
};

/** The plan extends a bake that saw too little. People hear of it: a person may know why. */
const extendedByPlan = (
  detail: RolloutDetail,
  baking: Baking,
  gate: Gate | undefined,
  sentence: string,
): Decision => {
  const times = `${baking.extensions + 1} of ${detail.plan.rollout.extensions}`;
  const because = `${sentence}; extended (${times})`;
  const notice: Notice = { kind: 'noticed', severity: 'warning', sentence: because };
  return { ...extended(detail, baking, gate, because), notices: [notice] };
};

/** The bake is over and has not passed: the plan says what follows. */
const undecided = (
  detail: RolloutDetail,
  baking: Baking,
  { now, gate }: Snapshot,
  { verdict, because }: Seen,
): Decision => {
  const { whenBlind, whenInconclusive, extensions } = detail.plan.rollout;
  const policy = verdict === 'blind' ? whenBlind : whenInconclusive;
  const sentence = `the bake ended ${verdict}: ${because}`;
  switch (policy) {
    case 'extend':
      if (baking.extensions >= extensions)
        return toHold(detail, now, `${sentence}, after ${extensions} extensions`);
      return extendedByPlan(detail, baking, gate, sentence);
    case 'hold':
      return toHold(detail, now, sentence);
    case 'advance': {
      const waived = `${sentence}; the plan waives it and advances`;
      const waiving = verdict === 'blind' ? { ...detail, waivedStep: baking.step + 1 } : detail;
      const next = passed(waiving, baking, now, waived);
      return {
        ...next,
        notices: [...next.notices, { kind: 'noticed', severity: 'warning', sentence: waived }],
      };
    }
    case 'roll-back':
      return toReturn(detail, now, sentence);
  }
};

/** What a person adds to a bake is waited for, and does not use up the extensions of the plan. */
const byHand = (phase: Phase, { extensions, maximumUntil }: Baking): Phase =>
  phase.kind === 'baking'
    ? {
        ...phase,
        extensions,
        minimumUntil: phase.minimumUntil + (phase.maximumUntil - maximumUntil),
        ...(phase.passesFrom !== undefined && { passesFrom: phase.maximumUntil }),
      }
    : phase;

/** Waives the rest of the bake and of the steps, up to one that asks for approval. */
const finished = (
  detail: RolloutDetail,
  baking: Baking,
  now: number,
  { who, why }: Signal,
): Decision => {
  const { steps } = detail.plan.rollout;
  const gated = steps.findIndex((step, index) => index > baking.step && step.approval);
  const goal = gated === -1 ? steps.length - 1 : gated;
  const skipped = steps.slice(baking.step + 1, goal).map(({ weight }) => `${weight} %`);
  const skipping = skipped.length > 0 ? ` and skipping ${skipped.join(', ')}` : '';
  const waived = `the rest of the bake at ${stepOf(detail, baking.step).weight} %${skipping}`;
  const because = `${who} finished now, waiving ${waived}: ${why}`;
  const next =
    baking.step < goal
      ? toStep({ ...detail, waivedStep: goal }, now, goal, because)
      : passed(detail, baking, now, because);
  const notice: Notice = { kind: 'noticed', severity: 'warning', sentence: because };
  return { ...next, notices: [notice, ...next.notices] };
};

const answered = (
  detail: RolloutDetail,
  baking: Baking,
  { signals, gate, evidenceUntil, now }: Snapshot,
): Decision | undefined => {
  const finish = signals.find(({ kind, step }) => kind === 'finish-now' && step === gate?.step);
  if (finish) return finished(detail, baking, now, finish);
  const extend = signals.find(
    ({ kind, gate: answers }) => kind === 'extend' && answers === gate?.id,
  );
  if (extend) {
    const because = `${extend.who} extended the bake: ${extend.why}`;
    const longer = extended(detail, baking, gate, because);
    return { ...longer, detail: { ...longer.detail, phase: byHand(longer.detail.phase, baking) } };
  }
  const skip = signals.find(
    ({ kind, gate: answers }) => kind === 'skip-wait' && answers === gate?.id,
  );
  if (!skip) return undefined;
  const because = `${skip.who} skips the rest of the wait; the step still has to pass: ${skip.why}`;
  const { passesFrom: _waived, ...rest } = baking;
  const phase: Baking = { ...rest, minimumUntil: Math.min(baking.minimumUntil, evidenceUntil) };
  return { ...waitOn({ ...detail, phase }, because), decision: 'skip the wait' };
};

/** Until where the evidence must reach for a pass to end the bake. */
const passesAt = ({ plan }: RolloutDetail, baking: Baking, { judgement }: Snapshot): number =>
  plan.rollout.earlyPromotion && judgement?.safe
    ? baking.minimumUntil
    : (baking.passesFrom ?? baking.minimumUntil);

/** A step that bakes: it passes on evidence that spans its minimum, never on the lack of any. */
export const decideBake = (detail: RolloutDetail, snapshot: Snapshot): Decision | undefined => {
  const { phase } = detail;
  if (phase.kind !== 'baking') return undefined;
  const answer = answered(detail, phase, snapshot);
  if (answer) return answer;
  if (!bakeOf(stepOf(detail, phase.step))) {
    if (snapshot.now < phase.minimumUntil || isUnreadable(snapshot.split))
      return waitOn(detail, 'the weights are read once more before the end');
    return passed(detail, phase, snapshot.now, 'all traffic is on the new revision');
  }
  const seen = seenBy(snapshot);
  if (seen.verdict === 'pass' && snapshot.evidenceUntil >= passesAt(detail, phase, snapshot))
    return passed(detail, phase, snapshot.now, seen.because);
  if (seen.verdict !== 'pass' && snapshot.evidenceUntil >= phase.maximumUntil)
    return undecided(detail, phase, snapshot, seen);
  return waitOn(detail, seen.because);
};
