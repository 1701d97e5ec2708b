import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/**
 * What replaces the clock, the network or the environment of its process and does not put it back, or
 * starts threads of its own.
 */
const wantsItsOwn =
  /useRuntime|useHttp|createServer|process\.env|prometheus-server|prometheus-history|createPool/;

/** A mocked client answers in place of a simulated account, also in the files that come after it. */
const mocks = /mockClient/;

type Kind = 'alone' | 'mocked' | 'shared';

const kindOf = (file: string): Kind => {
  const text = readFileSync(file, 'utf8');
  if (wantsItsOwn.test(text)) return 'alone';
  return mocks.test(text) ? 'mocked' : 'shared';
};

const files = Map.groupBy(globSync('test/{unit,simulation,fuzz}/**/*.test.ts'), kindOf);

/** Loading the SDK takes longer than most files do: those that leave no trace share what is loaded. */
const project = (name: Kind) => ({
  extends: true as const,
  test: {
    name,
    include: files.get(name) ?? [],
    ...(name !== 'alone' && { isolate: false, pool: 'threads' as const }),
  },
});

export default defineConfig({
  test: {
    projects: [project('alone'), project('mocked'), project('shared')],
    setupFiles: ['test/support/fixed-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['functions/**'],
      reporter: ['text', 'json'],
      reportOnFailure: true,
      thresholds: { lines: 95 },
    },
  },
});
