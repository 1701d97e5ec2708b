import type { Call } from './recorder.ts';

const counted = <Each>(all: readonly Each[], nameOf: (each: Each) => string) =>
  [...Map.groupBy(all, nameOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** What functions have asked of which service, and how often. */
export const callSummary = (calls: readonly Call[]): string => {
  const lines = counted(calls, ({ service }) => service).map(([service, ofService]) => {
    const actions = counted(ofService, ({ action }) => action);
    const counts = actions.map(([action, { length }]) => `${action} ${length}`);
    return `  ${service}: ${counts.join(', ')}`;
  });
  return [`${calls.length} calls over the wire:`, ...lines].join('\n');
};

/** The actions that a policy forbade, each once. */
export const deniedIn = (calls: readonly Call[]): string[] =>
  [
    ...new Set(
      calls.filter(({ denied }) => denied).map(({ service, action }) => `${service}:${action}`),
    ),
  ].toSorted();
