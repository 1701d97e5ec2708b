// Changes the pure decisions and looks whether a test notices: `npm run mutate`. Slow, so a nightly
// command and no part of CI. One folder or file: `npm run mutate -- --mutate functions/runs/domain/run.ts`.
export default {
  mutate: ['functions/*/domain/**/*.ts'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.stryker.config.ts', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  ignorePatterns: ['.e2e', '.serverless', '.esbuild', 'rehearsals', 'coverage', 'bench', 'docs'],
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  // A busy machine is no endless loop.
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 30,
  // Hours for all: from the second night on only what has changed is tried again.
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: true },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  thresholds: { high: 90, low: 80, break: 80 },
  tempDirName: '.stryker-tmp',
  // Stryker would rewrite tsconfig.json by an API that TypeScript 7 does not have; nothing here needs it.
  tsconfigFile: 'none.json',
};
