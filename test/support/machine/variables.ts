import jsonata from 'jsonata';
import { type Rule, type State, statesOf } from './machine.ts';
import { assignedOnEveryPath } from './paths.ts';

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly lhs?: unknown;
  readonly rhs?: unknown;
  readonly arguments?: unknown;
  readonly [field: string]: unknown;
}

/** `$` and `$$` are the expression's input, `$states` is Step Functions' own. */
const always = new Set(['', '$', 'states']);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a node makes known to the expressions around or inside it: `:=` and a function's arguments. */
const boundBy = (node: Node): string[] => {
  if (node.type === 'bind' && isNode(node.lhs)) return [String(node.lhs.value)];
  if (node.type === 'lambda' && Array.isArray(node.arguments))
    return node.arguments.filter(isNode).map((argument) => String(argument.value));
  return [];
};

const collect = (value: unknown, used: Set<string>, bound: Set<string>): void => {
  if (Array.isArray(value)) for (const each of value) collect(each, used, bound);
  if (!isNode(value)) return;
  if (value.type === 'variable') used.add(String(value.value));
  for (const name of boundBy(value)) bound.add(name);
  // A called function is a name of the language, unless the expression itself bound it.
  const { procedure, ...rest } = value;
  if (isNode(procedure) && procedure.type !== 'variable') collect(procedure, used, bound);
  for (const child of Object.values(rest)) collect(child, used, bound);
};

/** The expression as a tree; a broken one has no variables here, because asl-validator reports it. */
const parsed = (expression: string): unknown => {
  try {
    return jsonata(expression).ast();
  } catch {
    return undefined;
  }
};

/** The variables that an expression reads and does not bind itself. */
const variablesOf = (expression: string): string[] => {
  const used = new Set<string>();
  const bound = new Set<string>();
  collect(parsed(expression), used, bound);
  return [...used].filter((name) => !bound.has(name) && !always.has(name));
};

const expressionsIn = (value: unknown): string[] => {
  if (typeof value === 'string') {
    const found = /^\{%([\s\S]*)%\}$/.exec(value.trim());
    return found?.[1] === undefined ? [] : [found[1]];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
};

const usedBy = (state: State): string[] => expressionsIn(state).flatMap(variablesOf);

/** A variable that is not assigned ends the run with an error that no Catch of a Choice can see. */
export const variablesAreAssigned: Rule = (machine) => {
  const assigned = assignedOnEveryPath(machine);
  return statesOf(machine).flatMap(([name, state]) => {
    const here = assigned.get(name);
    if (here === undefined) return [`${name}: no path leads to this state`];
    return [...new Set(usedBy(state))]
      .filter((variable) => !here.has(variable))
      .map((variable) => `${name}: $${variable} is not assigned on every path to this state`);
  });
};

/** Jsonata alone; inside Parallel and Map the rules above would have to know two scopes. */
export const oneScope: Rule = (machine) => [
  ...(machine.QueryLanguage === 'JSONata' ? [] : ['the machine is not written in JSONata']),
  ...statesOf(machine)
    .filter(([, state]) => ['Parallel', 'Map'].includes(state.Type))
    .map(([name]) => `${name}: Parallel and Map need rules of their own first`),
];
