import { readFile } from 'node:fs/promises';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { planFrom } from '../../functions/rollout/read-plan.ts';

export interface ServiceFile {
  readonly file: string;
  readonly text: string;
}

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    const mistake = { path: '--service', value: `${file} (${why})`, allowed: 'a readable file' };
    throw new InvalidInputError('the service file', [mistake], { cause: error });
  }
};

/**
 * Reads and checks a catalogue file before anything is rehearsed with it.
 *
 * @throws InvalidInputError
 */
export const readService = async (file: string): Promise<ServiceFile> => {
  const text = await textOf(file);
  planFrom(text, file);
  return { file, text };
};
