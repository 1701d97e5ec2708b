import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The account's own quota of TestState calls decides how fast this goes.
  test: { include: ['test/aws/**/*.test.ts'], testTimeout: 120_000, maxWorkers: 1 },
});
