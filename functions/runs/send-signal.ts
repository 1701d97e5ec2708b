import { SignalRefusedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { checkOpen } from './domain/guards.ts';
import type { Signal } from './domain/signal.ts';
import { whyRefused } from './domain/signal-fit.ts';
import { putSignal } from './mailbox.ts';
import { readRun } from './record.ts';
import { wake } from './wake.ts';

export interface SignalSent {
  readonly run: string;
  readonly signal: string;
  /** False if the same signal was received before: it counts once. */
  readonly received: boolean;
}

/**
 * Puts a person's signal into the mailbox of a run and wakes it.
 *
 * @throws UnknownRunError, RunEndedError, SignalRefusedError: nothing was changed.
 */
export const sendSignal = async (
  runId: string,
  signal: Omit<Signal, 'at'>,
): Promise<SignalSent> => {
  const run = checkOpen(await readRun(runId));
  const at = now();
  const refusal = whyRefused(run, { ...signal, at }, at);
  if (refusal !== undefined)
    throw new SignalRefusedError(
      `${refusal}. Run ${runId} was not changed; run-status shows what it waits for.`,
    );
  const received = await putSignal(run, { ...signal, at });
  await wake(runId);
  return { run: runId, signal: signal.kind, received };
};
