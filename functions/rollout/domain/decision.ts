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
