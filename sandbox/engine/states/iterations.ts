import { StateFailure } from '../failure.ts';
import { runGraph } from '../flow.ts';
import type { Scope } from '../scope.ts';
import { evaluate, type Lane, type MapItem, record, type Visit } from '../visit.ts';
import type { MapState } from './map.ts';

interface Work {
  readonly items: readonly unknown[];
  readonly atOnce: number;
  readonly scope: Scope;
}

const runIteration = async (
  { ItemSelector, ItemProcessor }: MapState,
  visit: Visit,
  lane: Lane,
  item: MapItem,
): Promise<unknown> => {
  const selecting: Visit = { ...visit, lane };
  const input = ItemSelector ? await evaluate(selecting, 'ItemSelector', ItemSelector) : item.Value;
  const details = { name: visit.name, index: item.Index };
  record(lane, 'MapIterationStarted', details);
  const unwatch = lane.scope.watch((reason) => {
    if (reason === 'aborted') lane.run.history.note('MapIterationAborted', lane.lastEvent, details);
  });
  try {
    const start = { state: ItemProcessor.StartAt, input, variables: visit.variables };
    const output = await runGraph(ItemProcessor, start, lane);
    record(lane, 'MapIterationSucceeded', details);
    return output;
  } catch (thrown) {
    if (thrown instanceof StateFailure) record(lane, 'MapIterationFailed', details);
    throw thrown;
  } finally {
    unwatch();
  }
};

/** Runs the items in order, some at once; the first iteration that fails ends the others. */
export const runIterations = async (
  state: MapState,
  visit: Visit,
  { items, atOnce, scope }: Work,
): Promise<unknown[]> => {
  const { lane } = visit;
  const outputs: unknown[] = items.map(() => null);
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [Index, Value] of waiting) {
      const item: MapItem = { Index, Value, Source: 'STATE_DATA' };
      const own: Lane = { ...lane, scope, item, lastEvent: lane.lastEvent };
      outputs[Index] = await runIteration(state, visit, own, item);
      last = Math.max(last, own.lastEvent);
    }
  };
  let last = lane.lastEvent;
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  lane.lastEvent = last;
  return outputs;
};
