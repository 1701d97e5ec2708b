import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,simulation}/**/*.test.ts'],
    testTimeout: 60_000,
    coverage: { provider: 'v8', include: ['functions/**'] },
  },
});
