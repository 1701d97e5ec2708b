import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { HistoryEvent } from './history.ts';

/** Who an execution is: what its context object and its history say of it. */
export interface Identity {
  readonly arn: string;
  readonly name: string;
  readonly input: unknown;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/**
 * How an invocation of a Lambda function ended: its answer, or the error as Step Functions sees it.
 * `cause` is JSON text with errorType, errorMessage and trace, or plain text for a time-out or crash.
 */
export type InvocationOutcome =
  | { readonly payload: unknown; readonly executedVersion?: string }
  | { readonly error: string; readonly cause: string };

/** All that an execution knows of the world. */
export interface Outside {
  readonly clock: Clock;
  readonly random: Random;
  /**
   * Invokes a function. The promise of a killed invocation never settles; only the task's time-outs
   * end it then. It rejects only for a mistake of the sandbox, which then rejects `done`.
   */
  readonly invokeFunction: (functionArn: string, payload: unknown) => Promise<InvocationOutcome>;
  readonly region: string;
  /** Events that an execution may have; AWS's limit unless a test sets a smaller one. */
  readonly historyLimit?: number;
  /** Virtual time that passes between leaving one state and entering the next; 0 if not given. */
  readonly transitionMilliseconds?: number;
  readonly onHistory?: (event: HistoryEvent) => void;
  readonly onStateEntered?: (name: string, at: number) => void;
  readonly onStateExited?: (name: string, at: number) => void;
}
