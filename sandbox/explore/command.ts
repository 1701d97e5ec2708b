import { InvalidInputError, mistakeLine } from '../../functions/platform/errors.ts';
import { type Asked, readArguments } from './arguments.ts';
import { explore } from './explore.ts';
import { type Tried, tryVariants } from './explore-variants.ts';
import { createPool, type Pool } from './pool.ts';
import { randomSchedule } from './random-schedule.ts';
import { readSchedule } from './read-schedule.ts';
import { findingLines } from './report.ts';
import { type Schedule, scheduleLines } from './schedule.ts';

export interface Outputs {
  readonly write: (line: string) => void;
  readonly writeError: (line: string) => void;
}

const faultsPerSiteWhenQuick = 2;

const scheduleOf = (text: string, pool: Pool): Promise<Schedule> =>
  /^\d+$/.test(text)
    ? randomSchedule(Number(text), pool.tryOut)
    : Promise.resolve(readSchedule(text));

const replay = async (text: string, asked: Asked, pool: Pool, { write }: Outputs) => {
  const schedule = await scheduleOf(text, pool);
  const trial = await pool.tryOut(schedule);
  const { outcome, violations } = trial;
  if (asked.json) write(JSON.stringify({ schedule, outcome, violations }));
  else {
    write(`scenario ${schedule.scenario}, seed ${schedule.seed}: ${outcome}`);
    for (const line of scheduleLines(schedule)) write(`  ${line}`);
    for (const { invariant, at, sentence } of violations)
      write(`  ${invariant} at ${at} s: ${sentence}`);
  }
  return violations.length === 0 ? 0 : 1;
};

const lookEverywhere = async (asked: Asked, pool: Pool, { write, writeError }: Outputs) => {
  const findings = await explore({
    runs: asked.runs,
    seed: asked.seed,
    ...(asked.quick && { faultsPerSite: faultsPerSiteWhenQuick }),
    pool,
    tell: asked.json ? () => {} : writeError,
  });
  if (asked.json) write(JSON.stringify(findings));
  else for (const line of findingLines(findings)) write(line);
  return findings.broken || findings.unknownCalls.length > 0 ? 1 : 0;
};

const triedLine = ({ variant, rehearsal, invariant, isFound }: Tried): string =>
  `${isFound ? 'found ' : 'MISSED'} ${variant.name}: ${
    rehearsal === undefined
      ? 'nothing was broken'
      : `${invariant} was broken in rehearsal ${rehearsal}`
  }`;

const lookAtVariants = async (asked: Asked, { write }: Outputs): Promise<number> => {
  const tried = await tryVariants(asked.runs, 2, (one) => {
    if (!asked.json) write(triedLine(one));
  });
  if (asked.json) write(JSON.stringify(tried));
  return tried.every(({ isFound }) => isFound) ? 0 : 1;
};

const run = async (asked: Asked, outputs: Outputs): Promise<number> => {
  if (asked.variants) return lookAtVariants(asked, outputs);
  const pool = createPool(asked.variant === undefined ? undefined : 1);
  try {
    return asked.replay === undefined
      ? await lookEverywhere(asked, pool, outputs)
      : await replay(asked.replay, asked, pool, outputs);
  } finally {
    await pool.close();
  }
};

/**
 * The command `explore`.
 *
 * @returns the exit code: 0 every invariant held, 1 one is broken, 2 bad input.
 */
export const command = async (words: readonly string[], outputs: Outputs): Promise<number> => {
  try {
    const asked = readArguments(words, outputs.write);
    return asked ? await run(asked, outputs) : 0;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    for (const mistake of error.mistakes) outputs.writeError(mistakeLine(mistake));
    return 2;
  }
};
