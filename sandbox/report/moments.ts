import type { Rehearsal } from '../rehearsal.ts';

/** A moment of a rehearsal that is marked in the plot of the weights. */
export interface Moment {
  readonly at: number;
  readonly kind: 'regression' | 'decision' | 'stable' | 'person' | 'told';
  readonly text: string;
}

const tellingKinds: ReadonlySet<string> = new Set([
  'approval-needed',
  'held',
  'needs-operator',
  'promoted',
  'refused',
  'watched',
]);

const regressionMoments = ({ regression }: Rehearsal): Moment[] => {
  if (regression === null) return [];
  const { startsAt, decidedAt, stableAt } = regression;
  const moments: Moment[] = [
    { at: startsAt, kind: 'regression', text: 'the regression of the scenario starts' },
  ];
  if (decidedAt !== null)
    moments.push({ at: decidedAt, kind: 'decision', text: 'the rollout decides to go back' });
  if (stableAt !== null)
    moments.push({ at: stableAt, kind: 'stable', text: 'stable has 100 % again' });
  return moments;
};

/** What is worth a mark, in order of time: the regression, decisions, people, turning points. */
export const momentsOf = (rehearsal: Rehearsal): Moment[] =>
  [
    ...regressionMoments(rehearsal),
    ...rehearsal.interventions.map(({ at, what }): Moment => ({ at, kind: 'person', text: what })),
    ...rehearsal.notifications
      .filter(({ kind }) => tellingKinds.has(kind))
      .map(({ at, subject }): Moment => ({ at, kind: 'told', text: subject })),
  ].toSorted((a, b) => a.at - b.at);
