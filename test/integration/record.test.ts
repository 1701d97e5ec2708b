import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { livePlan, liveTiming } from '../../sandbox/live/live-plan.ts';
import { startLoad } from '../../sandbox/live/load.ts';
import { type RunningPrometheus, startPrometheus } from '../../sandbox/live/prometheus.ts';
import { type SampleService, startService } from '../../sandbox/live/sample-service.ts';
import { startProxy, type WeightedProxy } from '../../sandbox/live/weighted-proxy.ts';
import { command } from '../../sandbox/replay/command.ts';
import type { Sample, Side } from '../../sandbox/replay/sample.ts';
import { aPage } from '../support/a-screen.ts';
import { grownIn } from '../support/grown-in.ts';

const bucket = liveTiming.bucketSeconds * 1_000;

let directory: string;
let plan: string;
let services: readonly SampleService[] = [];
let proxy: WeightedProxy;
let load: { readonly stop: () => void };
let prometheus: RunningPrometheus;
let began: number;
let ended: number;

const wholeBucket = (at: number): number => Math.ceil(at / bucket) * bucket;

/** Stable alone for some seconds, then half of the traffic for a canary that fails often. */
beforeAll(async () => {
  const stable = await startService('good-v1', { errorShare: 0, milliseconds: 3 });
  const canary = await startService('good-v2', { errorShare: 0.2, milliseconds: 30 });
  services = [stable, canary];
  let share = 0;
  proxy = await startProxy({ stable, canary }, () => ({ stable: 100 - share, canary: share }));
  load = startLoad(proxy.port, 100);
  prometheus = await startPrometheus([stable.port, canary.port], { scrapeSeconds: 1 });
  await pause(4_000);
  began = wholeBucket(Date.now());
  await pause(8_000);
  share = 50;
  await pause(16_000);
  ended = Math.floor(Date.now() / bucket) * bucket;
  await pause(bucket + liveTiming.delaySeconds * 1_000);
  directory = await mkdtemp(join(tmpdir(), 'record-'));
  plan = join(directory, 'good.yml');
  await writeFile(plan, livePlan('good', 'https://elsewhere.example.com'));
});

afterAll(async () => {
  load?.stop();
  await prometheus?.stop();
  await proxy?.stop();
  await Promise.all(services.map((service) => service.stop()));
  if (directory) await rm(directory, { recursive: true, force: true });
});

const replay = async (words: readonly string[]) => {
  const [output, errors] = [aPage(), aPage()];
  const code = await command(['--service', plan, ...words], {
    output: output.output,
    errors: errors.output,
    environment: {},
    input: () => Readable.from([]),
  });
  return { code, output: output.text(), errors: errors.text() };
};

const fromPrometheus = (range: string, url = prometheus.url): string[] => [
  ...['--from', 'prometheus', url, '--range', range],
  ...['--stable', 'version=good-v1', '--canary', 'version=good-v2'],
];

const iso = (at: number): string => new Date(at).toISOString();

const sum = (sides: readonly Side[], of: (side: Side) => number): number =>
  sides.reduce((all, side) => all + of(side), 0);

const inBins = ({ latency }: Side, ...[from, to]: readonly number[]): number => {
  if (!latency || !('counts' in latency)) throw new Error('no histogram');
  return latency.counts.slice(from, to).reduce((all, count) => all + count, 0);
};

/** What was recorded of a side, and by how much its counters grew meanwhile. */
const counted = async (samples: readonly Sample[], role: 'stable' | 'canary', version: string) => {
  const sides = samples.flatMap((sample) => sample[role] ?? []);
  // Before its first request a canary has no series, and the first value of one is no growth.
  const starts = samples.flatMap((sample) => (sample[role] ? [Date.parse(sample.at)] : []));
  const buckets = { starts, seconds: liveTiming.bucketSeconds };
  const growth = (name: string, matcher = ''): Promise<number> =>
    grownIn(prometheus.url, `${name}{job="sample",version="${version}"${matcher}}`, buckets);
  return {
    recorded: {
      requests: sum(sides, ({ requests }) => requests),
      errors: sum(sides, ({ errors }) => errors),
      timed: sum(sides, (side) => inBins(side, 0)),
      within25: sum(sides, (side) => inBins(side, 0, 4)),
    },
    grown: {
      requests: await growth('http_requests_total'),
      errors: await growth('http_requests_total', ',code="500"'),
      timed: await growth('http_request_duration_seconds_count'),
      within25: await growth('http_request_duration_seconds_bucket', ',le="0.025"'),
    },
  };
};

it('what a real Prometheus knows is recorded as it was counted, and can be replayed', async () => {
  const file = join(directory, 'recorded.ndjson');
  const range = `${iso(began)}..${iso(ended)}`;

  const written = await replay([...fromPrometheus(range), '--record', file]);
  const replayed = await replay(['--samples', file, '--json']);

  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  const samples: Sample[] = lines.map((line) => JSON.parse(line));
  const stable = await counted(samples, 'stable', 'good-v1');
  const canary = await counted(samples, 'canary', 'good-v2');
  const weights = samples.map(({ weight }) => weight);
  expect(written).toMatchObject({ code: 0, errors: '' });
  expect(samples).toHaveLength((ended - began) / bucket);
  expect(stable.recorded).toEqual(stable.grown);
  expect(canary.recorded).toEqual(canary.grown);
  expect(stable.recorded.requests).toBeGreaterThan(500);
  expect(canary.recorded.errors).toBeGreaterThan(50);
  expect(weights.filter((weight, index) => weight !== weights[index - 1])).toEqual([0, 50]);
  expect(replayed.code).toBe(0);
  expect(JSON.parse(replayed.output.trim().split('\n').at(-1) ?? '')).toMatchObject({
    decision: 'roll-back',
  });
});

it('is judged at once where no file is asked for', async () => {
  const { code, output } = await replay(fromPrometheus('-1m..now'));

  expect(code).toBe(0);
  expect(output).toContain('ROLL BACK  decided by the bucket of');
});

it('a server that is not there leaves no file', async () => {
  const file = join(directory, 'nothing.ndjson');

  const { code, errors } = await replay([
    ...fromPrometheus('-1m..now', 'http://127.0.0.1:1'),
    ...['--record', file],
  ]);

  expect(code).toBe(1);
  expect(errors).toMatch(/^[\w-]+ of \w+: the server could not be reached .*\n$/);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});
