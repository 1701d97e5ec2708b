import type { Rehearsal } from '../rehearsal.ts';
import { endedAsExpected, reactionOf, reactionText } from '../report/reaction.ts';
import { durationText } from '../report/time-text.ts';
import { counted, heldOf, outcomeTitles } from '../report/words.ts';
import { paragraph } from './layout.ts';
import { paint, type Screen } from './screen.ts';
import { tableLines } from './table.ts';
import { wrap } from './wrap.ts';

const columnsWithoutBecause = [
  { title: 'scenario', width: 17 },
  { title: 'outcome', width: 12 },
];

const reactionCell = (rehearsal: Rehearsal): string => {
  const reaction = reactionOf(rehearsal);
  return reaction === null ? '-' : reactionText(reaction);
};

/** One row for each rehearsal: how it ended, why, and how fast. */
export const summaryTable = (rehearsals: readonly Rehearsal[], screen: Screen): string => {
  const [header = '', ...rest] = tableLines(
    [
      ...columnsWithoutBecause,
      { title: 'because' },
      { title: 'virtual time', width: 12 },
      { title: 'regression to stable = 100 %', width: 22 },
    ],
    rehearsals.map((rehearsal) => [
      rehearsal.scenario,
      `${rehearsal.outcome}${endedAsExpected(rehearsal) ? '' : ' (!)'}`,
      rehearsal.because,
      durationText(rehearsal.virtualSeconds),
      reactionCell(rehearsal),
    ]),
    screen.columns(),
  );
  return [paint(screen, 'strong', header), ...rest].join('\n');
};

/** What is said before a rehearsal is shown. */
export const opening = (rehearsal: Rehearsal, screen: Screen): string => {
  const { workflow, scenario, seed, plan, story } = rehearsal;
  const steps = plan?.rollout.steps.map(({ weight }) => `${weight} %`).join(', ');
  const what = plan === null ? '' : `, service ${plan.service}, steps ${steps}`;
  return [
    paint(screen, 'strong', `${workflow} / ${scenario}`) +
      paint(screen, 'dim', `  seed ${seed}${what}`),
    ...wrap(story, screen.columns()),
  ].join('\n');
};

const ending = (rehearsal: Rehearsal): string => {
  const { outcome, expected } = rehearsal;
  return outcome === expected
    ? 'as expected'
    : `EXPECTED: ${outcomeTitles[expected].toLowerCase()}`;
};

const invariantsText = ({ invariants }: Rehearsal): string => {
  const broken = invariants.filter(({ held }) => !held);
  if (broken.length > 0) return `BROKEN INVARIANT: ${broken.map(({ name }) => name).join('; ')}`;
  const { count, where } = heldOf(invariants);
  return `${counted(count, 'invariant')} held ${where}`;
};

/** What is said after a rehearsal was shown: outcome, because, times, invariants. */
export const closing = (rehearsal: Rehearsal, screen: Screen): string => {
  const { outcome, error, because, virtualSeconds, states, historyEvents, wallMs } = rehearsal;
  const isGood = endedAsExpected(rehearsal);
  const reaction = reactionOf(rehearsal);
  const title = `${outcomeTitles[outcome].toUpperCase()} (${ending(rehearsal)})`;
  const facts = [
    ...(reaction === null ? [] : [`regression to stable = 100 %: ${reactionText(reaction)}`]),
    `${durationText(virtualSeconds)} on the virtual clock in ${Math.round(wallMs)} ms`,
    `${counted(states.length, 'state')} visited, ${counted(historyEvents, 'history event')}`,
    ...(error === null ? [] : [`the execution failed with ${error}`]),
    invariantsText(rehearsal),
  ];
  return [
    paint(screen, isGood ? 'good' : 'bad', title),
    paragraph('because', because, screen),
    ...facts.map((fact) => paragraph('   -   ', fact, screen)),
  ].join('\n');
};
