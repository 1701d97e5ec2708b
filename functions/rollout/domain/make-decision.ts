import type { Severity } from '../../runs/domain/run.ts';
import { currentStep, type Decision, stepOf } from './decision.ts';
import type { BakeTimes, Phase, RolloutDetail } from './detail.ts';

const minutes = (count: number): number => count * 60_000;
/** How long a failing rollback is repeated before a person must act. */
export const rollbackBoundMinutes = 15;

/** Returns the traffic to stable. `error` is the literal name with which the execution will fail. */
export const toReturn = (
  detail: RolloutDetail,
  now: number,
  because: string,
  error = 'RolledBackError',
): Decision => ({
  action: 'roll-back',
  detail: {
    ...detail,
    phase: { kind: 'returning', because, error, until: now + minutes(rollbackBoundMinutes) },
  },
  decision: 'roll back',
  because,
  notices: [],
  gate: null,
});

export const toOperator = (detail: RolloutDetail, because: string): Decision => ({
  action: 'needs-operator',
  detail,
  decision: 'needs operator',
  because,
  notices: [],
});

/** What the plan wants when a person has not answered in time, or the run may not go on. */
export const deadlineAction = (detail: RolloutDetail, now: number, because: string): Decision =>
  detail.plan.rollout.hold.action === 'roll-back'
    ? toReturn(detail, now, because)
    : toOperator(detail, because);

/** What is left of the bake that a hold interrupts. */
const leftOf = (phase: Phase): BakeTimes | undefined => {
  if (phase.kind === 'held') return phase.bake;
  if (phase.kind !== 'baking') return undefined;
  const { minimumUntil, passesFrom } = phase;
  return { minimumUntil, ...(passesFrom !== undefined && { passesFrom }) };
};

/** Waits for a person, with a reason and a deadline. */
export const toHold = (
  detail: RolloutDetail,
  now: number,
  because: string,
  severity: Severity = 'warning',
): Decision => {
  const gates = detail.gates + 1;
  const deadline = now + minutes(detail.plan.rollout.hold.deadlineMinutes);
  const bake = leftOf(detail.phase);
  return {
    action: 'listen-held',
    detail: {
      ...detail,
      gates,
      phase: {
        kind: 'held',
        step: currentStep(detail),
        because,
        remindedAt: now,
        ...(bake && { bake }),
      },
    },
    decision: 'hold',
    because,
    notices: [{ kind: 'held', severity, sentence: because }],
    gate: { id: `hold-${gates}`, kind: 'hold', deadline },
  };
};

/** Shifts to a step whose gate is behind it. */
export const toShift = (detail: RolloutDetail, step: number, because: string): Decision => ({
  action: 'shift',
  detail: { ...detail, phase: { kind: 'shifting', step } },
  decision: `advance to ${stepOf(detail, step).weight} %`,
  because,
  notices: [],
  gate: null,
});

/** Asks for approval before a step, or shifts to it at once where none is asked for. */
export const toStep = (
  detail: RolloutDetail,
  now: number,
  step: number,
  because: string,
): Decision => {
  const { approval, weight } = stepOf(detail, step);
  if (!approval) return toShift(detail, step, because);
  const gates = detail.gates + 1;
  const sentence = `step ${weight} % waits for approval: ${because}`;
  return {
    action: 'listen-approval',
    detail: { ...detail, gates, phase: { kind: 'approval', step } },
    decision: 'wait for approval',
    because: sentence,
    notices: [{ kind: 'approval-needed', severity: 'warning', sentence }],
    gate: {
      id: `approval-${gates}`,
      kind: 'approval',
      deadline: now + minutes(approval.deadlineMinutes),
    },
  };
};

const listening = {
  approval: 'listen-approval',
  baking: 'listen-baking',
  held: 'listen-held',
  watching: 'listen-watching',
  draining: 'listen-draining',
} as const;

/** Nothing to decide yet. */
export const waitOn = (detail: RolloutDetail, because: string): Decision => {
  const { kind } = detail.phase;
  if (!(kind in listening)) throw new RangeError(`phase.kind: a run that is ${kind} does not wait`);
  return {
    action: listening[kind as keyof typeof listening],
    detail,
    because,
    notices: [],
  };
};

/** Adds to a decision about drift who moved the weights, as far as it is known by now. */
export const withWho = (decision: Decision, who: string): Decision => {
  const said = (sentence: string): string =>
    `${sentence.replace(/(\. Who did it: .*|\.)$/, '')}. Who did it: ${who}`;
  const { detail } = decision;
  const phase =
    detail.phase.kind === 'held'
      ? { ...detail.phase, because: said(detail.phase.because) }
      : detail.phase;
  return {
    ...decision,
    because: said(decision.because),
    detail: { ...detail, phase },
    notices: decision.notices.map((notice) => ({ ...notice, sentence: said(notice.sentence) })),
  };
};
