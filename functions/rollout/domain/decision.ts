import type { Gate, Intent, MessageKind, Severity } from '../../runs/domain/run.ts';
import type { Signal } from '../../runs/domain/signal.ts';
import type { Split } from '../../traffic/domain/traffic.ts';
import type { RolloutDetail } from './detail.ts';
import type { Judgement } from './verdict.ts';

/** Where the machine goes next; its Choice states compare with these words. */
export type Action =
  | 'shift'
  | 'listen-baking'
  | 'listen-approval'
  | 'listen-held'
  | 'listen-watching'
  | 'listen-draining'
  | 'roll-back'
  | 'returning'
  | 'verify-late'
  | 'end-promoted'
  | 'end-rolled-back'
  | 'end-watched'
  | 'end-refused'
  | 'needs-operator'
  | 'ended';

/** Something that a person must know, before it is dressed as a message. */
export interface Notice {
  readonly kind: MessageKind;
  readonly severity: Severity;
  readonly sentence: string;
}

/** What a tick decides: the next state, with everything that is recorded and told about it. */
export interface Decision {
  readonly action: Action;
  readonly detail: RolloutDetail;
  /** Missing when nothing was decided and the run only waits on. */
  readonly decision?: string;
  readonly because: string;
  readonly notices: readonly Notice[];
  /** Opens a gate, or closes the open one with `null`; missing leaves it. */
  readonly gate?: Gate | null;
  /** Somebody else moved the weights: CloudTrail is asked who, and the sentence says so. */
  readonly asksWho?: true;
}

export interface AlarmLevel {
  readonly name: string;
  readonly side: 'canary' | 'shared';
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly since: number;
}

/** What could not be read; `isLasting` when reading it again does not help. */
export interface Unread {
  readonly unreadable: string;
  readonly isLasting?: true;
}

/** Everything that a tick has read, at one moment; decisions look only at this. */
export interface Snapshot {
  readonly now: number;
  readonly startedAt: number;
  /** End of the newest complete bucket. */
  readonly evidenceUntil: number;
  readonly bucketSeconds: number;
  readonly signals: readonly Signal[];
  readonly gate: Gate | undefined;
  readonly intents: readonly Intent[];
  /** The live weights, or why they could not be read. */
  readonly split: Split | Unread;
  /** The plan's alarms, or why they could not be read. */
  readonly alarms: readonly AlarmLevel[] | Unread;
  /** The judgement of the newest complete bucket; missing while nothing is to be judged. */
  readonly judgement: Pick<Judgement, 'verdict' | 'because' | 'safe'> | undefined;
}

export const isUnreadable = (read: object): read is Unread => 'unreadable' in read;

/** Adds to a decision about drift who moved the weights, as far as it is known. */
export const withWho = (decision: Decision, who: string): Decision => {
  const said = (sentence: string): string => `${sentence.replace(/\.$/, '')}. Who did it: ${who}`;
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

/** The step of the plan, by index. */
export const stepOf = (detail: Pick<RolloutDetail, 'plan'>, index: number) => {
  const step = detail.plan.rollout.steps[index];
  if (step) return step;
  throw new RangeError(`steps.${index}: the plan has ${detail.plan.rollout.steps.length} steps`);
};

export const isPromotion = (detail: RolloutDetail, index: number): boolean =>
  stepOf(detail, index).weight === 100;

/** The step that the run stands at; 0 before the first shift. */
export const currentStep = ({ phase }: RolloutDetail): number => ('step' in phase ? phase.step : 0);

/** A call takes effect at the most this long after its intent was declared. */
export const lateCallMilliseconds = 60_000;
/** The slowest tick comes 300 s after the one before, so a late call is seen by then. */
const seenWithinMilliseconds = 360_000;

/**
 * Whether a share may be the work of a late call of this run itself, and not of somebody else: it was
 * declared so shortly before the present share was verified that it may have been applied after it.
 */
export const isOwnLateCall = (
  { live }: RolloutDetail,
  intents: readonly Intent[],
  share: number,
  now: number,
): boolean =>
  live !== undefined &&
  now - live.since < seenWithinMilliseconds &&
  intents.some(({ goal, at }) => goal === String(share) && at >= live.since - lateCallMilliseconds);

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

/** Waits for a person, with a reason and a deadline. */
export const toHold = (
  detail: RolloutDetail,
  now: number,
  because: string,
  severity: Severity = 'warning',
): Decision => {
  const gates = detail.gates + 1;
  const deadline = now + minutes(detail.plan.rollout.hold.deadlineMinutes);
  const { phase } = detail;
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
        beforeShift: phase.kind !== 'baking' && !(phase.kind === 'held' && !phase.beforeShift),
      },
    },
    decision: 'hold',
    because,
    notices: [{ kind: 'held', severity, sentence: because }],
    gate: { id: `hold-${gates}`, kind: 'hold', deadline },
  };
};

/** Asks for approval before a step, or shifts to it at once where none is asked for. */
export const toStep = (
  detail: RolloutDetail,
  now: number,
  step: number,
  because: string,
): Decision => {
  const { approval, weight } = stepOf(detail, step);
  if (!approval)
    return {
      action: 'shift',
      detail: { ...detail, phase: { kind: 'shifting', step } },
      decision: `advance to ${weight} %`,
      because,
      notices: [],
      gate: null,
    };
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

/** Shifts to a step whose gate is behind it. */
export const toShift = (detail: RolloutDetail, step: number, because: string): Decision => ({
  action: 'shift',
  detail: { ...detail, phase: { kind: 'shifting', step } },
  decision: `advance to ${stepOf(detail, step).weight} %`,
  because,
  notices: [],
  gate: null,
});

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
