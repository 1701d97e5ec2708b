import type { CallRecord } from '../account/call-log.ts';
import type { Caller } from './callers.ts';
import type { Ledger } from './ledger.ts';
import type { Movement } from './movement.ts';
import type { Probe } from './probe.ts';
import type { RunChange } from './runs.ts';
import type { TableWrite } from './table-writes.ts';

/** One call that a service has handled, with what it did. */
export interface Step {
  readonly record: Readonly<CallRecord>;
  readonly caller: Caller | undefined;
  /** What it wrote to the table; empty when it was refused. */
  readonly writes: readonly TableWrite[];
  /** Runs whose record it wrote. */
  readonly runs: readonly RunChange[];
  /** How it changed the configured weights, if it did. */
  readonly movement: Movement | undefined;
}

/** Counts a check; a sentence of a broken one says what is wrong with which run. */
export type Claim = (held: boolean, sentence: () => string) => void;

/** What one invariant does with a step and at the end. */
export interface Checks {
  readonly onStep?: (step: Step) => void;
  readonly atEnd?: (line: string) => void;
}

/** An invariant. */
export interface Rule {
  readonly name: string;
  readonly checks: (context: {
    readonly probe: Probe;
    readonly ledger: Ledger;
    readonly claim: Claim;
  }) => Checks;
}
