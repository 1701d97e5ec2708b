import { bakeOf } from './bake.ts';
import { isHeldForDrift } from './decide-drift.ts';
import { type Decision, type Snapshot, stepOf } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { deadlineAction, toHold, toStep, waitOn } from './make-decision.ts';
import { whyNotOn } from './shift-on.ts';

const minutes = (count: number): number => count * 60_000;

/** A step that asks for approval is asked about; at any other the shift follows, unless it is blind. */
const resumedBeforeShift = (
  detail: RolloutDetail,
  snapshot: Snapshot,
  step: number,
  because: string,
): Decision => {
  const whyNot = stepOf(detail, step).approval ? undefined : whyNotOn(detail, snapshot, step);
  return whyNot === undefined
    ? toStep(detail, snapshot.now, step, because)
    : toHold(detail, snapshot.now, `${because}; but ${whyNot}`);
};

/** A hold takes nothing off the bake that it interrupts: what it asks for is asked for as before. */
const resumed = (detail: RolloutDetail, snapshot: Snapshot, because: string): Decision => {
  const { phase } = detail;
  if (phase.kind !== 'held') throw new RangeError('phase.kind: only a held run resumes');
  const { bake } = phase;
  if (!bake) return resumedBeforeShift(detail, snapshot, phase.step, because);
  const { weight } = stepOf(detail, phase.step);
  const maximum = minutes(bakeOf(stepOf(detail, phase.step))?.maximumMinutes ?? 0);
  const asked = Math.max(bake.minimumUntil, bake.passesFrom ?? 0);
  const gates = detail.gates + 1;
  return {
    action: 'listen-baking',
    detail: {
      ...detail,
      gates,
      phase: {
        kind: 'baking',
        step: phase.step,
        ...bake,
        minimumUntil: Math.max(snapshot.evidenceUntil, bake.minimumUntil),
        maximumUntil: Math.max(snapshot.evidenceUntil + maximum, asked),
        extensions: 0,
      },
    },
    decision: 'resume',
    because,
    notices: [{ kind: 'noticed', severity: 'info', sentence: because }],
    gate: {
      id: `bake-${gates}`,
      kind: 'bake',
      deadline: Math.max(snapshot.now + maximum, asked),
      step: weight,
    },
  };
};

/** A held run: it is judged on, and waits for a person until the deadline. */
export const decideHold = (detail: RolloutDetail, snapshot: Snapshot): Decision | undefined => {
  const { phase } = detail;
  if (phase.kind !== 'held') return undefined;
  const { gate, now, signals } = snapshot;
  const answers = (kind: string) =>
    signals.find((signal) => signal.kind === kind && signal.gate === gate?.id);
  const resume = answers('resume');
  if (resume) return resumed(detail, snapshot, `${resume.who} resumed ${gate?.id}: ${resume.why}`);
  const extend = answers('extend');
  if (extend && gate) {
    const because = `${extend.who} extended ${gate.id}: ${extend.why}`;
    const deadline = now + minutes(detail.plan.rollout.hold.deadlineMinutes);
    return {
      ...waitOn(detail, because),
      decision: 'extend the hold',
      gate: { ...gate, deadline },
    };
  }
  if (gate && now >= gate.deadline)
    return deadlineAction(
      detail,
      now,
      `nobody answered ${gate.id} before its deadline (${phase.because})`,
    );
  if (now < phase.remindedAt + minutes(detail.plan.rollout.hold.reminderMinutes))
    return waitOn(detail, `held: ${phase.because}`);
  return {
    ...waitOn({ ...detail, phase: { ...phase, remindedAt: now } }, `held: ${phase.because}`),
    decision: 'remind',
    notices: [{ kind: 'reminder', severity: 'warning', sentence: `still held: ${phase.because}` }],
    // CloudTrail reports a call some minutes later than the run holds for it.
    ...(isHeldForDrift(detail) && { asksWho: true }),
  };
};
