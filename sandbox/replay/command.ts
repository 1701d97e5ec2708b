import type { Readable } from 'node:stream';
import {
  InvalidInputError,
  type Mistake,
  UnreadableError,
} from '../../functions/platform/errors.ts';
import type { Plan } from '../../functions/rollout/domain/plan.ts';
import { planFrom } from '../../functions/rollout/read-plan.ts';
import { type Output, screenOf } from '../terminal/screen.ts';
import { readService } from '../terminal/service-file.ts';
import { tellingMistakes } from '../terminal/telling-mistakes.ts';
import { type Asked, readArguments } from './arguments.ts';
import { fedPlan, type LeftOut } from './feed.ts';
import { jsonPages } from './json-lines.ts';
import { samplesOf, survey } from './recorded.ts';
import { Replay } from './replay.ts';
import { type Page, reportPages } from './report.ts';
import { openSource, type Source } from './source.ts';
import type { Survey } from './survey.ts';

/** What the command needs of the world around it. */
export interface Surroundings {
  readonly output: Output;
  readonly errors: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input, when it is asked for. */
  readonly input: () => Readable;
}

/** A recording that can be judged, and what is known of it beforehand. */
export interface Recording {
  readonly source: Source;
  readonly survey: Survey;
  readonly plan: Plan;
  readonly leftOut: readonly LeftOut[];
}

/** What comes of each attempt; the mistakes of all that fail together. */
const allOrMistakes = async <Value>(
  attempts: readonly (() => Promise<Value>)[],
): Promise<Value[]> => {
  const values: Value[] = [];
  const mistakes: Mistake[] = [];
  for (const attempt of attempts)
    try {
      values.push(await attempt());
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      mistakes.push(...error.mistakes);
    }
  if (mistakes.length > 0) throw new InvalidInputError('what is replayed', mistakes);
  return values;
};

const planIn = async (file: string): Promise<Plan> => {
  const { text } = await readService(file);
  return planFrom(text, file);
};

/** Everything is read once before the first word is said: what is bad input says nothing. */
const checked = async (
  asked: Asked,
  open: (file: string) => Promise<Source>,
): Promise<Recording[]> => {
  let plan: Plan | undefined;
  const surveyed: { readonly source: Source; readonly survey: Survey }[] = [];
  await allOrMistakes<void>([
    async () => {
      plan = await planIn(asked.service);
    },
    ...asked.samples.map((file) => async () => {
      const source = await open(file);
      surveyed.push({ source, survey: await survey(source) });
    }),
  ]);
  return allOrMistakes(
    surveyed.map((found) => async () => {
      if (plan === undefined) throw new RangeError('--service: no plan was read');
      return { ...found, ...fedPlan(plan, found.survey, found.source.file) };
    }),
  );
};

const judged = async ({ source, plan, survey: found }: Recording, page: Page): Promise<void> => {
  const replay = new Replay(plan, found, page.note);
  for await (const sample of samplesOf(source)) page.line(replay.next(sample));
  page.decide(replay.end());
};

const replayed = async (
  asked: Asked,
  recordings: readonly Recording[],
  { output, errors, environment }: Surroundings,
): Promise<void> => {
  const pages = asked.json
    ? jsonPages(recordings, output, errors)
    : reportPages(recordings, screenOf(output, environment), asked.service);
  for (const recording of recordings) await judged(recording, pages.page(recording));
  pages.end();
};

/** Judges samples that are opened one by one, and closes them. */
const judgedFrom = async (
  asked: Asked,
  openOne: (file: string) => Promise<Source>,
  surroundings: Surroundings,
): Promise<void> => {
  const opened: Source[] = [];
  const open = async (file: string): Promise<Source> => {
    const source = await openOne(file);
    opened.push(source);
    return source;
  };
  try {
    await replayed(asked, await checked(asked, open), surroundings);
  } finally {
    for (const { close } of opened) await close();
  }
};

const replay = async (words: readonly string[], surroundings: Surroundings): Promise<number> => {
  const asked = readArguments(words, (text) => surroundings.output.write(text));
  if (asked === 'helped') return 0;
  if (asked.recording === undefined) {
    await judgedFrom(asked, (file) => openSource(file, surroundings.input), surroundings);
    return 0;
  }
  const plan = await planIn(asked.service);
  // It brings the clients of AWS, which nothing else of a replay needs.
  const { recorded } = await import('./record/command.ts');
  const open = await recorded(asked.recording, plan, surroundings);
  const samples = [`prometheus ${asked.recording.url}`];
  if (open !== undefined) await judgedFrom({ ...asked, samples }, open, surroundings);
  return 0;
};

const run = async (words: readonly string[], surroundings: Surroundings): Promise<number> => {
  try {
    return await replay(words, surroundings);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    surroundings.errors.write(`${error.message}\n`);
    return 1;
  }
};

/**
 * The command `replay`.
 *
 * @returns the exit code: 0 for any decision and for what was recorded, 1 for a server that gives no
 * recording, 2 for bad input, with one line for each mistake.
 */
export const command = (words: readonly string[], surroundings: Surroundings): Promise<number> =>
  tellingMistakes(
    () => run(words, surroundings),
    (line) => surroundings.errors.write(`${line}\n`),
  );
