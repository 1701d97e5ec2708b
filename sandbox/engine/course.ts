import type { Timer } from '../clock.ts';
import { Interrupted, StateFailure } from './failure.ts';
import { type Position, runGraph } from './flow.ts';
import type { Machine } from './load.ts';
import { type EndReason, Scope } from './scope.ts';
import type { Lane, Run } from './visit.ts';

/** How an execution ended. Without error and cause for a time-out of the machine, as on AWS. */
export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

const closingEvents = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
} as const;

/** One stretch of an execution: from its start, or from a redrive, to its end. */
export class Course {
  position: Position;
  ending: Ending | undefined;
  /** Milliseconds since the epoch. */
  endedAt: number | undefined;
  readonly #run: Run;
  readonly #lane: Lane;
  readonly #scope = new Scope();
  readonly #timer: Timer | undefined;
  readonly #done = Promise.withResolvers<void>();

  constructor(machine: Machine, run: Run, start: Position, lastEvent: number) {
    this.position = start;
    this.#run = run;
    this.#lane = { run, scope: this.#scope, item: undefined, lastEvent };
    this.#timer = this.#limitTime(machine);
    Promise.resolve()
      .then(() => this.#follow(machine))
      .catch(this.#done.reject);
  }

  get done(): Promise<void> {
    return this.#done.promise;
  }

  /** Ends the execution, unless it has ended: nothing in it does anything afterwards. */
  end(ending: Ending, reason: EndReason, lastEvent = 0): void {
    if (this.ending !== undefined) return;
    const { history, outside } = this.#run;
    this.ending = ending;
    this.endedAt = outside.clock.now;
    this.#timer?.cancel();
    this.#scope.end(reason);
    const { status, output, error, cause } = ending;
    const details =
      status === 'SUCCEEDED'
        ? { output }
        : { error: status === 'TIMED_OUT' ? 'States.Timeout' : error, cause };
    history.close(closingEvents[status], lastEvent, details);
    this.#done.resolve();
  }

  #limitTime({ TimeoutSeconds }: Machine): Timer | undefined {
    if (TimeoutSeconds === undefined) return undefined;
    return this.#run.outside.clock.after(TimeoutSeconds * 1_000, () =>
      this.end({ status: 'TIMED_OUT' }, 'over'),
    );
  }

  async #follow(machine: Machine): Promise<void> {
    const lane = this.#lane;
    try {
      const output = await runGraph(machine, this.position, lane, (position) => {
        this.position = position;
      });
      this.end({ status: 'SUCCEEDED', output }, 'over', lane.lastEvent);
    } catch (thrown) {
      if (thrown instanceof Interrupted) return;
      if (!(thrown instanceof StateFailure)) throw thrown;
      const { error, reason: cause } = thrown;
      this.end({ status: 'FAILED', error, cause }, 'over', lane.lastEvent);
    }
  }
}
