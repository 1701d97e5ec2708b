import { type Attempt, pass, plainly } from './attempt.ts';
import type { CallEnvironment, ClientCall } from './calls.ts';
import { never } from './context.ts';
import { withFault } from './fault-effects.ts';
import { retryDelay } from './sdk-retry.ts';

const refused = async (attempt: Attempt, refusal: Error): Promise<never> => {
  await pass(attempt, attempt.latency);
  throw refusal;
};

const outcomeOf = (attempt: Attempt): Promise<unknown> => {
  const { environment, call, record, latency } = attempt;
  const refusal = environment.refusal(call);
  if (refusal !== undefined) return refused(attempt, refusal);
  const fault = call.invocation && environment.faults(record);
  if (fault === undefined) return plainly(attempt, latency);
  record.fault = fault.kind;
  return withFault(attempt, fault);
};

const attemptOnce = async (environment: CallEnvironment, call: ClientCall): Promise<unknown> => {
  const record = environment.log.begin(call);
  const latency = environment.latencies.ofCall(call.service, record.mutating);
  const output = await outcomeOf({ environment, call, record, latency });
  record.ok = true;
  return output;
};

const isAborted = ({ signal }: ClientCall): boolean => signal?.aborted === true;

/**
 * Makes a call as the SDK would: each attempt takes its time, may meet a fault, and is repeated as
 * often as the client is set to repeat it.
 */
export const perform = async (environment: CallEnvironment, call: ClientCall): Promise<unknown> => {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attemptOnce(environment, call);
    } catch (error) {
      const delay = retryDelay(error, attempts, call.maxAttempts, environment.random);
      if (delay === undefined || isAborted(call)) throw error;
      await environment.clock.sleep(delay);
      if (call.invocation?.isDead === true) return never();
      if (isAborted(call)) throw error;
    }
  }
};
