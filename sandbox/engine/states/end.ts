import * as z from 'zod';
import { StateFailure } from '../failure.ts';
import { common, template, text } from '../fields.ts';
import { aString } from '../kinds.ts';
import { leave } from '../leave.ts';
import { evaluateAs, type Transition, type Visit } from '../visit.ts';

export const succeedState = z.strictObject({
  Type: z.literal('Succeed'),
  ...common,
  Output: template.optional(),
});

export const failState = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: text.optional(),
  Cause: text.optional(),
});

export const runSucceed = (
  state: z.output<typeof succeedState>,
  visit: Visit,
): Promise<Transition> => leave(visit, state, { otherwise: visit.input });

/** @throws StateFailure always: with the state's own error and cause, if it says them. */
export const runFail = async (
  { Error: error, Cause: cause }: z.output<typeof failState>,
  visit: Visit,
): Promise<never> => {
  throw new StateFailure(
    error && (await evaluateAs(visit, 'Error', error, aString)),
    cause && (await evaluateAs(visit, 'Cause', cause, aString)),
  );
};
