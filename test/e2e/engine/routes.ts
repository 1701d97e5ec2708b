import { type Machine, type State, statesOf } from '../../support/machine/machine.ts';

/** One step of a way through a machine: where it leads, and what the task before must answer. */
export interface Step {
  readonly to: string;
  readonly action?: string;
}

/** An answer that no rule of a Choice lists. */
export const otherAction = 'anything else';

const actionIn = (condition: string): string => {
  const action = /\.action = '([^']+)'/.exec(condition)?.[1];
  if (action === undefined) throw new Error(`This condition is about no action: ${condition}`);
  return action;
};

/** The ways out of a state in which nothing fails. */
export const stepsFrom = ({ Next, Choices = [], Default }: State): readonly Step[] => [
  ...(Next === undefined ? [] : [{ to: Next }]),
  ...Choices.map(({ Condition, Next: to }) => ({ to, action: actionIn(Condition) })),
  ...(Default === undefined ? [] : [{ to: Default, action: otherAction }]),
];

/** A shortest way from the start to each state, over the states on it; without itself. */
export const routes = (machine: Machine): ReadonlyMap<string, readonly Step[]> => {
  const states = new Map(statesOf(machine));
  const found = new Map<string, readonly Step[]>([[machine.StartAt, [{ to: machine.StartAt }]]]);
  for (const [name, route] of found)
    for (const step of stepsFrom(states.get(name) ?? { Type: '' }))
      if (!found.has(step.to)) found.set(step.to, [...route, step]);
  return found;
};
