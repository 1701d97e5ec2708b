import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface RunningPrometheus {
  readonly url: string;
  readonly version: string;
  readonly stop: () => Promise<void>;
}

/** How to get it, for whoever has not got it. */
export const howToInstall =
  'Prometheus is not installed. On Debian and Ubuntu: apt-get install --no-install-recommends prometheus; elsewhere put the binary `prometheus` of https://prometheus.io/download/ on the PATH.';

/** The version on the PATH; undefined when there is none. */
export const installedPrometheus = (): string | undefined => {
  const { status, stdout, stderr } = spawnSync('prometheus', ['--version'], { encoding: 'utf8' });
  return status === 0 ? /version (\S+)/.exec(`${stdout}${stderr}`)?.[1] : undefined;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
};

const configOf = (ports: readonly number[], scrapeSeconds: number): string =>
  JSON.stringify({
    global: { scrape_interval: `${scrapeSeconds}s`, scrape_timeout: `${scrapeSeconds}s` },
    scrape_configs: [
      {
        job_name: 'sample',
        static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
      },
    ],
  });

const isScraping = async (url: string, targets: number): Promise<boolean> => {
  const query = encodeURIComponent('count(up == 1)');
  const answer = await fetch(`${url}/api/v1/query?query=${query}`).catch(() => undefined);
  return answer?.ok === true && (await answer.text()).includes(`"${targets}"]`);
};

/** It finds its targets some seconds after it answers. */
const waitUntilScraping = async (
  url: string,
  targets: number,
  { child, said }: { readonly child: ChildProcess; readonly said: () => string },
): Promise<void> => {
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt += 1) {
    if (await isScraping(url, targets)) return;
    await pause(100);
  }
  throw new Error(`Prometheus did not start, or did not find its targets: ${said().slice(-500)}`);
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = globalThis.setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(killer);
};

/**
 * Starts a Prometheus of its own on the loopback, with a directory of its own, that scrapes the ports.
 *
 * @throws an Error that says how to install it.
 */
export const startPrometheus = async (
  ports: readonly number[],
  { scrapeSeconds, flags = [] }: { readonly scrapeSeconds: number; readonly flags?: string[] },
): Promise<RunningPrometheus> => {
  const version = installedPrometheus();
  if (version === undefined) throw new Error(howToInstall);
  const directory = await mkdtemp(join(tmpdir(), 'evenkeel-prometheus-'));
  const config = join(directory, 'prometheus.yml');
  await writeFile(config, configOf(ports, scrapeSeconds));
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      ...flags,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilScraping(url, ports.length, { child, said: () => said });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, version, stop };
};
