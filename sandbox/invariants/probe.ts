import type { Target } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Account } from '../account/account.ts';
import type { Published } from '../account/sns.ts';
import type { Execution } from '../engine/execution.ts';
import type { InvariantResult } from '../rehearsal.ts';

/**
 * What the invariants look at. Nothing of it goes through the product's own adapters: weights and
 * health are asked of the simulated services, runs are read from the table itself.
 */
export interface Probe {
  readonly account: Pick<
    Account,
    'bus' | 'callAs' | 'clock' | 'functions' | 'lines' | 'log' | 'startedAt'
  >;
  readonly tableName: string;
  /** Every message that SNS accepted, oldest first. */
  readonly published: readonly Published[];
  /** By ARN. */
  readonly executions: ReadonlyMap<string, Execution>;
  readonly target: Target;
  readonly world: {
    readonly healthyCount: (side: Side) => number;
    /** Hears when a person changes the weights. */
    readonly onChange: (listener: () => void) => void;
  };
  /** Whether every function starts as soon as it is called. */
  readonly startsOnTime: boolean;
  /** Values planted where code could find them, which must turn up nowhere. */
  readonly secrets: readonly string[];
}

/** An invariant that was broken; `at` in virtual seconds since the start. */
export interface Violation {
  readonly invariant: string;
  readonly at: number;
  readonly sentence: string;
}

/** The invariants of one rehearsal, watched from its first call on. */
export interface InvariantWatch {
  /** What was broken so far, oldest first. */
  readonly violations: readonly Violation[];
  /**
   * Checks what must be true at the end of a rehearsal, once. The rehearsal goes on for three
   * minutes after its last run has ended, so that the guardian can send what is unsent.
   *
   * @param line the rehearsal as it is printed, without the results.
   */
  readonly end: (line: string) => void;
  readonly results: () => readonly InvariantResult[];
}
