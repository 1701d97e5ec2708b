import { isDeepStrictEqual } from 'node:util';
import { type Attempt, effectAfter, pass, plainly } from './attempt.ts';
import { never } from './context.ts';
import { copied } from './copy.ts';
import type { Fault } from './faults.ts';
import { failureOf, throttleOf, timeoutError } from './service-errors.ts';

const late = async (attempt: Attempt, seconds: number): Promise<unknown> => {
  const limit = await attempt.call.limit();
  const answerAfter = attempt.latency + seconds * 1_000;
  if (limit === undefined || answerAfter <= limit) return plainly(attempt, answerAfter);
  await plainly(attempt, limit).catch(() => undefined);
  throw timeoutError();
};

const killed = async (attempt: Attempt, fault: Fault & { kind: 'kill-before' | 'kill-after' }) => {
  const answer = fault.answer ?? 'silence';
  if (fault.kind === 'kill-after') {
    await effectAfter(attempt, Math.floor(attempt.latency / 2)).catch(() => undefined);
  }
  attempt.call.invocation?.kill(answer);
  return never();
};

const staleSeconds = 5;

/** What the same question was answered a little while ago, if the service may repeat that. */
const earlierAnswer = ({ environment, record }: Attempt): unknown => {
  const { service, action, input, mutating, at } = record;
  if (mutating || (input as { ConsistentRead?: boolean }).ConsistentRead) return undefined;
  return environment.log.records.findLast(
    (each) =>
      each !== record &&
      // An answer that was old already would get older each time.
      each.fault !== 'stale' &&
      each.service === service &&
      each.action === action &&
      each.output !== undefined &&
      at - (each.appliedAt ?? 0) <= staleSeconds &&
      isDeepStrictEqual(each.input, input),
  )?.output;
};

const stale = async (attempt: Attempt): Promise<unknown> => {
  const earlier = earlierAnswer(attempt);
  if (earlier !== undefined) {
    const output = copied(earlier);
    attempt.environment.log.applied(attempt.record, { output });
    await pass(attempt, attempt.latency);
    return output;
  }
  attempt.record.fault = null;
  return plainly(attempt, attempt.latency);
};

/** One attempt of a call that meets a fault. */
export const withFault = async (attempt: Attempt, fault: Fault): Promise<unknown> => {
  const { environment, call, latency } = attempt;
  switch (fault.kind) {
    case 'before':
      await pass(attempt, latency);
      throw failureOf(call.service, fault.error);
    case 'after':
      await plainly(attempt, latency).catch(() => undefined);
      throw failureOf(call.service, fault.error ?? 'timeout');
    case 'stale':
      return stale(attempt);
    case 'throttle':
      await pass(attempt, latency);
      throw throttleOf(call.service);
    case 'late':
      return late(attempt, fault.seconds);
    case 'late-effect':
      effectAfter(attempt, fault.seconds * 1_000).catch(() => undefined);
      throw timeoutError();
    case 'kill-before':
    case 'kill-after':
      return killed(attempt, fault);
    case 'run-twice':
      if (call.invocation !== undefined)
        environment.repeat(call.invocation, fault.afterSeconds ?? 0);
      return plainly(attempt, latency);
  }
};
