import { defineConfig } from 'vitest/config';
import { emulatedAccount } from './support/emulated-account.ts';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    env: emulatedAccount,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A file with an emulator keeps two processes busy.
    maxWorkers: 2,
  },
});
