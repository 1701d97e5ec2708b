import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkCatalogue } from './check-catalogue.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Check {
  readonly name: string;
  /** What is wrong, empty when nothing is. */
  readonly run: () => string | Promise<string>;
}

const program = (file: string, ...options: string[]): string => {
  const { status, error, stdout, stderr } = spawnSync(process.execPath, [file, ...options], {
    encoding: 'utf8',
  });
  if (status === 0) return '';
  return `${stdout}${stderr}`.trim() || `${file} ended with ${error?.message ?? status}`;
};

const house = (name: string): string =>
  program('node_modules/vitest/vitest.mjs', 'run', `test/unit/house/${name}`);

const checks: readonly Check[] = [
  { name: 'types', run: () => program('node_modules/typescript/bin/tsc', '--noEmit') },
  { name: 'lint and format', run: () => program('node_modules/@biomejs/biome/bin/biome', 'check') },
  { name: 'catalogue', run: async () => (await checkCatalogue()).join('\n') },
  { name: 'imports', run: () => house('imports') },
  { name: 'machines', run: () => house('machine') },
  { name: 'template', run: () => house('template') },
  { name: 'policies', run: () => house('policies') },
  { name: 'permissions', run: () => house('permissions') },
];

/** Runs a check and says how it went; all checks run, so that one look shows everything. */
const passes = async ({ name, run }: Check): Promise<boolean> => {
  const start = performance.now();
  const wrong = await run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${wrong === '' ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (wrong !== '') console.log(wrong.replaceAll(/^/gm, '  '));
  return wrong === '';
};

process.chdir(root);
let failed = 0;
for (const check of checks) if (!(await passes(check))) failed += 1;
console.log(`${checks.length - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
