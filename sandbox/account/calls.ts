import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import type { CallLog } from './call-log.ts';
import { copied } from './copy.ts';
import type { FaultPlan } from './faults.ts';
import type { Invocation } from './invocation.ts';
import type { Latencies } from './latencies.ts';
import { type Caller, NotSimulatedError, type Service } from './service.ts';

/** A call as it arrives from an SDK client. */
export interface ClientCall {
  /** The SDK's service id, for example `Elastic Load Balancing v2`. */
  readonly service: string;
  /** The command's name without "Command". */
  readonly action: string;
  readonly input: unknown;
  readonly region: string;
  readonly maxAttempts: number;
  /** How long the client waits for one answer in milliseconds, or undefined for ever. */
  readonly limit: () => Promise<number | undefined>;
  /** Once it is aborted its caller listens no more, and the call is not repeated. */
  readonly signal?: AbortSignal | undefined;
  /** Undefined for a person or CI. */
  readonly invocation: Invocation | undefined;
}

export interface CallEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly accountId: string;
  readonly latencies: Latencies;
  readonly faults: FaultPlan;
  readonly log: CallLog;
  readonly services: ReadonlyMap<string, Service>;
  /** Refuses what the caller's role does not allow: the error, or undefined when it is allowed. */
  readonly refusal: (call: ClientCall) => Error | undefined;
  readonly repeat: (invocation: Invocation, afterSeconds: number) => void;
  /** Keeps an error that no simulated service may throw: a defect of the sandbox or of its use. */
  readonly keepDefect: (error: unknown) => void;
}

/** A call as its service sees it. */
export interface AppliedCall {
  readonly service: string;
  readonly action: string;
  readonly input: unknown;
  readonly region: string;
  readonly caller: Caller | undefined;
}

type Operation = Service[string];

const operationOf = (
  { services }: CallEnvironment,
  { service, action }: AppliedCall,
): Operation => {
  const known = services.get(service);
  const operation = known !== undefined && Object.hasOwn(known, action) ? known[action] : undefined;
  if (operation !== undefined) return operation;
  throw new NotSimulatedError(
    `${service} ${action} is not simulated${known === undefined ? `: the account has no service "${service}"` : ''}. Nothing was sent to AWS.`,
  );
};

/**
 * Applies a call's effect now, past faults, log and latency. The answer is the caller's own copy.
 *
 * @throws NotSimulatedError for a service or command that the account does not have.
 */
export const applyCall = (environment: CallEnvironment, call: AppliedCall): unknown => {
  const { region, caller } = call;
  const { accountId, clock } = environment;
  const operation = operationOf(environment, call);
  const output = operation(copied(call.input) ?? {}, { region, accountId, clock, caller });
  const $metadata = { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 };
  return Object.assign({ $metadata }, copied(output));
};
