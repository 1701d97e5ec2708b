import { spawn } from 'node:child_process';
import { SFNClient } from '@aws-sdk/client-sfn';

const missing =
  'npm run test:aws sends small machines to AWS’s TestState API: it needs a region (AWS_REGION) and credentials that may call states:TestState (such as AWS_PROFILE), and found none. Nothing was sent.';

const hasAccount = async (): Promise<boolean> => {
  const { config } = new SFNClient({});
  return Promise.all([config.region(), config.credentials()]).then(
    () => true,
    () => false,
  );
};

if (await hasAccount()) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/aws/vitest.config.ts'];
  const child = spawn(process.execPath, [...vitest, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  console.error(missing);
  process.exitCode = 2;
}
