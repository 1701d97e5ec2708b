import type { Broken, Findings } from './explore.ts';
import { scheduleLines } from './schedule.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What a broken invariant looks like, with the command that shows it again. */
export const brokenLines = ({ rehearsal, shrunk, violations }: Broken): string[] => [
  '',
  `BROKEN in rehearsal ${rehearsal}: scenario ${shrunk.scenario}${shrunk.sample ? ` with ${shrunk.sample}` : ''}, seed ${shrunk.seed}`,
  ...scheduleLines(shrunk).map((line) => `  ${line}`),
  ...violations.map(({ invariant, at, sentence }) => `  ${invariant} at ${at} s: ${sentence}`),
  `replay  npm run explore -- rollout --replay ${quoted(JSON.stringify(shrunk))}`,
];

const reachedLine = (what: string, { reached, missing }: Findings['states']): string =>
  `${what}: ${reached.length} of ${reached.length + missing.length} reached${
    missing.length > 0 ? `; not reached: ${missing.join(' | ')}` : ''
  }`;

/** What an exploration has looked at. */
export const findingLines = (findings: Findings): string[] => [
  `${findings.rehearsals} rehearsals; ${findings.sites} mutating calls, ${findings.enumerated} enumerated faults, ${findings.faultsMet} faults met`,
  `${findings.checks} checks of invariants`,
  reachedLine('states', findings.states),
  reachedLine('catches', findings.catches),
  ...findings.unknownCalls.map((call) => `not in the enumeration: ${call}`),
  ...(findings.broken ? brokenLines(findings.broken) : ['every invariant held']),
];
