import * as z from 'zod';
import { task } from '../platform/task.ts';
import { type SignalSent, sendSignal } from './send-signal.ts';

const Input = z.strictObject({
  run: z.string().min(1),
  who: z.string().min(1).max(500),
  why: z.string().min(1).max(500),
});

/** Aborts a run: its traffic goes back to stable. Aborting twice counts once. */
export const abortRun = ({ run, who, why }: z.output<typeof Input>): Promise<SignalSent> =>
  sendSignal(run, { id: 'abort', kind: 'abort', who, why });

export const handler = task(Input, abortRun);
