import * as z from 'zod';
import { common } from './fields.ts';
import { choiceState } from './states/choice.ts';
import { failState, succeedState } from './states/end.ts';
import { mapState } from './states/map.ts';
import { parallelState } from './states/parallel.ts';
import { passState } from './states/pass.ts';
import { taskState } from './states/task.ts';
import { waitState } from './states/wait.ts';
import { problemsOfGraph } from './transitions.ts';

/** Lazy, since Parallel and Map hold graphs of states in turn. */
const state = z.lazy(() =>
  z.discriminatedUnion(
    'Type',
    [
      passState,
      taskState,
      choiceState,
      waitState,
      succeedState,
      failState,
      parallelState,
      mapState,
    ],
    { error: 'Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map' },
  ),
);

export type State = z.output<typeof state>;

/** States that lead to each other: a machine, a branch or what a Map does for each item. */
export interface Graph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export const graphFields = {
  ...common,
  StartAt: z.string(),
  States: z.record(z.string().min(1).max(80), state),
};

/** Reports every way in which the states do not lead from the start to an end. */
export const checkGraph = (graph: Graph, context: z.RefinementCtx): void => {
  for (const { message, path } of problemsOfGraph(graph))
    context.addIssue({ code: 'custom', message, path: [...path] });
};

/** A branch of a Parallel. */
export const branch: z.ZodType<Graph> = z.strictObject(graphFields).superRefine(checkGraph);

/** What a Map does for each item, always inline. */
export const itemProcessor: z.ZodType<Graph> = z
  .strictObject({
    ...graphFields,
    ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional(),
  })
  .superRefine(checkGraph);
