import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidInputError } from '../../functions/platform/errors.ts';

/** A recording that can be read more than once, from its beginning each time. */
export interface Source {
  /** As the user wrote it. */
  readonly file: string;
  readonly pieces: () => AsyncIterable<string>;
  readonly close: () => Promise<void>;
}

const unreadable = (file: string, error: unknown): InvalidInputError => {
  const why = (error as NodeJS.ErrnoException).code ?? String(error);
  const mistake = {
    path: '--samples',
    value: `${file} (${why})`,
    allowed: 'a readable file of recorded buckets, or - for standard input',
  };
  return new InvalidInputError('the recording', [mistake], { cause: error });
};

async function* readable(file: string, path: string): AsyncGenerator<string> {
  try {
    yield* createReadStream(path, { encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw unreadable(file, error);
  }
}

/** What can be read only once, a pipe or standard input, is kept in a file until it was judged. */
export const spooled = async (file: string, input: Readable): Promise<Source> => {
  const directory = await mkdtemp(join(tmpdir(), 'evenkeel-replay-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', remove);
  const close = async () => {
    process.removeListener('exit', remove);
    remove();
  };
  const copy = join(directory, 'samples.ndjson');
  try {
    await pipeline(input, createWriteStream(copy, { mode: 0o600 }));
  } catch (error) {
    await close();
    throw unreadable(file, error);
  }
  return { file, pieces: () => readable(file, copy), close };
};

/**
 * Opens a recording; `-` is standard input.
 *
 * @throws InvalidInputError when it cannot be read.
 */
export const openSource = async (file: string, input: () => Readable): Promise<Source> => {
  if (file === '-') return spooled(file, input());
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (found.isFile() || found.isDirectory())
    return { file, pieces: () => readable(file, file), close: async () => {} };
  return spooled(file, createReadStream(file));
};
