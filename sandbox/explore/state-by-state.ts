import { scenarios } from '../scenarios/catalogue.ts';
import { during } from './plain.ts';
import type { Schedule } from './schedule.ts';
import { faultAt, siteOf } from './sites.ts';
import type { SeenCall, Trial } from './trial.ts';

/** By then the guardian has ended the run of an execution that was stopped. */
const settledSeconds = 130;

/** More attempts than the machine's longest Retry makes, with those of the SDK. */
const outage = 100;

/** Functions that run while the machine is in some state, without being its task. */
const outside = /^(start-rollout|guard-runs|hear-alarm|(abort|approve|signal)-run|release-lease)$/;

/** The first call to the table that each state's own function makes. */
const firstCalls = ({ calls }: Trial): Map<string, SeenCall> => {
  const first = new Map<string, SeenCall>();
  for (const call of calls) {
    const isOwn = call.service === 'DynamoDB' && !outside.test(call.function);
    if (isOwn && !first.has(call.state)) first.set(call.state, call);
  }
  return first;
};

const isOneRun = ({ schedule: { scenario, interventions } }: Trial): boolean =>
  interventions.length === 0 && scenarios.find(({ name }) => name === scenario)?.told === undefined;

/** Each state of the machine, in the shortest rehearsal that goes through it. */
const statesIn = (trials: readonly Trial[]): Map<string, { trial: Trial; call?: SeenCall }> => {
  const found = new Map<string, { trial: Trial; call?: SeenCall }>();
  const byLength = trials.filter(isOneRun).toSorted((a, b) => a.calls.length - b.calls.length);
  for (const trial of byLength) {
    const calls = firstCalls(trial);
    for (const state of trial.states)
      if (!found.has(state)) found.set(state, { trial, call: calls.get(state) });
  }
  return found;
};

/**
 * What no single fault brings about: the table is out of reach from a state on for longer than every
 * Retry, and an execution that was stopped in a state is redriven after the guardian has ended its run.
 */
export const recoveries = (trials: readonly Trial[]): Schedule[] =>
  [...statesIn(trials)].flatMap(([state, { trial, call }]): Schedule[] => {
    const stop = { state, nth: 1, afterSeconds: 0 };
    const redrive = { state, nth: 1, afterSeconds: settledSeconds };
    const stopped: Schedule = {
      ...trial.schedule,
      interventions: [
        { do: 'stop-execution', when: stop },
        { do: 'redrive-execution', when: redrive },
      ],
    };
    const cut = call && faultAt(siteOf(call, trial), { kind: 'before', error: 'internal' }, outage);
    return cut ? [stopped, cut] : [stopped];
  });

/** A person who aborts or holds, or the guardian who looks, as each state is entered for the last time. */
export const interruptions = (trials: readonly Trial[]): Schedule[] =>
  [...statesIn(trials)].flatMap(([state, { trial }]) =>
    (['abort', 'hold', 'guard'] as const).map((deed) => ({
      ...trial.schedule,
      interventions: [{ do: deed, when: during(state, trial.visits[state] ?? 1, 0) }],
    })),
  );
