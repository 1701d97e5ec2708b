import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import type { ServiceEntry } from '../../functions/rollout/domain/plan.ts';
import { cataloguePath, planFrom } from '../../functions/rollout/read-plan.ts';
import { invocation } from '../../functions/runs/domain/message.ts';
import type { Target } from '../../functions/traffic/domain/target.ts';
import { makeFolder } from '../terminal/folder.ts';
import { tellingMistakes } from '../terminal/telling-mistakes.ts';
import { annotated } from './annotated.ts';
import { type Flags, readFlags } from './arguments.ts';
import { entryOf, flagsOfKind } from './entry.ts';

/** What the command needs of the world around it. */
export interface Surroundings {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Asks a person for what is missing; undefined when nobody is there to be asked. */
  readonly ask: ((flags: Flags) => Promise<Flags | undefined>) | undefined;
}

const isComplete = (flags: Flags): boolean => {
  const ofKind = flagsOfKind[flags.kind === 'lambda-alias' ? 'lambda-alias' : 'alb'];
  return (['name', 'kind', 'description', 'owner', ...ofKind] as const).every(
    (field) => flags[field] !== undefined,
  );
};

const writeOnce = async (path: string, text: string, force: boolean): Promise<void> => {
  await makeFolder(dirname(path), 'catalogue');
  try {
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const mistake =
      code === 'EEXIST'
        ? { path, value: 'an existing file', allowed: 'a new name, or --force' }
        : { path, value: `this path (${code})`, allowed: 'a file that can be written' };
    throw new InvalidInputError('the new service', [mistake], { cause: error });
  }
};

/** What the commands of Serverless are told, which else look in us-east-1. */
const regionFlag = (traffic: Target): string =>
  traffic.kind === 'alb' ? ` --region ${traffic.rule.split(':')[3]}` : '';

const nextSteps = (path: string, { service, traffic }: ServiceEntry): string => `wrote ${path}

Next:
  1. Read it: every field is explained, the defaults are filled in.
  2. Rehearse it:   npm run rehearse -- rollout good --service ${path}
                    npm run rehearse -- rollout errors --service ${path}
  3. Deploy it:     npx serverless deploy${regionFlag(traffic)} --param="email=you@example.com"
  4. Allow it:      tag the rule or function evenkeel=managed (the next command prints how)
  5. Look at it:    ${invocation('check-service', { service })}${regionFlag(traffic)}
${traffic.kind === 'alb' ? '' : 'Where the function is not in us-east-1, 3 and 5 need its --region.\n'}`;

const run = async (words: readonly string[], surroundings: Surroundings): Promise<number> => {
  const flags = readFlags(words, surroundings.write);
  if (flags === 'helped') return 0;
  const { ask } = surroundings;
  const answers = isComplete(flags) || ask === undefined ? flags : await ask(flags);
  if (answers === undefined) return 2;
  const entry = entryOf(answers);
  const path = cataloguePath(entry.service);
  const text = annotated(entry);
  planFrom(text, path);
  await writeOnce(path, text, flags.force);
  surroundings.write(nextSteps(path, entry));
  return 0;
};

/**
 * The command `new-service`. Paths are below the working directory.
 *
 * @returns the exit code: 0 written, 2 bad input, with one line for each mistake.
 */
export const command = (words: readonly string[], surroundings: Surroundings): Promise<number> =>
  tellingMistakes(
    () => run(words, surroundings),
    (line) => surroundings.complain(`${line}\n`),
  );
