import { type Machine, type State, waysFrom } from './machine.ts';

/** Ends of the control plane's own failures. Every task, or every end, leads there: told in words. */
const untold = new Set(['Lease lost', 'Run not ended']);

const idOf = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '_');

const brackets: Readonly<Record<State['Type'], readonly [string, string]>> = {
  Task: ['[', ']'],
  Choice: ['{', '}'],
  Wait: ['[/', '/]'],
  Succeed: ['([', '])'],
  Fail: ['([', '])'],
};

/** A state as a node: a box, a question, a wait or an end. */
export const nodeOf = (name: string, type: State['Type'], label = name): string => {
  const [open, close] = brackets[type];
  return `${idOf(name)}${open}"${label}"${close}`;
};

export const arrow = (from: string, to: string, label?: string): string =>
  `${idOf(from)} -->${label === undefined ? '' : `|"${label}"|`} ${idOf(to)}`;

const dotted = (from: string, to: string): string => `${idOf(from)} -.-> ${idOf(to)}`;

/** Ends in colours that are readable on a light and on a dark page. */
export const coloured = (ends: readonly (readonly [name: string, type: State['Type']])[]) => {
  const named = (type: State['Type']) =>
    ends.filter(([, each]) => each === type).map(([name]) => idOf(name));
  return [
    'classDef good fill:#1a7f37,stroke:#1a7f37,color:#ffffff',
    'classDef bad fill:#b35900,stroke:#b35900,color:#ffffff',
    `class ${named('Succeed').join(',')} good`,
    `class ${named('Fail').join(',')} bad`,
  ];
};

export const drawing = (lines: readonly string[]): string =>
  ['```mermaid', 'flowchart TD', ...lines.map((line) => `  ${line}`), '```'].join('\n');

const isShown = ([name]: readonly [string, State]): boolean => !untold.has(name);

/** Several answers may lead to one state, and a wait's end and its tick to the same. */
const waysOut = (name: string, state: State): string[] => {
  const solid = new Map<string, string[]>();
  const failing = new Set<string>();
  for (const { to, answer, errors } of waysFrom(state))
    if (errors === undefined)
      solid.set(to, [...(solid.get(to) ?? []), ...(answer === undefined ? [] : [answer])]);
    else if (!untold.has(to)) failing.add(to);
  return [
    ...[...solid].map(([to, answers]) =>
      arrow(name, to, answers.length === 0 ? undefined : answers.join(', ')),
    ),
    ...[...failing].filter((to) => !solid.has(to)).map((to) => dotted(name, to)),
  ];
};

/** The whole machine. Dotted: an error that retries could not repair. */
export const wholeGraph = ({ StartAt, States }: Machine): string => {
  const states = Object.entries(States).filter(isShown);
  const ends = states.filter(([, { Type }]) => Type === 'Succeed' || Type === 'Fail');
  return drawing([
    'start(( ))',
    `start --> ${idOf(StartAt)}`,
    ...states.map(([name, { Type }]) => nodeOf(name, Type)),
    ...states.flatMap(([name, state]) => waysOut(name, state)),
    ...coloured(ends.map(([name, { Type }]) => [name, Type])),
  ]);
};
