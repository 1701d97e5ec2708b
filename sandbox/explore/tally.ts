import { catchesOf } from './coverage.ts';
import { type Subject, statesOf } from './subject.ts';
import type { Trial } from './trial.ts';
import type { Counts } from './troubles.ts';

/** How often each of a known set was seen, the missing ones by name. */
export interface Reached {
  readonly counts: Counts;
  readonly missing: readonly string[];
}

/** Adds up counts under their names. */
const sums = () => {
  const counts: Record<string, number> = {};
  return {
    counts,
    add: (more: Counts): void => {
      for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count;
    },
    addOnce: (names: readonly string[]): void => {
      for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
    },
  };
};

const reached = (counts: Counts, all: readonly string[]): Reached => ({
  counts,
  missing: all.filter((name) => !counts[name]),
});

/** What all rehearsals of an exploration have seen together. */
export interface Seen {
  readonly rehearsals: number;
  /** Trouble that calls, starts and events have met, by kind. */
  readonly faults: Reached;
  /** What people and other tools did. */
  readonly interventions: Reached;
  readonly invariants: Reached;
  /** In how many rehearsals each was reached. */
  readonly states: Reached;
  readonly catches: Reached;
  /** Mutating calls, as `function service action`. */
  readonly calls: ReadonlySet<string>;
}

/** @param faultKinds every kind of trouble that there is. */
export const createTally = (
  subject: Subject,
  faultKinds: readonly string[],
  invariants: readonly string[],
) => {
  const machine = statesOf(subject);
  const [faults, deeds, checks, states, catches] = [sums(), sums(), sums(), sums(), sums()];
  const calls = new Set<string>();
  let rehearsals = 0;
  return {
    add: (trial: Trial): void => {
      rehearsals += 1;
      faults.add(trial.met);
      deeds.add(trial.played);
      checks.add(trial.checks);
      states.addOnce(trial.states);
      catches.addOnce(trial.catches);
      for (const { mutating, function: name, service, action } of trial.calls)
        if (mutating) calls.add(`${name} ${service} ${action}`);
    },
    seen: (): Seen => ({
      rehearsals,
      faults: reached(faults.counts, faultKinds),
      interventions: reached(deeds.counts, subject.deeds),
      invariants: reached(checks.counts, invariants),
      states: reached(states.counts, Object.keys(machine)),
      catches: reached(catches.counts, catchesOf(machine)),
      calls,
    }),
  };
};

export type Tally = ReturnType<typeof createTally>;
