import * as z from 'zod';
import { Interrupted } from '../failure.ts';
import {
  common,
  leaving,
  oneWayOut,
  oneWayOutMessage,
  template,
  wayOut,
  wholeNumber,
} from '../fields.ts';
import { itemProcessor } from '../graph.ts';
import { anArray, aWholeNumber } from '../kinds.ts';
import { leave } from '../leave.ts';
import { inlineIterations, longestSeconds } from '../limits.ts';
import { catchers, recover } from '../recovery.ts';
import { retry } from '../retry.ts';
import { UnsupportedMachineError } from '../unsupported.ts';
import { evaluate, evaluateAs, record, type Transition, type Visit } from '../visit.ts';
import { runIterations } from './iterations.ts';

export const mapState = z
  .strictObject({
    Type: z.literal('Map'),
    ...common,
    ...wayOut,
    Items: template.optional(),
    ItemSelector: template.optional(),
    ItemProcessor: z.lazy(() => itemProcessor),
    MaxConcurrency: wholeNumber(0).optional(),
    Retry: retry,
    Catch: catchers,
    ...leaving('result'),
  })
  .refine(oneWayOut, oneWayOutMessage);

export type MapState = z.output<typeof mapState>;

/** AWS runs at most 40 inline iterations at a time; 0 asks for as many as possible. */
const concurrencyOf = async ({ MaxConcurrency }: MapState, visit: Visit): Promise<number> => {
  const asked = MaxConcurrency
    ? await evaluateAs(visit, 'MaxConcurrency', MaxConcurrency, aWholeNumber(0, longestSeconds))
    : 0;
  return asked === 0 ? inlineIterations : Math.min(asked, inlineIterations);
};

/**
 * AWS documents an object as items too, but not what an inline iteration is given of it.
 *
 * @throws UnsupportedMachineError for an object, in the middle of the run.
 */
const itemsOf = async ({ Items }: MapState, visit: Visit): Promise<unknown[]> => {
  const value = Items ? await evaluate(visit, 'Items', Items) : visit.input;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    throw new UnsupportedMachineError(
      `The Map state '${visit.name}' was given an object as its items, which is not supported.`,
    );
  return evaluateAs(visit, 'Items', { kind: 'constant', value }, anArray);
};

const attemptMap = async (state: MapState, visit: Visit): Promise<Transition> => {
  const { lane } = visit;
  const items = await itemsOf(state, visit);
  const atOnce = await concurrencyOf(state, visit);
  record(lane, 'MapStateStarted', { length: items.length });
  const result = await lane.scope
    .within((scope) => runIterations(state, visit, { items, atOnce, scope }))
    .catch((thrown: unknown) => {
      if (!(thrown instanceof Interrupted)) record(lane, 'MapStateFailed');
      throw thrown;
    });
  record(lane, 'MapStateSucceeded');
  return leave(visit, state, { results: { result }, otherwise: result });
};

export const runMap = (state: MapState, visit: Visit): Promise<Transition> =>
  recover(state, visit, () => attemptMap(state, visit));
