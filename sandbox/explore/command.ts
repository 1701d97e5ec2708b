import { tellingMistakes } from '../terminal/telling-mistakes.ts';
import { type Asked, readArguments } from './arguments.ts';
import { explore } from './explore.ts';
import { type Tried, tryVariants } from './explore-variants.ts';
import { keepCase } from './kept-case.ts';
import { hearInterrupt, type Interrupt, limitOf } from './limits.ts';
import { createPool, type Pool } from './pool.ts';
import { replay } from './replay.ts';
import { type Found, findingLines, triedLine, triedSum } from './report.ts';
import type { Broken } from './search.ts';
import { subjectOf } from './subject.ts';
import { variantsOf } from './variants.ts';

export interface Outputs {
  readonly write: (line: string) => void;
  readonly writeError: (line: string) => void;
}

interface Doing extends Outputs {
  readonly asked: Asked;
  readonly interrupt: Interrupt;
}

const usualRuns = 200;

/** Keeps what was found as files; what a variant breaks is no case of the product. */
const kept = async (broken: readonly Broken[], { variant }: Asked): Promise<Found['broken']> => {
  if (variant !== undefined) return broken;
  const files: Found['broken'][number][] = [];
  for (const each of broken) files.push({ ...each, file: await keepCase(each) });
  return files;
};

const exploreOne = async (
  workflow: string,
  pool: Pool,
  { asked, interrupt, writeError }: Doing,
): Promise<Found> => {
  const { workflows, minutes, runs, seed, quick, variant, json } = asked;
  const share = minutes && minutes / workflows.length;
  const findings = await explore({
    subject: subjectOf(workflow),
    runs: runs ?? (minutes === undefined ? usualRuns : Number.POSITIVE_INFINITY),
    seed,
    quick,
    pool,
    whyStop: limitOf(interrupt, share),
    whyLeaveLists: limitOf(interrupt, share && share / 2),
    goesOn: minutes !== undefined,
    asFound: variant !== undefined,
    tell: json ? () => {} : writeError,
  });
  return { ...findings, broken: await kept(findings.broken, asked) };
};

const exploreAll = async (pool: Pool, doing: Doing): Promise<readonly Found[]> => {
  const { asked, interrupt, write } = doing;
  const found: Found[] = [];
  for (const workflow of asked.workflows) {
    if (interrupt.isHeard()) break;
    const one = await exploreOne(workflow, pool, doing);
    found.push(one);
    if (!asked.json) for (const line of findingLines(one)) write(line);
  }
  return found;
};

const tryAll = async ({ asked, interrupt, write }: Doing): Promise<readonly Tried[]> => {
  const { workflows, runs = usualRuns, json } = asked;
  const tell = (line: string): void => (json ? undefined : write(line));
  const tried = await tryVariants(
    { runs, atOnce: 2, workflows, isStopped: interrupt.isHeard },
    (one) => tell(triedLine(one)),
  );
  tell(triedSum(tried, workflows.flatMap(variantsOf).length));
  return tried;
};

const isGood = (found: readonly Found[], tried: readonly Tried[]): boolean =>
  found.every(({ broken, unknownCalls }) => broken.length + unknownCalls.length === 0) &&
  tried.every(({ isFound }) => isFound);

/** Variants alone, unless a time to look is given: then after everything else. */
const look = async (pool: Pool, doing: Doing): Promise<boolean> => {
  const { asked, write } = doing;
  const isExploring = !asked.variants || asked.minutes !== undefined;
  const found = isExploring ? await exploreAll(pool, doing) : [];
  const tried = asked.variants ? await tryAll(doing) : undefined;
  if (asked.json) write(JSON.stringify({ workflows: found, variants: tried }));
  else if (!tried && isExploring && asked.variant === undefined)
    write('variants without a guard: not tried (--variants)');
  return isGood(found, tried ?? []);
};

const run = async (asked: Asked, outputs: Outputs): Promise<boolean> => {
  const interrupt = hearInterrupt();
  const pool = createPool(asked.variant === undefined ? undefined : 1);
  try {
    return asked.replay === undefined
      ? await look(pool, { asked, interrupt, ...outputs })
      : await replay(asked.replay, asked, pool, outputs.write);
  } finally {
    interrupt.done();
    await pool.close();
  }
};

/**
 * The command `explore`.
 *
 * @returns the exit code: 0 every invariant held, 1 one is broken or a variant was missed, 2 bad input.
 */
export const command = (words: readonly string[], outputs: Outputs): Promise<number> =>
  tellingMistakes(async () => {
    const asked = readArguments(words, outputs.write, process.env.EVENKEEL_VARIANT);
    return !asked || (await run(asked, outputs)) ? 0 : 1;
  }, outputs.writeError);
