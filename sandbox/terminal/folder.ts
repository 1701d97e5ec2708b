import { access, constants, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInputError } from '../../functions/platform/errors.ts';

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Step by step, since below /proc `mkdir` with `recursive` tries for ever. */
const make = async (directory: string): Promise<void> => {
  try {
    await mkdir(directory);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const parent = dirname(directory);
    if (codeOf(error) !== 'ENOENT' || parent === directory) throw error;
    await make(parent);
    await mkdir(directory);
  }
};

const why = (error: unknown): string =>
  codeOf(error) === 'ENOTDIR' ? 'a file is in the way' : (codeOf(error) ?? String(error));

/**
 * Makes a directory where it is missing.
 *
 * @param path what names it to the user, such as a flag.
 * @throws InvalidInputError when nothing can be written there.
 */
export const makeFolder = async (directory: string, path: string): Promise<void> => {
  try {
    await make(directory);
    await access(`${directory}/.`, constants.W_OK);
  } catch (error) {
    const value = `${directory || '""'} (${why(error)})`;
    const mistake = { path, value, allowed: 'a directory that can be written to' };
    throw new InvalidInputError('the directory', [mistake], { cause: error });
  }
};
