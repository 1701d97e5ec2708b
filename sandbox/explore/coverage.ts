import type { Execution } from '../engine/execution.ts';

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

interface State {
  readonly Type: string;
  readonly Catch?: readonly Catcher[];
  readonly Arguments?: {
    readonly FunctionName?: { readonly 'Fn::GetAtt'?: readonly string[] };
  };
}

/** What of the machine a rehearsal went through. */
export interface Coverage {
  readonly states: readonly string[];
  /** How often it entered each state. */
  readonly visits: Readonly<Record<string, number>>;
  /** Catches taken, as `state: its errors`. */
  readonly catches: readonly string[];
  /** Ways from state to state, and errors of states: what makes a rehearsal unlike another. */
  readonly ways: readonly string[];
}

export type States = Readonly<Record<string, State>>;

export const catchName = (state: string, { ErrorEquals }: Catcher): string =>
  `${state}: ${ErrorEquals.join(', ')}`;

/** Every catch of a machine. */
export const catchesOf = (states: States): string[] =>
  Object.entries(states).flatMap(([name, { Catch = [] }]) =>
    Catch.map((catcher) => catchName(name, catcher)),
  );

const failed = /(Failed|TimedOut)$/;
const succeeded = /^(Task|LambdaFunction)Succeeded$/;

const matches = ({ ErrorEquals }: Catcher, error: string): boolean =>
  ErrorEquals.includes(error) ||
  ErrorEquals.includes('States.ALL') ||
  (ErrorEquals.includes('States.TaskFailed') && error !== 'States.Timeout');

/** Reads from an execution's history which states it entered and which catches it took. */
export const coverageOf = ({ history }: Execution, machine: States): Coverage => {
  const visits: Record<string, number> = {};
  const catches = new Set<string>();
  const ways = new Set<string>();
  let last = 'Start';
  let error: string | undefined;
  for (const { type, details } of history) {
    const name = String(details.name ?? '');
    if (type.endsWith('StateEntered')) {
      visits[name] = (visits[name] ?? 0) + 1;
      ways.add(`${last} → ${name}`);
      last = name;
      error = undefined;
    } else if (failed.test(type)) {
      error = String(details.error ?? 'States.Timeout');
      ways.add(`${last} ! ${error}`);
    } else if (succeeded.test(type)) error = undefined;
    else if (type.endsWith('StateExited') && error !== undefined) {
      const caught = error;
      const catcher = machine[name]?.Catch?.find((each) => matches(each, caught));
      if (catcher) catches.add(catchName(name, catcher));
    }
  }
  return { states: Object.keys(visits), visits, catches: [...catches], ways: [...ways] };
};

const all = (parts: readonly (readonly string[])[]): string[] => [...new Set(parts.flat())];

/** What several executions went through together. */
export const together = (parts: readonly Coverage[]): Coverage => {
  const visits: Record<string, number> = {};
  for (const each of parts)
    for (const [state, count] of Object.entries(each.visits))
      visits[state] = (visits[state] ?? 0) + count;
  return {
    states: Object.keys(visits),
    visits,
    catches: all(parts.map(({ catches }) => catches)),
    ways: all(parts.map(({ ways }) => ways)),
  };
};
