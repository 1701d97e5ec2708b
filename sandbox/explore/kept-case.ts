import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parse as parseYaml, stringify } from 'yaml';
import * as z from 'zod';
import { parse } from '../../functions/platform/parse.ts';
import { projectRoot } from '../runtime.ts';
import { toSchedule, WrittenSchedule } from './read-schedule.ts';
import type { Schedule } from './schedule.ts';
import type { Broken } from './search.ts';

/** Where schedules that once broke an invariant are kept; a test replays them all. */
export const casesFolder = join(projectRoot, 'test/simulation/regressions');

const KeptCase = z.strictObject({
  /** What went wrong, in the words of the invariant, and of who repaired it. */
  what: z.string().min(1),
  invariant: z.string().min(1),
  schedule: WrittenSchedule,
});

/** A schedule that once broke an invariant, and must not again. */
export interface KeptCase {
  /** From the project's root. */
  readonly file: string;
  readonly what: string;
  readonly invariant: string;
  readonly schedule: Schedule;
}

/** Reads one case. @param path from wherever the program runs. @throws InvalidInputError */
export const readCase = async (path: string): Promise<KeptCase> => {
  const file = relative(projectRoot, path);
  const { schedule, ...rest } = parse(KeptCase, parseYaml(await readFile(path, 'utf8')), file);
  return { file, ...rest, schedule: toSchedule(schedule) };
};

/** Every case that is kept, by the names of the files. */
export const readCases = async (folder = casesFolder): Promise<KeptCase[]> => {
  const names = await readdir(folder);
  return Promise.all(
    names
      .filter((name) => name.endsWith('.yml'))
      .toSorted()
      .map((name) => readCase(join(folder, name))),
  );
};

/** Keeps what was found. @returns its file, from the project's root; the same one for the same case. */
export const keepCase = async (
  { shrunk: schedule, violations: [first] }: Broken,
  folder = casesFolder,
): Promise<string> => {
  const { invariant = '', sentence = '' } = first ?? {};
  const hash = createHash('sha256').update(JSON.stringify(schedule)).digest('hex').slice(0, 8);
  const path = join(folder, `${invariant}-${hash}.yml`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, stringify({ what: sentence, invariant, schedule }, { lineWidth: 100 }));
  return relative(projectRoot, path);
};
