import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../../support/source.ts';
import { region } from '../support/emulated-account.ts';
import { type Emulator, startMinistack } from '../support/emulators.ts';
import { packaged } from '../support/packaged.ts';
import { type Recorder, startRecorder } from './recorder.ts';

/** What the framework reads besides the package. */
const configuration = ['serverless.yml', 'package.json', 'infra', 'statemachines'];
const framework = join(root, 'node_modules/serverless/bin/serverless.js');
const shims = fileURLToPath(new URL('shims', import.meta.url));

/** The framework says on stdout what is wrong. */
const said = (failure: { readonly stdout: string; readonly stderr: string }): never => {
  throw new Error(`serverless failed: ${failure.stdout}${failure.stderr}`);
};

/** MiniStack enforces policies, and runs functions with the Node of this project. */
export const emulatorEnvironment = {
  AUTH: 'true',
  PYTHONPATH: shims,
  PYTHONDONTWRITEBYTECODE: '1',
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
} as const;

/** The stack, deployed into an emulator as a user deploys it into an account. */
export interface Deployment {
  readonly emulator: Emulator;
  readonly recorder: Recorder;
  /** What `serverless deploy` printed. */
  readonly printed: string;
  readonly stop: () => Promise<void>;
}

const deploy = async (endpoint: string, change: (folder: string) => Promise<void>) => {
  await mkdir(join(root, '.e2e'), { recursive: true });
  const folder = await mkdtemp(join(root, '.e2e/deploy-'));
  try {
    const { folder: source } = await packaged();
    for (const name of configuration)
      await cp(join(root, name), join(folder, name), { recursive: true });
    await cp(source, join(folder, 'package'), { recursive: true });
    await change(join(folder, 'package'));
    const args = [framework, 'deploy', '--package', 'package', '--region', region];
    const env = { ...process.env, AWS_ENDPOINT_URL: endpoint, SLS_TELEMETRY_DISABLED: '1' };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      env,
    }).catch(said);
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
};

interface Choices {
  /** Emulators that take the functions' calls of a service in MiniStack's place. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** What is done to the packaged stack first. */
  readonly change?: (folder: string) => Promise<void>;
}

/** Starts MiniStack, which enforces the roles' policies, and deploys the packaged stack into it. */
export const startDeployment = async ({
  env,
  elsewhere,
  change = async () => {},
}: Choices = {}): Promise<Deployment> => {
  const recorder = await startRecorder();
  const emulator = await startMinistack({
    env: {
      ...emulatorEnvironment,
      // Where the functions send their calls.
      AWS_ENDPOINT_URL: recorder.url,
      ...env,
    },
  });
  recorder.sendTo(emulator.url, elsewhere);
  const stop = async () => {
    await emulator.stop();
    await recorder.stop();
  };
  try {
    return { emulator, recorder, printed: await deploy(emulator.url, change), stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
