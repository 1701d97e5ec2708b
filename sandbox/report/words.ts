import type { Rehearsal, RehearsalOutcome } from '../rehearsal.ts';

/** An outcome as a headline. */
export const outcomeTitles: Readonly<Record<RehearsalOutcome, string>> = {
  promoted: 'Promoted',
  'rolled-back': 'Rolled back',
  held: 'Held',
  refused: 'Refused',
  'needs-operator': 'Needs an operator',
  watched: 'Watched',
  unfinished: 'Unfinished',
};

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

interface Held {
  /** How many invariants held with something to check. */
  readonly count: number;
  /** In how many checks, and how many invariants had nothing to check. */
  readonly where: string;
}

/** What held, for a run that broke no invariant: one that was never checked has not held. */
export const heldOf = (invariants: Rehearsal['invariants']): Held => {
  const checks = invariants.reduce((sum, each) => sum + each.checks, 0);
  const idle = invariants.filter((each) => each.checks === 0).length;
  const where = `in ${counted(checks, 'check')}`;
  return {
    count: invariants.length - idle,
    where: idle === 0 ? where : `${where}, ${idle} had nothing to check`,
  };
};

/** A measured value with at most three decimals and its unit; a dash where nothing was seen. */
export const valueText = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : `${Number(value.toFixed(3))}${unit === '' ? '' : ` ${unit}`}`;
