import { mostBytes } from './expression/plain.ts';
import { StateFailure } from './failure.ts';

/** AWS quota: input or output of a state, result of a task, and all variables of one `Assign`. */
const payloadBytes = 256 * 1024;

/** AWS quota: events of one execution. */
export const historyEvents = 25_000;

/** Longest time that a state may wait or a task may take: one year less some hours, in seconds. */
export const longestSeconds = 99_999_999;

/** AWS quota: iterations of one inline Map that run at the same time. */
export const inlineIterations = 40;

/** @throws StateFailure `States.DataLimitExceeded` when the value is larger than AWS carries. */
export const assertCarriable = (value: unknown, what: string): void => {
  if (mostBytes(value) <= payloadBytes) return;
  if (Buffer.byteLength(JSON.stringify(value)) <= payloadBytes) return;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `${what} has a size exceeding the maximum number of bytes service limit.`,
  );
};
