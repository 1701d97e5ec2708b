import { forGood } from './enumerate.ts';
import { during, isPlain, type PlannedFault, type Schedule } from './schedule.ts';
import type { SeenCall } from './seen-calls.ts';
import { faultAt } from './sites.ts';
import { type Subject, statesOf } from './subject.ts';
import type { Trial } from './trial.ts';

/** By then the guardian has ended the run of an execution that was stopped. */
const settledSeconds = 130;

/** The functions that are tasks of a machine; others run while it is in whatever state. */
const taskFunctions = (subject: Subject): ReadonlySet<string> =>
  new Set(
    Object.values(statesOf(subject)).flatMap(({ Arguments }) => {
      const name = Arguments?.FunctionName?.['Fn::GetAtt']?.[0];
      return name === undefined ? [] : [name];
    }),
  );

/** The first call to the table that each state's own function makes. */
const firstCalls = ({ calls }: Trial, tasks: ReadonlySet<string>): Map<string, SeenCall> => {
  const first = new Map<string, SeenCall>();
  for (const call of calls) {
    const isOwn = call.service === 'DynamoDB' && tasks.has(call.function);
    if (isOwn && !first.has(call.state)) first.set(call.state, call);
  }
  return first;
};

/** A state of the machine in the shortest rehearsal that goes through it. */
interface Place {
  readonly state: string;
  readonly trial: Trial;
  /** The first call to the table that the state's own function makes there. */
  readonly call: SeenCall | undefined;
}

const placesIn = (trials: readonly Trial[], subject: Subject): readonly Place[] => {
  const found = new Map<string, Place>();
  const tasks = taskFunctions(subject);
  const byLength = trials
    .filter(({ schedule, runs }) => isPlain(schedule) && runs === 1)
    .toSorted((a, b) => a.calls.length - b.calls.length);
  for (const trial of byLength) {
    const calls = firstCalls(trial, tasks);
    for (const state of trial.states)
      if (!found.has(state)) found.set(state, { state, trial, call: calls.get(state) });
  }
  return [...found.values()];
};

const stopped = ({ trial, state }: Place): Schedule => ({
  ...trial.schedule,
  interventions: [
    { do: 'stop-execution', when: during(state, 1, 0) },
    { do: 'redrive-execution', when: during(state, 1, settledSeconds) },
  ],
});

const cutOff = ({ trial, call }: Place): Schedule[] =>
  call ? [faultAt(trial.schedule, call, { kind: 'before', error: 'internal' }, forGood)] : [];

/** Longer than a task of the machine waits for its function. */
const lateSeconds = 40;

const badStarts = ({ trial, call }: Place): Schedule[] => {
  if (!call) return [];
  const { function: start, start: occurrence } = call;
  const faults: PlannedFault[] = [
    { start, occurrence, fault: { kind: 'late-start', seconds: lateSeconds } },
    { start, occurrence, fault: { kind: 'refused-start' } },
  ];
  return faults.map((fault) => ({ ...trial.schedule, faults: [fault] }));
};

/**
 * What no single fault of a call brings about: the table is out of reach from a state on for longer
 * than every Retry, a state's function begins after its task has timed out or is refused, and an
 * execution that was stopped in a state is redriven after the guardian has ended its run.
 */
export const recoveries = (trials: readonly Trial[], subject: Subject): Schedule[] =>
  placesIn(trials, subject).flatMap((place) => [
    stopped(place),
    ...cutOff(place),
    ...badStarts(place),
  ]);

/** What others do as each state is entered for the last time. */
export const interruptions = (trials: readonly Trial[], subject: Subject): Schedule[] =>
  placesIn(trials, subject).flatMap(({ state, trial }) =>
    subject.interrupting.map((deed) => ({
      ...trial.schedule,
      interventions: [{ ...deed, when: during(state, trial.visits[state] ?? 1, 0) }],
    })),
  );
