import type { DescribeExecutionOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { Outcome, Paths } from './a-case.ts';
import type { Invocation } from './script.ts';

interface Graph {
  readonly States: Readonly<Record<string, State>>;
}

interface State {
  readonly Branches?: readonly Graph[];
  readonly ItemProcessor?: Graph;
}

/** What a state stands in, the outermost first: a branch by its index, an iteration without one. */
type Enclosure = readonly { readonly name: string; readonly branch?: number }[];

const enclosuresIn = ({ States }: Graph, around: Enclosure = []): [string, Enclosure][] =>
  Object.entries(States).flatMap(([name, { Branches = [], ItemProcessor }]) => [
    [name, around],
    ...Branches.flatMap((graph, branch) => enclosuresIn(graph, [...around, { name, branch }])),
    ...(ItemProcessor ? enclosuresIn(ItemProcessor, [...around, { name }]) : []),
  ]);

const byId = (events: readonly HistoryEvent[]): ReadonlyMap<number, HistoryEvent> =>
  new Map(events.map((event) => [event.id ?? 0, event]));

/** The index of the iteration that an event belongs to, found by following the events before it. */
const iterationOf = (
  event: HistoryEvent,
  map: string,
  known: ReadonlyMap<number, HistoryEvent>,
): number | undefined => {
  for (
    let each: HistoryEvent | undefined = event;
    each;
    each = known.get(each.previousEventId ?? 0)
  )
    if (each.mapIterationStartedEventDetails?.name === map)
      return each.mapIterationStartedEventDetails.index;
  return undefined;
};

/** Names the chain of states that an event about a state belongs to. */
const lanes = (definition: object, events: readonly HistoryEvent[]) => {
  const enclosures = new Map(enclosuresIn(definition as Graph));
  const known = byId(events);
  return (event: HistoryEvent, state: string): string =>
    (enclosures.get(state) ?? [])
      .map(({ name, branch }) => `${name}[${branch ?? iterationOf(event, name, known)}]`)
      .join('.') || 'main';
};

const pathsOf = (
  events: readonly HistoryEvent[],
  laneOf: (event: HistoryEvent, state: string) => string,
): Paths => {
  const paths: Record<string, string[]> = {};
  for (const event of events) {
    const name = event.stateEnteredEventDetails?.name;
    if (name === undefined) continue;
    const lane = laneOf(event, name);
    paths[lane] = [...(paths[lane] ?? []), name];
  }
  return paths;
};

const parsedVariables = (variables: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, JSON.parse(text)]));

const variablesOf = (
  events: readonly HistoryEvent[],
  laneOf: (event: HistoryEvent, state: string) => string,
): Readonly<Record<string, unknown>> =>
  Object.assign(
    {},
    ...events.map((event) => {
      const { name, assignedVariables = {} } = event.stateExitedEventDetails ?? {};
      const isOwn = name !== undefined && laneOf(event, name) === 'main';
      return isOwn ? parsedVariables(assignedVariables) : {};
    }),
  );

/** A payload without what differs from run to run. */
const withoutToken = (payload: unknown): unknown =>
  typeof payload === 'object' && payload !== null && 'token' in payload
    ? { ...payload, token: '(token)' }
    : payload;

const payloadsOf = (invocations: readonly Invocation[]): Outcome['payloads'] => {
  const payloads: Record<string, unknown[]> = {};
  for (const { functionName, payload } of invocations)
    payloads[functionName] = [...(payloads[functionName] ?? []), withoutToken(payload)];
  return payloads;
};

/** How an execution went, read from what Step Functions answers about it. */
export const outcomeOf = (
  definition: object,
  { status, error, cause }: DescribeExecutionOutput,
  events: readonly HistoryEvent[],
  invocations: readonly Invocation[],
): Outcome => {
  const laneOf = lanes(definition, events);
  const output = events.at(-1)?.executionSucceededEventDetails?.output;
  return {
    status: status ?? 'RUNNING',
    output: output === undefined ? undefined : JSON.parse(output),
    error,
    cause,
    paths: pathsOf(events, laneOf),
    variables: variablesOf(events, laneOf),
    payloads: payloadsOf(invocations),
    invoked: invocations.map(({ functionName }) => functionName),
    events: events.map(({ type }) => String(type)),
  };
};
