import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { longBakeMinutes, play, rolloutOf } from './long-rollout.ts';
import { median, percentile } from './percentile.ts';
import { type Bench, limited, type Row } from './row.ts';

const run = promisify(execFile);
const warmUps = 12;
const measuredRuns = 30;
const coldRuns = 3;

interface Timing {
  readonly wallMilliseconds: number;
  /** Of all threads; the machine's other work inflates it less than the wall time. */
  readonly cpuMilliseconds: number;
  readonly promoted: boolean;
  readonly virtualSeconds: number;
  readonly calls: number;
}

const timed = async (seed: number): Promise<Timing> => {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const { rehearsal } = await play(rolloutOf(longBakeMinutes), seed);
  const wallMilliseconds = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return {
    wallMilliseconds,
    cpuMilliseconds: (user + system) / 1000,
    promoted: rehearsal.outcome === 'promoted',
    virtualSeconds: rehearsal.virtualSeconds,
    calls: rehearsal.calls.length,
  };
};

const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;

const coldRun = async (): Promise<number> => {
  // A clean environment: the sandbox of this process has set variables of its own.
  const { PATH, HOME } = process.env;
  const program = join(import.meta.dirname, 'cold.ts');
  const { stdout } = await run(process.execPath, [program], { env: { PATH, HOME } });
  return Number(stdout);
};

const rowsOf = (timings: readonly Timing[], cold: readonly number[]): Row[] => {
  const whole = timings.filter(({ promoted }) => promoted);
  const wall = whole.map(({ wallMilliseconds }) => wallMilliseconds);
  const middle = median(wall);
  const minutes = median(whole.map(({ virtualSeconds }) => virtualSeconds)) / 60;
  const calls = median(whole.map((each) => each.calls));
  return [
    limited(
      `warm, wall time, median of ${whole.length} promoted runs`,
      middle,
      { below: 100 },
      milliseconds,
    ),
    { what: 'warm, wall time, p95', measured: milliseconds(percentile(wall, 0.95)) },
    {
      what: 'warm, CPU time, median',
      measured: milliseconds(median(whole.map(({ cpuMilliseconds }) => cpuMilliseconds))),
    },
    {
      what: `cold, a process from its start, median of ${cold.length}`,
      measured: milliseconds(median(cold)),
    },
    {
      what: 'virtual time to wall time',
      measured: `${Math.round((minutes * 60_000) / middle).toLocaleString('en')} : 1`,
    },
    { what: 'virtual minutes', measured: minutes.toFixed(1) },
    {
      what: 'AWS calls in it, wall time for each',
      measured: `${calls}, ${((1000 * middle) / calls).toFixed(0)} us`,
    },
    { what: 'good releases promoted', measured: `${whole.length} of ${timings.length} seeds` },
  ];
};

/** How long it takes to rehearse a rollout of 45 minutes, invariants checked. */
export const wallTime: Bench = {
  name: 'wall-time',
  about: 'Rehearsing a good rollout of about 45 minutes, with its invariants.',
  measure: async ({ runs = measuredRuns }) => {
    const cold: number[] = [];
    for (let count = 0; count < coldRuns; count++) cold.push(await coldRun());
    for (let seed = 1; seed <= warmUps; seed++) await timed(seed);
    const timings: Timing[] = [];
    for (let seed = 1; seed <= runs; seed++) timings.push(await timed(seed));
    return rowsOf(timings, cold);
  },
};
