import { SignalRefusedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { type AnyRun, isOfThisVersion } from './domain/any-run.ts';
import { checkOpen, checkSchemaVersion } from './domain/guards.ts';
import type { Signal } from './domain/signal.ts';
import { namesNoGate, whyRefused } from './domain/signal-fit.ts';
import { putSignal } from './mailbox.ts';
import { readAnyRun } from './record.ts';
import { wake } from './wake.ts';

export interface SignalSent {
  readonly run: string;
  readonly signal: string;
  /** False if the same signal was received before: it counts once. */
  readonly received: boolean;
}

/** A run that another version of this code wrote decides itself what it makes of an abort or a hold. */
const whyNot = (run: AnyRun, signal: Signal, at: number): string | undefined => {
  if (isOfThisVersion(run)) return whyRefused(run, signal, at);
  if (!namesNoGate(signal)) checkSchemaVersion(run);
  return undefined;
};

/**
 * Puts a person's signal into the mailbox of a run and wakes it.
 *
 * @throws UnknownRunError, RunEndedError, SignalRefusedError, SchemaVersionError: nothing was changed.
 */
export const sendSignal = async (
  runId: string,
  signal: Omit<Signal, 'at'>,
): Promise<SignalSent> => {
  const run = checkOpen(await readAnyRun(runId));
  const at = now();
  const refusal = whyNot(run, { ...signal, at }, at);
  if (refusal !== undefined)
    throw new SignalRefusedError(
      `${refusal}. Run ${runId} was not changed; run-status shows what it waits for.`,
    );
  const received = await putSignal(run, { ...signal, at });
  await wake(runId);
  return { run: runId, signal: signal.kind, received };
};
