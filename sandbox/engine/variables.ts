import type { Template } from './expression/template.ts';
import type { Graph, State } from './graph.ts';

type Path = readonly (string | number)[];

const assignsOf = (state: State): { readonly assign: Template; readonly path: Path }[] => {
  const own = 'Assign' in state ? [{ assign: state.Assign, path: ['Assign'] }] : [];
  const caught =
    'Catch' in state
      ? state.Catch.map(({ Assign }, index) => ({
          assign: Assign,
          path: ['Catch', index, 'Assign'],
        }))
      : [];
  const rules =
    state.Type === 'Choice'
      ? state.Choices.map(({ Assign }, index) => ({
          assign: Assign,
          path: ['Choices', index, 'Assign'],
        }))
      : [];
  return [...own, ...caught, ...rules].flatMap(({ assign, path }) =>
    assign === undefined ? [] : [{ assign, path }],
  );
};

const namesIn = (assign: Template): string[] => {
  if (assign.kind === 'record') return assign.fields.map(([name]) => name);
  return assign.kind === 'constant' ? Object.keys(Object(assign.value)) : [];
};

const innerGraphs = (state: State): { readonly graph: Graph; readonly path: Path }[] => {
  if (state.Type === 'Map') return [{ graph: state.ItemProcessor, path: ['ItemProcessor'] }];
  if (state.Type !== 'Parallel') return [];
  return state.Branches.map((graph, index) => ({ graph, path: ['Branches', index] }));
};

const assignmentsIn = ({ States }: Graph) =>
  Object.entries(States).flatMap(([name, state]) =>
    assignsOf(state).flatMap(({ assign, path }) =>
      namesIn(assign).map((variable) => ({ variable, path: ['States', name, ...path, variable] })),
    ),
  );

/** Inner scopes see outer variables and may not assign them: the paths at which one does. */
export const shadowedVariables = (
  graph: Graph,
  outer: ReadonlySet<string> = new Set(),
): (string | number)[][] => {
  const assignments = assignmentsIn(graph);
  const shadowed = assignments.filter(({ variable }) => outer.has(variable));
  const known = new Set([...outer, ...assignments.map(({ variable }) => variable)]);
  const inner = Object.entries(graph.States).flatMap(([name, state]) =>
    innerGraphs(state).flatMap((each) =>
      shadowedVariables(each.graph, known).map((path) => ['States', name, ...each.path, ...path]),
    ),
  );
  return [...shadowed.map(({ path }) => path), ...inner];
};

/** All names of states, with those of branches and iterations: AWS wants them to differ. */
export const stateNames = ({ States }: Graph): string[] =>
  Object.entries(States).flatMap(([name, state]) => [
    name,
    ...innerGraphs(state).flatMap(({ graph }) => stateNames(graph)),
  ]);
