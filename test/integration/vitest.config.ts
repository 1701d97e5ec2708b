import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/integration/**/*.test.ts'],
    globalSetup: ['test/integration/installed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // They measure in real time: side by side they would slow each other down.
    fileParallelism: false,
  },
});
