import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { safeEnvironment } from './support/emulated-account.ts';
import { suitesWithout } from './support/suites.ts';
import { prepareVenv, servedRequirements } from './support/venv.ts';

/**
 * `--not-run FILE` runs what the package index allows to run and writes a line into FILE for each
 * suite that it does not. Every other argument goes to vitest: `dynamodb` runs that suite.
 */
const [flag, file, ...rest] = process.argv.slice(2);

const runSuites = (args: readonly string[]) => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/e2e/vitest.config.ts'];
  const child = spawn(process.execPath, [...vitest, ...args], {
    stdio: 'inherit',
    env: safeEnvironment(),
  });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
};

const runServed = async (report: string, args: readonly string[]) => {
  const pins = await servedRequirements();
  const without = suitesWithout(pins);
  const lines = [...without].map(
    ([suite, missing]) => `NOT RUN: ${suite} (${missing.join(', ')} unavailable)\n`,
  );
  writeFileSync(report, lines.join(''));
  if (pins.length === 0) return;
  await prepareVenv(pins);
  const excluded = [...without.keys()].flatMap((suite) => ['--exclude', `test/e2e/${suite}/**`]);
  runSuites([...args, ...excluded]);
};

const runAll = async (args: readonly string[]) => {
  await prepareVenv();
  runSuites(args);
};

try {
  if (flag === '--not-run' && file !== undefined) await runServed(file, rest);
  else await runAll(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
