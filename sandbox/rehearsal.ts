/** What a rehearsal yields: the contract of `--json`, of the report and of the live view. */
import type { Plan } from '../functions/rollout/domain/plan.ts';
import type { Judgement, MetricVerdict, Verdict } from '../functions/rollout/domain/verdict.ts';
import type { MessageKind, Severity } from '../functions/runs/domain/run.ts';

/** `at` and `end` are virtual seconds since the start of the rehearsal. */
export interface StateVisit {
  readonly at: number;
  readonly name: string;
  readonly end: number | null;
}

export interface LoggedCall {
  readonly at: number;
  /** The function that called, as in serverless.yml; `-` for a person or CI. */
  readonly function: string;
  readonly service: string;
  readonly action: string;
  readonly mutating: boolean;
  readonly fault: string | null;
  readonly ok: boolean;
}

export interface Notification {
  readonly at: number;
  readonly id: string;
  readonly kind: MessageKind;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
}

export interface Evidence {
  readonly at: number;
  readonly weight: number;
  readonly verdict: Verdict;
  readonly because: string;
  readonly metrics: readonly MetricVerdict[];
  /** Of the sequential judge alone: ln of the evidence as a whole, and of what rolls back. */
  readonly evidence?: Judgement['evidence'];
}

export interface InvariantResult {
  readonly name: string;
  readonly checks: number;
  readonly held: boolean;
}

export type RehearsalOutcome =
  | 'promoted'
  | 'rolled-back'
  | 'held'
  | 'refused'
  | 'needs-operator'
  | 'watched'
  | 'unfinished';

/** Exactly the fields of the one line that `--json` prints. */
export interface RehearsalLine {
  readonly workflow: string;
  readonly scenario: string;
  readonly seed: number;
  readonly outcome: RehearsalOutcome;
  /** The name of the error that the execution failed with, or null. */
  readonly error: string | null;
  readonly because: string;
  readonly states: readonly StateVisit[];
  readonly calls: readonly LoggedCall[];
  readonly notifications: readonly Notification[];
  readonly evidence: readonly Evidence[];
  readonly invariants: readonly InvariantResult[];
  readonly virtualSeconds: number;
  readonly wallMs: number;
}

/** What the report and the terminal show beyond the line. */
export interface Rehearsal extends RehearsalLine {
  readonly expected: RehearsalOutcome;
  /** What the scenario shows, in one sentence. */
  readonly story: string;
  readonly plan: Plan | null;
  /** Real time of the virtual start, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** The canary's live share in percent whenever it changed, by measured truth of the account. */
  readonly weights: readonly {
    readonly at: number;
    readonly canary: number;
    /** What neither canary nor stable has, where the rule routes to more than them. */
    readonly others?: number;
    readonly by: string;
  }[];
  /** When the scenario's regression begins and when stable had 100 % again, in virtual seconds. */
  readonly regression: {
    readonly startsAt: number;
    readonly decidedAt: number | null;
    readonly stableAt: number | null;
  } | null;
  /** What people did in the scenario: aborts, approvals, drift. */
  readonly interventions: readonly { readonly at: number; readonly what: string }[];
  readonly historyEvents: number;
}

/** What happens while a rehearsal runs, for the live view; `at` in virtual seconds. */
export type LiveEvent =
  | { readonly kind: 'state'; readonly at: number; readonly name: string }
  | ({ readonly kind: 'weights' } & Rehearsal['weights'][number])
  | { readonly kind: 'evidence'; readonly at: number; readonly evidence: Evidence }
  | { readonly kind: 'notification'; readonly at: number; readonly notification: Notification }
  | { readonly kind: 'intervention'; readonly at: number; readonly what: string }
  | { readonly kind: 'end'; readonly at: number; readonly outcome: RehearsalOutcome };

/** A live view may pause the rehearsal in real time by returning a promise. */
export type Watch = (event: LiveEvent) => void;
