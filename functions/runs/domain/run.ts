/**
 * What all workflows share about a run. Times are milliseconds since the epoch. `Detail` is what
 * the capability keeps about its own progress, its frozen plan included.
 */
export const schemaVersion = 1;

/** Who asked for something and why. A direct invoke carries no identity, so `who` is as claimed. */
export interface Request {
  readonly requestId: string;
  readonly who: string;
  readonly why: string;
  readonly at: number;
}

/**
 * The numbered declaration that precedes every mutating call. After a `return` intent no `forward`
 * one is ever accepted.
 */
export interface Intent {
  readonly number: number;
  readonly direction: 'forward' | 'return';
  readonly goal: string;
  readonly at: number;
}

/** How long a run waits at once: the token that wakes it, with the order in which it was issued. */
export interface Listener {
  readonly entry: number;
  readonly retry: number;
  readonly token: string;
}

export type Outcome = 'promoted' | 'rolled-back' | 'refused' | 'needs-operator' | 'watched';

/** What a handler decided for one state entry; a repeated invocation of that entry returns it. */
export interface Decided {
  readonly entry: number;
  readonly result: Readonly<Record<string, unknown>>;
}

/** What a run waits for a person to answer; its id is printed in the message that asks. */
export interface Gate {
  readonly id: string;
  readonly kind: 'bake' | 'approval' | 'hold' | 'watch';
  readonly deadline: number;
  /** For a bake: the step's weight, which finish-now must name. */
  readonly step?: number;
}

export interface Run<Detail> {
  readonly schemaVersion: typeof schemaVersion;
  /** The execution's name. */
  readonly id: string;
  readonly workflow: 'rollout';
  /** What the lease guards, such as `rollout/checkout`. */
  readonly target: string;
  readonly executionArn: string;
  readonly epoch: number;
  /** Counts commits, so that a late handler cannot overwrite a newer decision. */
  readonly version: number;
  readonly request: Request;
  readonly startedAt: number;
  readonly intents: readonly Intent[];
  readonly signalsPut: number;
  readonly signalsTaken: number;
  readonly listener?: Listener;
  readonly decided?: Decided;
  readonly gate?: Gate;
  /** Set with the first `return` intent and never removed. */
  readonly returning?: true;
  readonly detail: Detail;
  readonly status: 'open' | 'ended' | 'needs-operator';
  readonly outcome?: Outcome;
  /** The literal name of the error that ended the run, if one did. */
  readonly error?: string;
  readonly because?: string;
  readonly endedAt?: number;
}

export interface Lease {
  readonly target: string;
  /** Rises with every taking and takeover, and never falls. */
  readonly epoch: number;
  readonly holder: string;
  readonly executionArn: string;
  readonly expiresAt: number;
}

/** One line of a run's history for people. */
export interface TimelineEntry {
  readonly at: number;
  readonly decision: string;
  readonly because: string;
}

export type Severity = 'info' | 'warning' | 'critical';

export type MessageKind =
  | 'started'
  | 'step-reached'
  | 'held'
  | 'reminder'
  | 'approval-needed'
  | 'rolled-back'
  | 'traffic-gone'
  | 'promoted'
  | 'refused'
  | 'needs-operator'
  | 'would-have-rolled-back'
  | 'watched'
  | 'noticed';

/** A message is written with its decision and sent afterwards, at least once. */
export interface Message {
  /** Stable over repetitions: run, step, kind. */
  readonly id: string;
  readonly runId: string;
  readonly kind: MessageKind;
  readonly severity: Severity;
  /** ASCII, at most 100 characters. */
  readonly subject: string;
  readonly body: string;
  readonly at: number;
}
