import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accountId, region, safeEnvironment } from './emulated-account.ts';
import { pythonProgram } from './venv.ts';

export { pythonProgram } from './venv.ts';

/** A server that runs as a process of its own and listens on 127.0.0.1 only. */
export interface Emulator {
  readonly url: string;
  readonly port: number;
  /** Its process, which leads a group of its own. */
  readonly pid: number;
  /** Everything it has printed. */
  readonly output: () => string;
  /** Ends it and every process it started. */
  readonly stop: () => Promise<void>;
}

interface Options {
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** How to start one: the Python module, its arguments and what it needs in its environment. */
type Launch = (port: number) => {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const runner = fileURLToPath(new URL('emulator.py', import.meta.url));
const startLimitMs = 90_000;

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Settles when the process says that it listens: an answer on the port could be another's. */
const listening = (child: ChildProcess, port: number, output: () => string) =>
  new Promise<void>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${why}\n${output()}`));
    const limit = setTimeout(() => fail('The emulator did not listen in time'), startLimitMs);
    const look = () => {
      if (!output().includes(`Running on http://127.0.0.1:${port}`)) return;
      clearTimeout(limit);
      resolve();
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => {
      clearTimeout(limit);
      fail(`The emulator ended with code ${code} instead of listening on port ${port}`);
    });
  });

const launch = async (how: Launch, port: number, { env }: Options): Promise<Emulator> => {
  const folder = await mkdtemp(join(tmpdir(), 'evenkeel-e2e-'));
  const { command, env: own } = how(port);
  const child = spawn(pythonProgram('python'), [runner, ...command], {
    // A process group of its own, so that all of it can be ended at once.
    detached: true,
    env: { ...safeEnvironment(), PYTHONUNBUFFERED: '1', TMPDIR: folder, ...own, ...env },
  });
  let printed = '';
  const output = () => printed;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    await listening(child, port, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, port, pid: child.pid ?? 0, output, stop };
};

/** Between choosing a free port and listening on it another process may take it. */
const start = async (how: Launch, options: Options, attempts = 3): Promise<Emulator> => {
  try {
    return await launch(how, options.port ?? (await freePort()), options);
  } catch (error) {
    const taken = error instanceof Error && /already in use|in use by/.test(error.message);
    if (!taken || options.port !== undefined || attempts === 1) throw error;
    return start(how, options, attempts - 1);
  }
};

export const startMoto = (options: Options = {}): Promise<Emulator> =>
  start(
    (port) => ({
      command: ['moto.server', '-H', '127.0.0.1', '-p', String(port)],
      env: { MOTO_ACCOUNT_ID: accountId },
    }),
    options,
  );

export const startMinistack = (options: Options = {}): Promise<Emulator> =>
  start(
    (port) => ({
      command: ['ministack'],
      env: {
        BIND_HOST: '127.0.0.1',
        SFTP_HOST: '127.0.0.1',
        // Its MQTT port would be open on every interface.
        IOT_MTLS_ENABLED: '0',
        GATEWAY_PORT: String(port),
        MINISTACK_ACCOUNT_ID: accountId,
        MINISTACK_REGION: region,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      },
    }),
    options,
  );
