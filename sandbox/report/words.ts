import type { RehearsalOutcome } from '../rehearsal.ts';

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
  `${count} ${count === 1 ? one : many}`;

/** A measured value with at most three decimals and its unit; a dash where nothing was seen. */
export const valueText = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : `${Number(value.toFixed(3))}${unit === '' ? '' : ` ${unit}`}`;
