import * as z from 'zod';
import { StateFailure } from '../failure.ts';
import { common, flag, leaving } from '../fields.ts';
import { aBoolean } from '../kinds.ts';
import { leave } from '../leave.ts';
import { causeIn, evaluateAs, type Transition, type Visit } from '../visit.ts';

const rule = z.strictObject({ ...common, ...leaving(), Condition: flag, Next: z.string() });

export const choiceState = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...leaving(),
  Choices: z.array(rule).min(1),
  Default: z.string().optional(),
});

/**
 * The first rule that holds decides, with its own Output and Assign; those of the state itself belong
 * to Default.
 */
export const runChoice = async (
  state: z.output<typeof choiceState>,
  visit: Visit,
): Promise<Transition> => {
  const otherwise = visit.input;
  for (const [index, each] of state.Choices.entries()) {
    const place = `Choices[${index}]/`;
    if (await evaluateAs(visit, `${place}Condition`, each.Condition, aBoolean))
      return leave(visit, each, { otherwise, place });
  }
  if (state.Default !== undefined)
    return leave(visit, { ...state, Next: state.Default }, { otherwise });
  throw new StateFailure(
    'States.NoChoiceMatched',
    causeIn(visit, 'No choice rule matched and the state has no Default.'),
  );
};
