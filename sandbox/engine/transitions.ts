import type { Graph, State } from './graph.ts';

/** Where a state can lead to, each with the field that says so. */
const exitsOf = (state: State): { readonly to: string; readonly path: (string | number)[] }[] => {
  const next =
    'Next' in state && state.Next !== undefined ? [{ to: state.Next, path: ['Next'] }] : [];
  const caught =
    'Catch' in state
      ? state.Catch.map(({ Next }, index) => ({ to: Next, path: ['Catch', index, 'Next'] }))
      : [];
  if (state.Type !== 'Choice') return [...next, ...caught];
  const rules = state.Choices.map(({ Next }, index) => ({
    to: Next,
    path: ['Choices', index, 'Next'],
  }));
  return state.Default === undefined ? rules : [...rules, { to: state.Default, path: ['Default'] }];
};

const isEnd = (state: State): boolean =>
  state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);

const reachedFrom = ({ StartAt, States }: Graph): Set<string> => {
  const reached = new Set<string>();
  const open = [StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = States[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...exitsOf(state).map(({ to }) => to));
  }
  return reached;
};

interface Problem {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** What AWS refuses: missing targets, states that nothing leads to, and no way to end. */
export const problemsOfGraph = (graph: Graph): Problem[] => {
  const states = Object.entries(graph.States);
  const reached = reachedFrom(graph);
  const missing = states.flatMap(([name, state]) =>
    exitsOf(state)
      .filter(({ to }) => graph.States[to] === undefined)
      .map(({ path }) => ({
        message: 'the name of a state here',
        path: ['States', name, ...path],
      })),
  );
  if (graph.States[graph.StartAt] === undefined)
    missing.push({ message: 'the name of a state here', path: ['StartAt'] });
  const unreachable = states
    .filter(([name]) => missing.length === 0 && !reached.has(name))
    .map(([name]) => ({ message: 'a state that something leads to', path: ['States', name] }));
  const endless = states.some(([, state]) => isEnd(state))
    ? []
    : [{ message: 'at least one state that ends', path: ['States'] }];
  return [...missing, ...unreachable, ...endless];
};
