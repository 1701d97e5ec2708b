import type { CallRecord } from './call-log.ts';
import { applyCall, type CallEnvironment, type ClientCall } from './calls.ts';
import { never } from './context.ts';
import type { Invocation } from './invocation.ts';
import type { Caller } from './service.ts';
import { isServiceException } from './service-errors.ts';

/** One attempt of a call, from the moment it is sent. */
export interface Attempt {
  readonly environment: CallEnvironment;
  readonly call: ClientCall;
  readonly record: CallRecord;
  readonly latency: number;
}

const isDead = ({ call }: Attempt): boolean => call.invocation?.isDead === true;

/** Lets time pass; a caller that died meanwhile hears nothing any more. */
export const pass = async (attempt: Attempt, milliseconds: number): Promise<void> => {
  await attempt.environment.clock.sleep(milliseconds);
  if (isDead(attempt)) await never();
};

const callerOf = (invocation: Invocation | undefined): Caller | undefined =>
  invocation && {
    function: invocation.function,
    invocation: invocation.number,
    region: invocation.region,
  };

const effect = ({ environment, call, record }: Attempt): unknown => {
  try {
    const output = applyCall(environment, { ...call, caller: callerOf(call.invocation) });
    environment.log.applied(record, { output });
    return output;
  } catch (error) {
    if (!isServiceException(error)) environment.keepDefect(error);
    environment.log.applied(record, { error });
    throw error;
  }
};

/** Applies the effect after a while, whatever became of the caller: the request is on its way. */
export const effectAfter = (attempt: Attempt, milliseconds: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    attempt.environment.clock.after(milliseconds, () => {
      try {
        resolve(effect(attempt));
      } catch (error) {
        reject(error);
      }
    });
  });

/** A call without a fault: the effect in the middle of its latency, the answer at its end. */
export const plainly = async (attempt: Attempt, answerAfter: number): Promise<unknown> => {
  const before = Math.floor(attempt.latency / 2);
  try {
    const output = await effectAfter(attempt, before);
    await pass(attempt, answerAfter - before);
    return output;
  } catch (error) {
    await pass(attempt, answerAfter - before);
    throw error;
  }
};
