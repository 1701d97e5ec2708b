import * as z from 'zod';
import { Interrupted } from '../failure.ts';
import { common, leaving, oneWayOut, oneWayOutMessage, template, wayOut } from '../fields.ts';
import { runGraph } from '../flow.ts';
import { branch } from '../graph.ts';
import { leave } from '../leave.ts';
import { catchers, recover } from '../recovery.ts';
import { retry } from '../retry.ts';
import type { Scope } from '../scope.ts';
import { evaluate, type Lane, record, type Transition, type Visit } from '../visit.ts';

export const parallelState = z
  .strictObject({
    Type: z.literal('Parallel'),
    ...common,
    ...wayOut,
    Branches: z.array(z.lazy(() => branch)).min(1),
    Arguments: template.optional(),
    Retry: retry,
    Catch: catchers,
    ...leaving('result'),
  })
  .refine(oneWayOut, oneWayOutMessage);

type ParallelState = z.output<typeof parallelState>;

/** The first branch that fails ends the others. */
const runBranches = async (
  { Branches }: ParallelState,
  visit: Visit,
  input: unknown,
  scope: Scope,
): Promise<unknown[]> => {
  const { lane, variables } = visit;
  const lanes = Branches.map((): Lane => ({ ...lane, scope }));
  const outputs = await Promise.all(
    Branches.map((graph, index) =>
      runGraph(graph, { state: graph.StartAt, input, variables }, lanes[index] ?? lane),
    ),
  );
  lane.lastEvent = Math.max(...lanes.map(({ lastEvent }) => lastEvent));
  return outputs;
};

const attemptParallel = async (state: ParallelState, visit: Visit): Promise<Transition> => {
  const { lane } = visit;
  const input = state.Arguments ? await evaluate(visit, 'Arguments', state.Arguments) : visit.input;
  record(lane, 'ParallelStateStarted');
  const result = await lane.scope
    .within((scope) => runBranches(state, visit, input, scope))
    .catch((thrown: unknown) => {
      if (!(thrown instanceof Interrupted)) record(lane, 'ParallelStateFailed');
      throw thrown;
    });
  record(lane, 'ParallelStateSucceeded');
  return leave(visit, state, { results: { result }, otherwise: result });
};

export const runParallel = (state: ParallelState, visit: Visit): Promise<Transition> =>
  recover(state, visit, () => attemptParallel(state, visit));
