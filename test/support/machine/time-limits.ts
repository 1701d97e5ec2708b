import { functionOf, type Rule, tasksOf, waitsForToken } from './machine.ts';

const isLimit = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isInteger(value) && value > 0) ||
  (typeof value === 'string' && /^\{%[\s\S]*%\}$/.test(value));

export const machineLimits: Rule = (machine) =>
  isLimit(machine.TimeoutSeconds) ? [] : ['the machine has no TimeoutSeconds'];

/** A token is waited for without end, and a call for 99,999,999 seconds, unless told otherwise. */
export const taskLimits: Rule = (machine) =>
  tasksOf(machine)
    .filter(([, state]) => !isLimit(state.TimeoutSeconds))
    .map(([name]) => `${name}: a task has no TimeoutSeconds`);

/** Otherwise the task gives up while its function still works, and the function's work is unseen. */
export const limitsOutlastFunctions: Rule = (machine, { functionTimeouts }) =>
  tasksOf(machine).flatMap(([name, state]) => {
    const limit = functionTimeouts[functionOf(state) ?? ''];
    const given = state.TimeoutSeconds;
    if (limit === undefined || waitsForToken(state)) return [];
    return typeof given === 'number' && given > limit
      ? []
      : [`${name}: TimeoutSeconds is not longer than the ${limit} s of its function`];
  });
