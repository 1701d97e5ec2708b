import type { Position } from '../flow.ts';
import type { State } from '../graph.ts';
import { type Lane, record, type Transition, type Visit } from '../visit.ts';
import { runChoice } from './choice.ts';
import { runFail, runSucceed } from './end.ts';
import { runMap } from './map.ts';
import { runParallel } from './parallel.ts';
import { runPass } from './pass.ts';
import { runTask } from './task.ts';
import { runWait } from './wait.ts';

const runByType = (state: State, visit: Visit): Promise<Transition> => {
  switch (state.Type) {
    case 'Pass':
      return runPass(state, visit);
    case 'Task':
      return runTask(state, visit);
    case 'Choice':
      return runChoice(state, visit);
    case 'Wait':
      return runWait(state, visit);
    case 'Succeed':
      return runSucceed(state, visit);
    case 'Fail':
      return runFail(state, visit);
    case 'Parallel':
      return runParallel(state, visit);
    case 'Map':
      return runMap(state, visit);
  }
};

const enter = (state: State, { state: name, input, variables }: Position, lane: Lane): Visit => {
  const { clock, onStateEntered } = lane.run.outside;
  record(lane, `${state.Type}StateEntered`, { name, input });
  onStateEntered?.(name, clock.now);
  return {
    lane,
    name,
    input,
    variables,
    enteredAt: clock.now,
    enteredEvent: lane.lastEvent,
    retryCount: 'Retry' in state ? 0 : undefined,
    token: undefined,
  };
};

/** AWS records the end of an aborted state only for the types that can take time. */
const watchAbortion = ({ Type }: State, { lane }: Visit): (() => void) => {
  if (Type !== 'Task' && Type !== 'Wait' && Type !== 'Parallel' && Type !== 'Map') return () => {};
  return lane.scope.watch((reason) => {
    if (reason === 'aborted') lane.run.history.note(`${Type}StateAborted`, lane.lastEvent);
  });
};

/** One stay in a state, from the event of entering it to the event of leaving it. */
export const runState = async (
  state: State,
  position: Position,
  lane: Lane,
): Promise<Transition> => {
  const { clock, onStateExited } = lane.run.outside;
  const visit = enter(state, position, lane);
  const unwatch = watchAbortion(state, visit);
  try {
    const transition = await runByType(state, visit);
    lane.scope.assertAlive();
    const { output, assigned } = transition;
    const assignedVariables = Object.keys(assigned).length > 0 ? assigned : undefined;
    record(lane, exitEvent(state), { name: visit.name, output, assignedVariables });
    onStateExited?.(visit.name, clock.now);
    return transition;
  } finally {
    unwatch();
  }
};

const exitEvent = ({ Type }: State) => {
  if (Type === 'Fail') throw new Error('a Fail state always fails');
  return `${Type}StateExited` as const;
};
