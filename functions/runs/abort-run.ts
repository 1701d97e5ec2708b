import * as z from 'zod/mini';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { RunId } from './domain/inputs.ts';
import { type SignalSent, sendSignal } from './send-signal.ts';

const Input = z.strictObject({
  run: RunId,
  who: text(500),
  why: text(500),
});

/** Aborts a run: its traffic goes back to stable. Aborting twice counts once. */
export const abortRun = ({ run, who, why }: z.output<typeof Input>): Promise<SignalSent> =>
  sendSignal(run, { id: 'abort', kind: 'abort', who, why });

export const handler = task(Input, abortRun);
