import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Emulator, startMinistack, startMoto } from '../support/emulators.ts';

const loopback = '0100007F';
const listens = '0A';

/** Addresses that a process listens on, as Linux writes them: hexadecimal and little-endian. */
const listeningAddresses = (pid: number): string[] => {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`)),
  );
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === listens && own.has(`socket:[${inode}]`))
    .map(([, address = '']) => address.split(':')[0] ?? '');
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** The pid of an emulator whose test process is killed as soon as it runs. */
const orphaned = (start: string): Promise<number> => {
  const emulators = fileURLToPath(new URL('../support/emulators.ts', import.meta.url));
  const script = `const { ${start} } = await import('${emulators}');
    const { pid } = await ${start}();
    process.stdout.write(String(pid), () => process.kill(process.pid, 'SIGKILL'));`;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', script], (_, output) =>
      resolve(Number(output)),
    );
  });
};

describe.each([{ start: startMoto }, { start: startMinistack }])('$start.name', ({ start }) => {
  const started: Emulator[] = [];
  afterEach(() => Promise.all(started.splice(0).map(({ stop }) => stop())));

  it('chooses another port for each', async () => {
    started.push(...(await Promise.all([start(), start()])));

    const ports = started.map(({ port }) => port);

    expect(new Set(ports).size).toBe(2);
  });

  it.runIf(process.platform === 'linux')('listens on 127.0.0.1 only', async () => {
    const emulator = await start();
    started.push(emulator);

    expect(listeningAddresses(emulator.pid)).toEqual([loopback]);
  });

  it('ends with the process that started it, even when that is killed', async () => {
    const pid = await orphaned(start.name);

    expect(pid).toBeGreaterThan(0);
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 });
  });
});
