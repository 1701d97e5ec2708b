import type { Clock, Timer } from '../clock.ts';
import type { Target } from './function-versions.ts';
import { exited, type Outcome, timedOut } from './outcome.ts';

/**
 * What becomes known of a killed function: nothing ever (`silence`; an asynchronous invocation is
 * still repeated by Lambda after the function's timeout), its `timeout`, or at once the `exit` that
 * Lambda reports when it saw the process end.
 */
export type KillAnswer = 'silence' | 'timeout' | 'exit';

/** What is asked of Lambda; its attempts, repeats and retries share the id. */
export interface InvocationRequest {
  readonly target: Target;
  /** JSON. */
  readonly payload: string;
  readonly requestId: string;
  readonly isAsynchronous: boolean;
}

/**
 * One run of a function. Only while it is `running` are its calls made and answered: code cannot be
 * stopped from outside, so a dead invocation's code runs into promises that never settle.
 */
export class Invocation {
  readonly request: InvocationRequest;
  readonly number: number;
  readonly region: string;
  /** How far its clock is ahead of the true time, in milliseconds. */
  readonly clockAhead: number;
  /** Milliseconds since the epoch; at this moment the function is frozen for good. */
  readonly deadline: number;
  /** What libraries keep for this invocation only. */
  readonly kept = new Map<unknown, unknown>();
  #state: 'running' | 'ended' | 'frozen' | 'killed' = 'running';
  #isSilent = false;
  readonly #timer: Timer;
  readonly #answer: (outcome: Outcome) => void;

  constructor(
    request: InvocationRequest,
    place: Pick<Invocation, 'number' | 'region' | 'clockAhead'> & { readonly clock: Clock },
    answer: (outcome: Outcome) => void,
  ) {
    const { timeoutSeconds } = request.target.definition;
    this.request = request;
    this.number = place.number;
    this.region = place.region;
    this.clockAhead = place.clockAhead;
    this.deadline = place.clock.now + timeoutSeconds * 1_000;
    this.#answer = answer;
    this.#timer = place.clock.at(this.deadline, () => {
      this.#end('frozen');
      if (!this.#isSilent) answer(timedOut(request.requestId, timeoutSeconds));
    });
  }

  /** As in serverless.yml, for example `shift-traffic`. */
  get function(): string {
    return this.request.target.definition.name;
  }

  get state() {
    return this.#state;
  }

  get isDead(): boolean {
    return this.#state !== 'running';
  }

  /** Hands the handler's result to the caller; a dead handler has none. */
  settle(outcome: Outcome): void {
    if (this.#end('ended')) this.#reply(outcome);
  }

  /** Ends its process at once; its caller hears of it by `answer`. */
  kill(answer: KillAnswer = 'silence'): void {
    if (!this.#end('killed')) return;
    this.#isSilent = answer === 'silence' && !this.request.isAsynchronous;
    if (answer === 'exit') this.#reply(exited(this.request.requestId));
  }

  #end(state: 'ended' | 'frozen' | 'killed'): boolean {
    if (this.isDead) return false;
    this.#state = state;
    return true;
  }

  #reply(outcome: Outcome): void {
    this.#timer.cancel();
    this.#answer(outcome);
  }
}
