import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,simulation,fuzz}/**/*.test.ts'],
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['functions/**'],
      reporter: ['text', 'json'],
      reportOnFailure: true,
      thresholds: { lines: 95 },
    },
  },
});
