import type { Graph } from './graph.ts';
import { runState } from './states/run-state.ts';
import type { Lane, Variables } from './visit.ts';

/** Where a chain of states is: about to enter `state` with this input and these variables. */
export interface Position {
  readonly state: string;
  readonly input: unknown;
  readonly variables: Variables;
}

/**
 * Runs the states of a graph one after the other and resolves to the output of the last one.
 *
 * @param onPosition is told of each state before it is entered.
 * @throws StateFailure of the state that failed, or Interrupted when the lane's scope has ended.
 */
export const runGraph = async (
  { States }: Graph,
  start: Position,
  lane: Lane,
  onPosition: (position: Position) => void = () => {},
): Promise<unknown> => {
  const { clock, transitionMilliseconds = 0 } = lane.run.outside;
  for (let position = start; ; ) {
    onPosition(position);
    const state = States[position.state];
    if (state === undefined) throw new Error(`the loaded machine lost its state ${position.state}`);
    const { next, output, assigned } = await runState(state, position, lane);
    if (next === undefined) return output;
    const variables = { ...position.variables, ...assigned };
    position = { state: next, input: output, variables };
    if (transitionMilliseconds > 0)
      await lane.scope.sleepUntil(clock, clock.now + transitionMilliseconds);
  }
};
