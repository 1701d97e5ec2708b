import type { LambdaHandler } from './function-code.ts';
import { createVersions } from './function-versions.ts';
import type { Invocation } from './invocation.ts';
import { Invocations, type InvocationsOptions } from './invocations.ts';
import type { Outcome } from './outcome.ts';
import type { FunctionDefinition } from './template.ts';

/** An asynchronous invocation that failed on every attempt. */
export interface DeadLetter {
  readonly function: string;
  readonly payload: unknown;
  readonly error: string;
  readonly cause: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface FunctionsOptions extends InvocationsOptions {
  readonly accountId: string;
  readonly definitions: readonly FunctionDefinition[];
  readonly handlers: Readonly<Record<string, LambdaHandler>>;
  readonly freshId: () => string;
}

export interface Functions {
  /**
   * Invokes a function by its name in serverless.yml, its deployed name or its ARN; a version may
   * follow a colon. An asynchronous invocation is accepted at once, as Lambda does.
   *
   * @throws NotSimulatedError when there is no such function or version.
   */
  invoke(
    nameOrArn: string,
    payload: unknown,
    options?: { readonly asynchronous?: boolean },
  ): Promise<Outcome>;
  /** Deploys: the next version is what unqualified callers get. @returns its ARN. */
  publishVersion(name: string, handler?: LambdaHandler): string;
  /** Runs an invocation's payload a second time, as at-least-once delivery may. */
  repeat(invocation: Invocation, afterSeconds: number): void;
  /** The ARN of the newest version of a function, with the version. */
  arnOf(name: string): string;
  readonly running: ReadonlySet<Invocation>;
  readonly deadLetters: readonly DeadLetter[];
}

/** Lambda's own delays between the attempts of an asynchronous invocation, in milliseconds. */
const asynchronousRetryDelays = [60_000, 120_000] as const;

/**
 * Runs an asynchronous invocation until it succeeds or was tried often enough. Each attempt runs what
 * its name means by then: a deploy reaches the retries of older events.
 *
 * @returns the dead letter that is left in the end, if any.
 */
const attemptAll = async (
  { clock, latencies }: FunctionsOptions,
  { name, maximumRetryAttempts }: FunctionDefinition,
  payload: string,
  attempt: () => Promise<Outcome>,
): Promise<DeadLetter | undefined> => {
  await clock.sleep(latencies.of('asynchronousInvoke'));
  let outcome = await attempt();
  for (const delay of asynchronousRetryDelays.slice(0, maximumRetryAttempts)) {
    if ('payload' in outcome) return undefined;
    await clock.sleep(delay);
    outcome = await attempt();
  }
  if ('payload' in outcome) return undefined;
  return { function: name, payload: JSON.parse(payload), ...outcome, at: clock.now };
};

/** The Lambda service of a simulated account. */
export const createFunctions = (options: FunctionsOptions): Functions => {
  const versions = createVersions(options);
  const invocations = new Invocations(options);
  const deadLetters: DeadLetter[] = [];

  const invoke: Functions['invoke'] = async (name, input, { asynchronous = false } = {}) => {
    const [payload, requestId] = [JSON.stringify(input ?? {}), options.freshId()];
    const { definition } = versions.find(name);
    const request = { payload, requestId, isAsynchronous: asynchronous };
    const attempt = () => invocations.attempt({ ...request, target: versions.find(name) });
    if (!asynchronous) return attempt();
    void attemptAll(options, definition, payload, attempt).then(
      (letter) => letter && deadLetters.push(letter),
    );
    return { payload: null };
  };

  return {
    invoke,
    publishVersion: versions.publish,
    repeat: ({ request }, afterSeconds) => {
      options.clock.after(afterSeconds * 1_000, () => void invocations.attempt(request));
    },
    arnOf: (name) => versions.find(name).arn,
    running: invocations.running,
    deadLetters,
  };
};
