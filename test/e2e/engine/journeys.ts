import { resolveIntrinsics } from '../../../sandbox/account/intrinsics.ts';
import type { EngineRun, Play } from '../../support/engine/a-case.ts';
import {
  functionOf,
  type Machine,
  type State,
  statesOf,
  tasksOf,
  waitsForToken,
} from '../../support/machine/machine.ts';
import { otherAction, routes, type Step, stepsFrom } from './routes.ts';
import { shortened } from './shortened.ts';

/** What a task does on a journey. */
export type Deed = readonly [task: string, play: Play];

/** For each function, the answer with which every state that invokes it comes nearer to an end. */
export type WayHome = Readonly<Record<string, string>>;

const plentySeconds = 60;
const noTimeSeconds = 2;
const pauseSeconds = 1;

/** An answer with all that the machines read from answers. */
export const answer = (action: string, listenSeconds = plentySeconds): Play => ({
  answers: { action, listenSeconds, id: 'run-1', epoch: 1, error: 'RefusedError', because: 'why' },
});

export const woken: Play = { tells: [{ after: 0.2, succeeds: { wake: true } }] };
export const nobodyAnswers: Play = {};

const withFunctionNames = (machine: Machine): object =>
  Object(resolveIntrinsics(shortened(machine), (name) => name.replace(/\.Arn$/, '')));

const functionsOf = (machine: Machine): ReadonlyMap<string, State> =>
  new Map(tasksOf(machine).map(([, state]) => [functionOf(state) ?? '', state]));

/** A case in which the tasks do these deeds in this order, and afterwards lead home. */
export const journey = (
  machine: Machine,
  wayHome: WayHome,
  name: string,
  deeds: readonly Deed[],
): EngineRun => {
  const plays: Record<string, Play[]> = {};
  for (const [task, play] of deeds) {
    const state = machine.States[task];
    const functionName = state && functionOf(state);
    if (functionName === undefined) throw new Error(`${task} is no task of the machine`);
    plays[functionName] = [...(plays[functionName] ?? []), play];
  }
  for (const [functionName, state] of functionsOf(machine))
    plays[functionName] = [
      ...(plays[functionName] ?? []),
      waitsForToken(state) ? woken : answer(wayHome[functionName] ?? otherAction),
    ];
  const input = { service: 'checkout' };
  return { name, machine: withFunctionNames(machine), input, functions: plays };
};

/** The deeds by which a route is taken: a task before a Choice answers what its rule wants. */
const deedsOn = (machine: Machine, route: readonly Step[], listenSeconds?: number): Deed[] =>
  route.slice(0, -1).flatMap(({ to: name }, index): Deed[] => {
    const state = machine.States[name];
    if (state?.Type !== 'Task') return [];
    if (waitsForToken(state)) return [[name, woken]];
    const { to = '', action = otherAction } = route[index + 2] ?? {};
    const isPause = machine.States[to]?.Type === 'Wait';
    return [[name, answer(action, isPause ? pauseSeconds : listenSeconds)]];
  });

/** One journey into each catcher of each task. */
export const journeysIntoCatchers = (machine: Machine, wayHome: WayHome): EngineRun[] => {
  const known = routes(machine);
  return tasksOf(machine).flatMap(([name, { Catch = [] }]) =>
    Catch.map(({ ErrorEquals: [error = ''] }) => {
      const isTick = error === 'States.Timeout';
      const throws = error === 'States.ALL' ? 'UnforeseenError' : error;
      const before = deedsOn(machine, known.get(name) ?? [], isTick ? noTimeSeconds : undefined);
      const deeds: Deed[] = [...before, [name, isTick ? nobodyAnswers : { throws }]];
      return journey(machine, wayHome, `${name}: ${error}`, deeds);
    }),
  );
};

/** One journey along each way out of each Choice. */
export const journeysOverChoices = (machine: Machine, wayHome: WayHome): EngineRun[] => {
  const known = routes(machine);
  return statesOf(machine)
    .filter(([, { Type }]) => Type === 'Choice')
    .flatMap(([name, state]) =>
      stepsFrom(state).map((step) => {
        const deeds = deedsOn(machine, [...(known.get(name) ?? []), step]);
        return journey(machine, wayHome, `${name} ${step.action}`, deeds);
      }),
    );
};
