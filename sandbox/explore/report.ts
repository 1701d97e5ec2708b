import { tableLines } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';
import type { Findings, Part } from './explore.ts';
import type { Tried } from './explore-variants.ts';
import { scheduleLines } from './schedule.ts';
import type { Broken } from './search.ts';
import type { Reached } from './tally.ts';

const width = 100;

const number = (value: number): string => value.toLocaleString('en-US');

/** A broken invariant with the file that keeps it, once it has one. */
type Kept = Broken & { readonly file?: string };

/** Findings as they are printed. */
export type Found = Omit<Findings, 'broken'> & { readonly broken: readonly Kept[] };

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What a broken invariant looks like, with the command that shows it again. */
export const brokenLines = ({ rehearsal, shrunk, violations, file }: Kept): string[] => {
  const sample = shrunk.sample ? ` with ${shrunk.sample}` : '';
  return [
    `BROKEN in rehearsal ${rehearsal}: ${shrunk.workflow} ${shrunk.scenario}${sample}, seed ${shrunk.seed}`,
    ...scheduleLines(shrunk).map((line) => `  ${line}`),
    ...violations.map(({ invariant, at, sentence }) => `  ${invariant} at ${at} s: ${sentence}`),
    ...(file ? [`  kept in ${file}`] : []),
    `  replay: npm run explore -- --replay ${file ?? quoted(JSON.stringify(shrunk))}`,
  ];
};

const partRow = ({ what, planned, tried }: Part): string[] => [
  what,
  planned === undefined || planned === tried
    ? number(tried)
    : `${number(tried)} of ${number(planned)}`,
];

const indented = (text: string): string[] => wrap(text, width - 2).map((line) => `  ${line}`);

/** Everything that was counted, the most frequent first. */
const countsLines = (title: string, { counts }: Reached): string[] => {
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  const sum = sorted.reduce((total, [, count]) => total + count, 0);
  const text = sorted.map(([name, count]) => `${name} ${number(count)}`).join(' · ');
  return ['', `${title}: ${number(sum)}`, ...(sum > 0 ? indented(text) : [])];
};

const rarestShown = 3;

const reachedLine = (title: string, { counts, missing }: Reached): string => {
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => a - b);
  const rarest = sorted
    .slice(0, rarestShown)
    .map(([name, count]) => `${name} (${number(count)})`)
    .join(', ');
  return `${title}: ${sorted.length} of ${sorted.length + missing.length}; seldom ${rarest}`;
};

const missingRows = (findings: Found): string[][] => {
  const { states, catches, faults, interventions, invariants } = findings;
  const all = { states, catches, faults, interventions, 'invariants checked': invariants };
  return Object.entries(all).flatMap(([what, { missing }]) => missing.map((name) => [what, name]));
};

const endings: Readonly<Record<Findings['ended'], string>> = {
  finished: 'everything was looked at',
  broken: 'ended at the first that was found',
  time: 'the time was up',
  interrupted: 'interrupted',
};

const timeText = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

const verdictOf = ({ broken, unknownCalls }: Found): string => {
  if (broken.length > 0) return `${broken.length} broken`;
  return unknownCalls.length > 0
    ? 'every invariant held, but calls are missing'
    : 'every invariant held';
};

/** What an exploration of one workflow has looked at. */
export const findingLines = (findings: Found): string[] => {
  const { workflow, rehearsals, seconds, ended, parts, sites, unknownCalls, broken } = findings;
  const missing = missingRows(findings);
  return [
    '',
    `${workflow}: ${verdictOf(findings)}`,
    `${number(rehearsals)} rehearsals in ${timeText(seconds)}; ${endings[ended]}; ${sites} mutating calls told apart`,
    '',
    ...tableLines(
      [{ title: 'looked at' }, { title: 'rehearsals', width: 16 }],
      parts.map(partRow),
      76,
    ),
    ...countsLines('trouble met', findings.faults),
    ...countsLines('what people and other tools did', findings.interventions),
    ...countsLines('checks of invariants', findings.invariants),
    '',
    ...wrap(reachedLine('states', findings.states), width),
    ...wrap(reachedLine('catches', findings.catches), width),
    '',
    ...(missing.length === 0
      ? ['not reached: nothing']
      : tableLines([{ title: 'not reached', width: 18 }, { title: 'name' }], missing, width)),
    ...unknownCalls.map((call) => `not in the enumeration: ${call}`),
    ...broken.flatMap((each) => ['', ...brokenLines(each)]),
  ];
};

/** One variant, as soon as it was tried. */
export const triedLine = ({ variant, rehearsal, invariant, isFound }: Tried): string =>
  `${isFound ? 'killed' : 'MISSED'}  ${variant}: ${
    rehearsal === undefined ? 'nothing was broken' : `${invariant} in rehearsal ${rehearsal}`
  }`;

/** How many of the variants were found. */
export const triedSum = (tried: readonly Tried[], all: number): string => {
  const killed = tried.filter(({ isFound }) => isFound).length;
  const left = all - tried.length;
  return `variants without a guard: ${killed} of ${all} killed${left > 0 ? `, ${left} not tried` : ''}`;
};
