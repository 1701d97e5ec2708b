import { parse } from 'yaml';
import { readDocument } from './region.ts';

/** A state, as far as a graph shows it. */
export interface State {
  readonly Type: 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail';
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export const readMachine = async (): Promise<Machine> =>
  parse(await readDocument('statemachines/rollout.asl.yaml'));

/** A way from one state to another. */
export interface Way {
  readonly to: string;
  /** The answer that a Choice takes it for. */
  readonly answer?: string;
  /** The errors that a Catch takes it for; the end of a wait is no error. */
  readonly errors?: readonly string[];
}

const tick = 'States.Timeout';

const answerIn = (condition: string): string => /= '([^']+)'/.exec(condition)?.[1] ?? condition;

/** All ways out of a state, in the order in which they are written. */
export const waysFrom = (state: State): readonly Way[] => [
  ...(state.Choices ?? []).map(({ Condition, Next }) => ({
    to: Next,
    answer: answerIn(Condition),
  })),
  ...(state.Default === undefined ? [] : [{ to: state.Default, answer: 'else' }]),
  ...(state.Next === undefined ? [] : [{ to: state.Next }]),
  ...(state.Catch ?? []).map(({ ErrorEquals, Next }) =>
    ErrorEquals.includes(tick)
      ? { to: Next, answer: 'signal or tick' }
      : { to: Next, errors: ErrorEquals },
  ),
];
