import { parseArgs } from 'node:util';
import { type Region, refresh } from './region.ts';

/**
 * What `npm run graph` and `npm run docs` do: check, or write with `--write`.
 *
 * @returns the exit code: 0 up to date or written, 1 stale, 2 bad input.
 */
export const keepTrue = async (
  regions: readonly Region[],
  words: readonly string[],
  repair: string,
): Promise<number> => {
  let write: boolean;
  try {
    write =
      parseArgs({ args: [...words], options: { write: { type: 'boolean' } } }).values.write ??
      false;
  } catch (error) {
    console.error(`the command line: ${(error as Error).message}; allowed: --write`);
    return 2;
  }
  const stale = await refresh(regions, write);
  for (const line of stale) console.log(line);
  if (stale.length === 0) console.log(`${regions.length} regions are up to date`);
  if (write || stale.length === 0) return 0;
  console.log(`Write them with ${repair}`);
  return 1;
};
