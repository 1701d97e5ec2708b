import type { Clock } from '../clock.ts';
import { createEnvironments } from './environments.ts';
import type { FunctionFaults } from './faults.ts';
import { Invocation, type InvocationRequest } from './invocation.ts';
import { lambdaContext } from './lambda-context.ts';
import type { Latencies } from './latencies.ts';
import { type Outcome, refusedStart, thrown } from './outcome.ts';

export interface InvocationsOptions {
  readonly clock: Clock;
  readonly latencies: Latencies;
  readonly region: string;
  readonly faults: FunctionFaults;
  /** Runs code as an invocation, so that its SDK calls, time and ids are this account's. */
  readonly runAs: <Result>(invocation: Invocation, run: () => Result) => Result;
}

/** Runs functions: one environment each, an outcome each, and a frozen one when the time is up. */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #environments = createEnvironments();
  readonly #running = new Set<Invocation>();
  #count = 0;

  constructor(options: InvocationsOptions) {
    this.#options = options;
  }

  get running(): ReadonlySet<Invocation> {
    return this.#running;
  }

  /** Runs a function once, in a warm environment if one is idle. */
  async attempt(request: InvocationRequest): Promise<Outcome> {
    const { clock, latencies, faults } = this.#options;
    const fault = faults.start?.(request.target.definition.name);
    if (fault?.kind === 'refused-start' && !request.isAsynchronous) return refusedStart;
    const isWarm = this.#environments.take(request.target.arn, clock.now);
    await clock.sleep(latencies.of(isWarm ? 'warmStart' : 'coldStart'));
    if (fault?.kind === 'late-start') await clock.sleep(fault.seconds * 1_000);
    return new Promise((resolve) => this.#begin(request, resolve));
  }

  #begin(request: InvocationRequest, answer: (outcome: Outcome) => void): void {
    const { clock, region, faults } = this.#options;
    const clockAhead = faults.clockAhead?.(request.target.definition.name) ?? 0;
    const place = { number: ++this.#count, region, clock, clockAhead };
    const invocation = new Invocation(request, place, (outcome) => {
      this.#running.delete(invocation);
      if (invocation.state === 'ended') this.#environments.giveBack(request.target.arn, clock.now);
      answer(outcome);
    });
    this.#running.add(invocation);
    void this.#runCode(invocation);
  }

  async #runCode(invocation: Invocation): Promise<void> {
    const { target, payload } = invocation.request;
    try {
      const context = lambdaContext(invocation, this.#options.clock);
      const run = async () => target.handler(JSON.parse(payload), context);
      const result = await this.#options.runAs(invocation, run);
      invocation.settle({
        payload: JSON.parse(JSON.stringify(result ?? null)),
        executedVersion: String(target.version),
      });
    } catch (error) {
      invocation.settle(thrown(error));
    }
  }
}
