import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** Each mutant starts its tests anew, and loading the SDK takes longer than all decisions together. */
const loadsTheSdk = (file: string): boolean =>
  /aws-sdk|a-store|functions\/(?!platform)\w+\/(?!read-plan|cloudwatch-queries)[\w-]+\.ts/.test(
    readFileSync(file, 'utf8'),
  );

/** Hundreds of rollouts, to count how often a judge errs: seconds for each mutant. */
const countsErrors = (file: string): boolean => /-rates\.test|false-alarms\.test/.test(file);

export default defineConfig({
  test: {
    include: globSync('test/unit/{evidence,judge,rollout,runs,telemetry,traffic}/*.test.ts').filter(
      (file) => !loadsTheSdk(file) && !countsErrors(file),
    ),
    testTimeout: 60_000,
    isolate: false,
  },
});
