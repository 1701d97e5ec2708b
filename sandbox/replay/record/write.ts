import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { type Sample, sampleLine } from '../sample.ts';

const refused = (value: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError(
    'the recording',
    [{ path: '--record', value, allowed: 'a new file in a directory that can be written, or -' }],
    { cause },
  );

/** @throws InvalidInputError for a file that exists: a recording is not written over another. */
export const refuseExisting = (file: string): void => {
  if (file !== '-' && existsSync(file)) throw refused(`${file} (EEXIST)`);
};

export const recordingText = (samples: readonly Sample[]): string =>
  samples.map((sample) => `${sampleLine(sample)}\n`).join('');

/**
 * Writes a recording as a whole or not at all, without a moment in which it could be interrupted.
 *
 * @throws InvalidInputError when it cannot be written.
 */
export const writeRecording = (file: string, samples: readonly Sample[]): void => {
  refuseExisting(file);
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, recordingText(samples), { flag: 'wx' });
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw refused(`${file} (${(error as NodeJS.ErrnoException).code ?? String(error)})`, error);
  }
};
