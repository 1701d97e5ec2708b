import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { Course } from './course.ts';
import { executionFunctions } from './expression/functions.ts';
import type { Position } from './flow.ts';
import { History, type HistoryEvent } from './history.ts';
import { historyEvents } from './limits.ts';
import type { Machine } from './load.ts';
import type { Identity, Outside } from './outside.ts';
import { type TokenState, Tokens } from './tokens.ts';
import { UnsupportedMachineError } from './unsupported.ts';
import type { Run, Variables } from './visit.ts';

/** One run of a machine. */
export class Execution {
  readonly identity: Identity;
  readonly #machine: Machine;
  readonly #run: Run;
  #course: Course;
  #redrivenAt: number | undefined;

  constructor(machine: Machine, identity: Identity, outside: Outside) {
    const { clock, random, historyLimit: limit = historyEvents, onHistory = () => {} } = outside;
    const onFull = (): void => this.#endForHistory(limit);
    this.identity = identity;
    this.#machine = machine;
    this.#run = {
      outside,
      identity,
      random,
      history: new History({ clock, limit, onEvent: onHistory, onFull }),
      tokens: new Tokens(random.fork(`tokens of ${identity.arn}`)),
      functions: executionFunctions(clock, random),
      redriveCount: 0,
    };
    const { input, roleArn } = identity;
    this.#run.history.close('ExecutionStarted', 0, { input, roleArn });
    this.#course = this.#follow({ state: machine.StartAt, input, variables: {} });
  }

  get status(): ExecutionStatus {
    return this.#course.ending?.status ?? 'RUNNING';
  }

  get output(): unknown {
    return this.#course.ending?.output;
  }

  get error(): string | undefined {
    return this.#course.ending?.error;
  }

  get cause(): string | undefined {
    return this.#course.ending?.cause;
  }

  get history(): readonly HistoryEvent[] {
    return this.#run.history.events;
  }

  /** The machine's own variables as its current state sees them, for invariants. */
  get variables(): Variables {
    return this.#course.position.variables;
  }

  /** The state of the machine itself, not of a branch, that is or was last under way. */
  get currentState(): string {
    return this.#course.position.state;
  }

  /** Milliseconds since the epoch. */
  get stoppedAt(): number | undefined {
    return this.#course.endedAt;
  }

  get redriveCount(): number {
    return this.#run.redriveCount;
  }

  /** Milliseconds since the epoch. */
  get redrivenAt(): number | undefined {
    return this.#redrivenAt;
  }

  /** Resolves when the execution has ended; rejects only for a mistake of the sandbox itself. */
  get done(): Promise<void> {
    return this.#course.done;
  }

  sendTaskSuccess(token: string, output: unknown): TokenState {
    return this.#run.tokens.tell(token, (answers) => answers.succeed(output));
  }

  sendTaskFailure(token: string, error = '', cause = ''): TokenState {
    return this.#run.tokens.tell(token, (answers) => answers.fail(error, cause));
  }

  sendTaskHeartbeat(token: string): TokenState {
    return this.#run.tokens.tell(token, (answers) => answers.heartbeat());
  }

  /** Aborts the execution at once, with no further state. Does nothing when it has ended. */
  stop(error?: string, cause?: string): void {
    this.#course.end({ status: 'ABORTED', error, cause }, 'aborted');
  }

  /** Why the execution cannot be redriven, if it cannot. */
  get redriveRefusal(): string | undefined {
    const { status } = this;
    if (status === 'RUNNING' || status === 'SUCCEEDED')
      return `Execution is ${status} and cannot be redriven`;
    return this.#run.history.isFull ? 'Execution history event limit exceeded' : undefined;
  }

  /**
   * Continues an unsuccessful execution with the state it ended in and the variables it had.
   *
   * @throws UnsupportedMachineError from a Parallel or Map, where AWS would repeat only failed parts.
   */
  redrive(): void {
    if (this.redriveRefusal !== undefined) throw new Error(this.redriveRefusal);
    const { Type } = this.#machine.States[this.currentState] ?? {};
    if (Type === 'Parallel' || Type === 'Map')
      throw new UnsupportedMachineError(
        `Redriving from the ${Type} state '${this.currentState}' is not supported. Nothing was executed.`,
      );
    const run = this.#run;
    run.redriveCount += 1;
    this.#redrivenAt = run.outside.clock.now;
    run.history.append('ExecutionRedriven', 0, { redriveCount: run.redriveCount });
    this.#course = this.#follow(this.#course.position);
  }

  #follow(start: Position): Course {
    return new Course(this.#machine, this.#run, start, 0);
  }

  #endForHistory(limit: number): void {
    const cause = `The execution reached the maximum number of history events (${limit}).`;
    const last = this.#run.history.events.length;
    this.#course.end({ status: 'FAILED', error: 'States.Runtime', cause }, 'over', last);
  }
}

/** Starts a run of the machine: it goes on by itself as the clock of `outside` is driven. */
export const startExecution = (machine: Machine, identity: Identity, outside: Outside): Execution =>
  new Execution(machine, identity, outside);
