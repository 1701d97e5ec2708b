import {
  type Catcher,
  invokesFunction,
  type Machine,
  type Rule,
  tasksOf,
  waitsForToken,
} from './machine.ts';
import { nextStates } from './paths.ts';

/** What AWS or the network does wrong by itself; repeating the same call is the answer. */
export const transientErrors = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
];

const retried = (state: { Retry?: readonly { ErrorEquals: readonly string[] }[] }): string[] =>
  (state.Retry ?? []).flatMap((retrier) => retrier.ErrorEquals);

export const standardRetry: Rule = (machine) =>
  tasksOf(machine)
    .filter(([, state]) => invokesFunction(state))
    .flatMap(([name, state]) => {
      const missing = transientErrors.filter((error) => !retried(state).includes(error));
      return missing.length === 0 ? [] : [`${name}: Retry does not list ${missing.join(', ')}`];
    });

/** A timed-out wait is the next tick, and these two names would repeat it with every other error. */
export const quietWaits: Rule = (machine) =>
  tasksOf(machine)
    .filter(([, state]) => waitsForToken(state))
    .flatMap(([name, state]) => {
      const wrong = retried(state).filter((error) =>
        ['States.Timeout', 'States.TaskFailed', 'States.ALL'].includes(error),
      );
      const named = (state.Catch ?? []).some((each) => each.ErrorEquals.includes('States.Timeout'));
      return [
        ...wrong.map((error) => `${name}: a wait must not retry ${error}`),
        ...(named ? [] : [`${name}: a wait has no Catch for States.Timeout, its next tick`]),
      ];
    });

const isLastResort = (catcher: Catcher | undefined): boolean =>
  catcher?.ErrorEquals.length === 1 && catcher.ErrorEquals[0] === 'States.ALL';

export const lastCatch: Rule = (machine) =>
  tasksOf(machine).flatMap(([name, state]) => {
    const catchers = state.Catch ?? [];
    const early = catchers.slice(0, -1).filter((each) => each.ErrorEquals.includes('States.ALL'));
    return [
      ...(isLastResort(catchers.at(-1)) ? [] : [`${name}: the last Catch is not States.ALL alone`]),
      ...early.map(() => `${name}: States.ALL is caught before the last Catch`),
    ];
  });

const succeedsFrom = (machine: Machine, start: string): boolean => {
  const seen = new Set([start]);
  for (const name of seen) for (const next of nextStates(machine.States[name])) seen.add(next);
  return [...seen].some((name) => machine.States[name]?.Type === 'Succeed');
};

const successfulCatches = (machine: Machine): string[] =>
  tasksOf(machine).flatMap(([name, state]) =>
    (state.Catch ?? [])
      .filter((catcher) => succeedsFrom(machine, catcher.Next))
      .flatMap((catcher) => catcher.ErrorEquals)
      .filter((error) => !(waitsForToken(state) && error === 'States.Timeout'))
      .map((error) => `${name} / ${error}`),
  );

/** A failure never ends as a success, except where someone has said why it may. */
export const failuresFail: Rule = (machine, { recoveries }) => {
  const found = successfulCatches(machine);
  return [
    ...found
      .filter((each) => recoveries[each] === undefined)
      .map((each) => `${each}: a path leads from this Catch to a Succeed and is not listed`),
    ...Object.keys(recoveries)
      .filter((each) => !found.includes(each))
      .map((each) => `${each}: listed as a recovery, but no path leads from it to a Succeed`),
  ];
};
