import type { MessageKind } from '../../functions/runs/domain/run.ts';
import type { Target } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { FaultPlan } from '../account/faults.ts';
import type { Notification, RehearsalOutcome } from '../rehearsal.ts';
import type { WorldSetup } from '../world/setup.ts';
import type { World } from '../world/world.ts';

/** What a scenario needs to know of the service it is played with. */
export interface Cast {
  readonly service: string;
  readonly target: Target;
  readonly stableRevision: string;
  readonly canaryRevision: string;
  /** The revision of a third, later release. */
  readonly nextRevision: string;
  readonly stableSide: Side;
  readonly canarySide: Side;
  /** The first alarm of the plan that speaks of the canary alone, and the first shared one. */
  readonly canaryAlarm: string;
  readonly sharedAlarm: string;
}

/** A catalogue entry before it is parsed, so that a scenario can change the user's own plan. */
export interface EntryDraft {
  rollout?: Record<string, unknown>;
  alarms?: { name: string; side: 'canary' | 'shared' }[];
  [field: string]: unknown;
}

/** What a scenario may do while it is played. Times are virtual seconds since the start. */
export interface Stage {
  readonly cast: Cast;
  readonly world: World;
  /** Plays a part at a time; `what` is shown as an intervention, unless it is empty. */
  at(seconds: number, what: string, play: () => void): void;
  /** Plays a part some time after the nth message of a kind has arrived. */
  on(
    kind: MessageKind,
    options: { readonly afterSeconds: number; readonly nth?: number },
    what: string,
    play: (message: Notification) => void,
  ): void;
  /** Plays a part when a state of the machine is entered for the nth time. */
  onState(name: string, nth: number, what: string, play: () => void): void;
  /** Invokes a function as a person would with `sls invoke`. */
  invoke(functionName: string, input: Readonly<Record<string, unknown>>): void;
  /** Sends a deploy event as CI would. */
  deploy(request: { readonly revision: string; readonly requestId: string }): void;
  /** Runs a command that a message prints: the placeholders are filled in. */
  answer(message: Notification, to: string): void;
  /** The id of the run that was started last. */
  runId(): string;
  stopExecution(): void;
  publishVersion(functionName: string, handler: () => Promise<unknown>): void;
}

/** A story that a rollout is rehearsed with. */
export interface Scenario {
  readonly workflow: 'rollout';
  readonly name: string;
  /** What it shows, in one sentence. */
  readonly story: string;
  readonly expected: RehearsalOutcome;
  readonly sample: 'checkout' | 'pricing';
  /** The story ends here if it has not ended before; a run that waits then is held. */
  readonly horizonMinutes: number;
  /** How long it is followed after its run has ended; 3 by default. */
  readonly aftermathMinutes?: number;
  readonly change?: (entry: EntryDraft) => EntryDraft;
  readonly world?: (cast: Cast) => Partial<WorldSetup>;
  /** When the canary gets worse, in virtual seconds. */
  readonly regressionSeconds?: number;
  readonly faults?: FaultPlan;
  readonly play?: (stage: Stage) => void;
  /** The side without traffic runs this at the start instead of the revision that is asked for. */
  readonly deployed?: (cast: Cast) => string;
  /** Changes the machine's definition, to show what no Catch can see. */
  readonly machine?: (definition: Record<string, unknown>) => Record<string, unknown>;
  readonly historyLimit?: number;
  /** The outcome is that of this request's run; by default that of the first. */
  readonly told?: string;
}

export const minutes = (count: number): number => count * 60;
export const milliseconds = (seconds: number): number => seconds * 1000;

/** Changes the rollout part of an entry. */
export const withRollout =
  (change: Readonly<Record<string, unknown>>) =>
  (entry: EntryDraft): EntryDraft => ({ ...entry, rollout: { ...entry.rollout, ...change } });

/** Gives an entry an alarm of each side, unless it has one. */
export const withAlarms = (entry: EntryDraft): EntryDraft => {
  const alarms = entry.alarms ?? [];
  const missing = (['canary', 'shared'] as const).filter(
    (side) => !alarms.some((alarm) => alarm.side === side),
  );
  const added = missing.map((side) => ({ name: `rehearsed-${side}-alarm`, side }));
  return { ...entry, alarms: [...alarms, ...added] };
};

/** The canary gets worse at a time. */
export const worseFrom =
  (seconds: number, kind: 'errors' | 'crash' | 'tail' | 'leak', size: number, share?: number) =>
  ({ canaryRevision: revision }: Cast): Partial<WorldSetup> => ({
    regressions: [{ revision, kind, size, from: milliseconds(seconds), ...(share && { share }) }],
  });
