import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/variants/**/*.test.ts'],
    // Every variant is explored in a process of its own, two at a time.
    hookTimeout: 1_200_000,
  },
});
