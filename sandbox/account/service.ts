import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';

/** Who made a call: a function's invocation, or `undefined` for the sandbox itself (a person, CI). */
export interface Caller {
  /** The function's name as in serverless.yml, for example `shift-traffic`. */
  readonly function: string;
  readonly invocation: number;
  readonly region: string;
}

/** What a simulated service may know of a call besides its input. */
export interface Call {
  readonly region: string;
  readonly accountId: string;
  readonly caller: Caller | undefined;
  readonly clock: Clock;
}

/**
 * A simulated AWS service: one function for each SDK command it knows, by the command's name without
 * "Command". It applies the effect at once and returns the SDK's output shape, or throws the SDK's own
 * exception. Latency, faults and logging are the account's business, not the service's.
 */
// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs are the SDK's, one type per command
export type Service = Readonly<Record<string, (input: any, call: Call) => unknown>>;

/** The parts of an account that services may need of each other. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly region: string;
}

/** A command of a service that the sandbox does not simulate was called. */
export class NotSimulatedError extends Error {
  override readonly name = 'NotSimulatedError';
}
