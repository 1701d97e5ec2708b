import * as z from 'zod/mini';
import { freshId } from '../platform/runtime.ts';
import { text, whole } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { GateId, RunId } from './domain/inputs.ts';
import { type SignalSent, sendSignal } from './send-signal.ts';

const who = text(500);
const why = text(500);
const run = RunId;

const Input = z.discriminatedUnion('signal', [
  z.strictObject({ signal: z.literal('hold'), run, who, why }),
  z.strictObject({
    signal: z.enum(['resume', 'skip-wait', 'extend']),
    run,
    gate: GateId,
    who,
    why,
  }),
  z.strictObject({ signal: z.literal('finish-now'), run, step: whole(1, 100), who, why }),
]);
type Input = z.output<typeof Input>;

/** A hold may be asked for again and again; an answer to a gate counts once. */
const idOf = (input: Input): string => {
  switch (input.signal) {
    case 'hold':
      return `hold#${freshId()}`;
    case 'finish-now':
      return `finish-now#${input.step}#${freshId()}`;
    case 'extend':
      return `extend#${input.gate}#${freshId()}`;
    default:
      return `${input.signal}#${input.gate}`;
  }
};

/** Holds a run, or answers it: resume, skip-wait, extend name the gate, finish-now the step. */
export const signalRun = (input: Input): Promise<SignalSent> => {
  const { signal, run: runId, ...rest } = input;
  return sendSignal(runId, { id: idOf(input), kind: signal, ...rest });
};

export const handler = task(Input, signalRun);
