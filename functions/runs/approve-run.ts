import * as z from 'zod';
import { task } from '../platform/task.ts';
import { type SignalSent, sendSignal } from './send-signal.ts';

const Input = z.strictObject({
  run: z.string().min(1),
  gate: z.string().min(1),
  answer: z.enum(['approve', 'decline']),
  who: z.string().min(1).max(500),
  why: z.string().min(1).max(500),
});

/** Approves or declines an open gate, once. */
export const approveRun = ({
  run,
  gate,
  answer,
  who,
  why,
}: z.output<typeof Input>): Promise<SignalSent> =>
  sendSignal(run, { id: `${answer}#${gate}`, kind: answer, gate, who, why });

export const handler = task(Input, approveRun);
