import type { TestStateOutput } from '@aws-sdk/client-sfn';
import type { Course, Ending, Graph, Place, WalkGraph } from './course.ts';
import { failure, success } from './plays.ts';
import { type Mock, requestFor } from './requests.ts';

/** What the attempt of a state is mocked with, or the answer when it did not come to that. */
export type Prepared = { readonly mock: Mock } | { readonly answer: TestStateOutput };

interface Lane {
  readonly graph: Graph;
  readonly input: unknown;
}

/** TestState runs no branches: it is told what became of them, so they are walked before. */
const resultOf = (endings: readonly Ending[]): Mock => {
  const failed = endings.find((ending) => 'state' in ending);
  if (failed === undefined)
    return success(endings.map((ending) => ('output' in ending ? ending.output : null)));
  const { error = '', cause, state } = failed;
  return { ...failure(error, cause), causedBy: state };
};

const walkLanes = async (
  course: Course,
  { name, lane, variables }: Place,
  lanes: readonly Lane[],
  walkGraph: WalkGraph,
): Promise<Prepared> => {
  const endings: Ending[] = [];
  for (const [index, { graph, input }] of lanes.entries()) {
    const inner = `${lane === 'main' ? '' : `${lane}.`}${name}[${index}]`;
    endings.push(await walkGraph(course, graph, { lane: inner, input, variables }));
  }
  return { mock: resultOf(endings) };
};

/** TestState shows the items only as an ItemSelector made them; this one leaves them as they are. */
const withItemsShown = (definition: string | undefined, map: string): string =>
  JSON.stringify(
    JSON.parse(definition ?? '', (key, value) =>
      key === map && value?.ItemProcessor !== undefined
        ? { ItemSelector: '{% $states.context.Map.Item.Value %}', ...value }
        : value,
    ),
  );

/** Walks the branches of a Parallel with what its Arguments make of its input. */
export const prepareParallel = async (
  course: Course,
  place: Place,
  walkGraph: WalkGraph,
): Promise<Prepared> => {
  const { Branches = [], Arguments } = place.state;
  const lanes = (input: unknown): Lane[] => Branches.map((graph) => ({ graph, input }));
  if (Arguments === undefined) return walkLanes(course, place, lanes(place.input), walkGraph);
  const nothingYet = success(Branches.map(() => null));
  const answer = await course.send(requestFor(course, place, nothingYet));
  const { afterArguments } = answer.inspectionData ?? {};
  if (afterArguments === undefined) return { answer };
  return walkLanes(course, place, lanes(JSON.parse(afterArguments)), walkGraph);
};

/** Walks the iterations of a Map. */
export const prepareMap = async (
  course: Course,
  place: Place,
  graph: Graph,
  walkGraph: WalkGraph,
): Promise<Prepared> => {
  const request = requestFor(course, place, success([]));
  const definition = withItemsShown(request.definition, place.name);
  const answer = await course.send({ ...request, definition });
  const { afterItemSelector } = answer.inspectionData ?? {};
  if (afterItemSelector === undefined) return { answer };
  const items: unknown[] = JSON.parse(afterItemSelector);
  const lanes = items.map((input) => ({ graph, input }));
  return walkLanes(course, place, lanes, walkGraph);
};
