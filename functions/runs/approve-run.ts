import * as z from 'zod/mini';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { GateId, RunId } from './domain/inputs.ts';
import { type SignalSent, sendSignal } from './send-signal.ts';

const Input = z.strictObject({
  run: RunId,
  gate: GateId,
  answer: z.enum(['approve', 'decline']),
  who: text(500),
  why: text(500),
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
