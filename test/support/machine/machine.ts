import { parse } from 'yaml';
import { filesUnder, readSource } from '../source.ts';

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly [field: string]: unknown;
}

export interface ChoiceRule {
  readonly Condition: string;
  readonly Next: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
}

/** A state as it is written; what a rule does not look at is left unknown. */
export interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: unknown;
  readonly Error?: string;
  readonly Arguments?: { readonly FunctionName?: unknown } & Readonly<Record<string, unknown>>;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Choices?: readonly ChoiceRule[];
  readonly Catch?: readonly Catcher[];
  readonly Retry?: readonly Retrier[];
  readonly [field: string]: unknown;
}

export interface Machine {
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: unknown;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** What the rules know of the world around a machine. */
export interface Surroundings {
  /** Each function of the stack with its time limit in seconds. */
  readonly functionTimeouts: Readonly<Record<string, number>>;
  readonly errorNames: readonly string[];
  /** Catches from which a run may still succeed, `State / error` with the reason. */
  readonly recoveries: Readonly<Record<string, string>>;
}

/** A rule says what is wrong with a machine, one sentence for each mistake. */
export type Rule = (machine: Machine, surroundings: Surroundings) => string[];

export const statesOf = (machine: Pick<Machine, 'States'>): [string, State][] =>
  Object.entries(machine.States);

export const tasksOf = (machine: Pick<Machine, 'States'>): [string, State][] =>
  statesOf(machine).filter(([, state]) => state.Type === 'Task');

const lambdaTask = /^arn:aws:states:::lambda:invoke(\.waitForTaskToken)?$/;

export const invokesFunction = (state: State): boolean => lambdaTask.test(state.Resource ?? '');
export const waitsForToken = (state: State): boolean =>
  state.Resource?.endsWith('.waitForTaskToken') === true;

/** The function that a task invokes, by its name in serverless.yml. */
export const functionOf = (state: State): string | undefined => {
  const reference = state.Arguments?.FunctionName as { 'Fn::GetAtt'?: unknown } | undefined;
  const attribute = reference?.['Fn::GetAtt'];
  return Array.isArray(attribute) && attribute[1] === 'Arn' ? String(attribute[0]) : undefined;
};

/** All machines of the project, by file. */
export const loadMachines = (): [string, Machine][] =>
  filesUnder('statemachines', '.asl.yaml').map((path) => [path, parse(readSource(path))]);
