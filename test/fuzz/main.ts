import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/**
 * Looks at each property for longer than `npm test` does, from a seed of its own:
 * `npm run fuzz -- [--seconds N] [--seed N] [file]`. The same seed tries the same values.
 */
const largestSeed = 2 ** 31 - 1;

const wholeNumber = (flag: string, text: string, most: number): number => {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new RangeError(
    `--${flag}: ${JSON.stringify(text)} is not allowed; allowed: a whole number from 0 to ${most}`,
  );
};

const asked = () => {
  const { values, positionals } = parseArgs({
    options: {
      seconds: { type: 'string', default: '5' },
      seed: { type: 'string', default: String(randomInt(largestSeed)) },
    },
    allowPositionals: true,
  });
  return {
    seconds: wholeNumber('seconds', values.seconds, 3_600),
    seed: wholeNumber('seed', values.seed, largestSeed),
    files: positionals,
  };
};

const fuzz = ({ seconds, seed, files }: ReturnType<typeof asked>): void => {
  console.log(
    `Seed ${seed}, ${seconds} s for each property. To replay: npm run fuzz -- --seed ${seed}`,
  );
  const folder = files.length > 0 ? files.map((file) => `test/fuzz/${file}`) : ['test/fuzz'];
  const limit = `--testTimeout=${(seconds + 60) * 1_000}`;
  const child = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', limit, ...folder],
    {
      stdio: 'inherit',
      env: { ...process.env, FUZZ_SEED: String(seed), FUZZ_SECONDS: String(seconds) },
    },
  );
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
};

try {
  fuzz(asked());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
