import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planFrom } from '../../functions/rollout/read-plan.ts';
import type { Metrics } from '../../functions/telemetry/domain/metric.ts';
import { PrometheusTelemetry } from '../../functions/telemetry/domain/provider.ts';
import type { Reading, Readings, Window } from '../../functions/telemetry/domain/reading.ts';
import { newestCompleteBucketEnd } from '../../functions/telemetry/domain/windows.ts';
import { prometheusTelemetry } from '../../functions/telemetry/prometheus.ts';
import { startLoad } from '../../sandbox/live/load.ts';
import { type RunningPrometheus, startPrometheus } from '../../sandbox/live/prometheus.ts';
import { type SampleService, startService } from '../../sandbox/live/sample-service.ts';
import { startProxy, type WeightedProxy } from '../../sandbox/live/weighted-proxy.ts';
import { anEntry, type Fields } from '../support/a-plan.ts';
import { grownIn } from '../support/grown-in.ts';

const bucketSeconds = 2;
const delaySeconds = 2;
const perSecond = 100;

let stable: SampleService;
let canary: SampleService;
let proxy: WeightedProxy;
let prometheus: RunningPrometheus;
let load: { readonly stop: () => void };
let began: number;

beforeAll(async () => {
  stable = await startService('v1', { errorShare: 0, milliseconds: 3 });
  canary = await startService('v2', { errorShare: 0.1, milliseconds: 30 });
  proxy = await startProxy({ stable, canary }, () => ({ stable: 50, canary: 50 }));
  prometheus = await startPrometheus([stable.port, canary.port], { scrapeSeconds: 1 });
  load = startLoad(proxy.port, perSecond);
  began = Date.now();
  await pause(18_000);
});

afterAll(async () => {
  load?.stop();
  await prometheus?.stop();
  await proxy?.stop();
  await Promise.all([stable?.stop(), canary?.stop()]);
});

const settingsOf = (changes: Fields = {}) =>
  PrometheusTelemetry.parse({
    kind: 'prometheus',
    url: prometheus.url,
    selector: 'job="sample",version="{version}"',
    bucketSeconds,
    delaySeconds,
    ...changes,
  });

/** The metrics of a plan: of its preset, and its own. */
const metricsOf = (telemetry: Fields, metrics: Fields = {}): Metrics =>
  planFrom(
    JSON.stringify(
      anEntry({
        telemetry: {
          ...telemetry,
          labels: { blue: { version: 'v1' }, green: { version: 'v2' } },
        },
        metrics,
      }),
    ),
    'the plan',
  ).metrics;

const windowOf = () => {
  const bucket = bucketSeconds * 1_000;
  const end = newestCompleteBucketEnd(Date.now(), bucketSeconds, delaySeconds);
  return { start: Math.ceil(began / bucket) * bucket + 2 * bucket, end };
};

const startsIn = ({ start, end }: Window): number[] => {
  const bucket = bucketSeconds * 1_000;
  return Array.from({ length: (end - start) / bucket }, (_, index) => start + index * bucket);
};

const read = async (
  changes: Fields = {},
  metrics: Fields = {},
  tails?: Readonly<Record<string, number>>,
): Promise<Readings> => {
  const settings = settingsOf(changes);
  const { readings } = await prometheusTelemetry(settings).read({
    metrics: metricsOf(settings, metrics),
    sides: { stable: { version: 'v1' }, canary: { version: 'v2' } },
    window: windowOf(),
    ...(tails && { tails }),
  });
  return readings;
};

const sums = (reading: Reading | undefined) => {
  if (reading === undefined || !('buckets' in reading) || reading.kind === 'gauge')
    throw new Error(`no counts: ${JSON.stringify(reading)}`);
  const { buckets } = reading;
  return {
    starts: buckets.map(({ at }) => at),
    events: buckets.reduce((sum, { events }) => sum + events, 0),
    total: buckets.reduce((sum, { total }) => sum + total, 0),
  };
};

const grown = (selector: string, starts: readonly number[]): Promise<number> =>
  grownIn(prometheus.url, selector, { starts, seconds: bucketSeconds });

const presets = [
  {
    whose: 'client libraries',
    preset: { preset: 'http' },
    requests: (version: string) => `http_requests_total{version="${version}"}`,
    errors: (version: string) => `http_requests_total{version="${version}",code="500"}`,
    timed: (version: string, bound: number) =>
      `http_request_duration_seconds_bucket{version="${version}",le="${bound / 1_000}"}`,
  },
  {
    whose: 'a mesh',
    preset: { preset: 'istio', selector: 'job="sample",destination_version="{version}"' },
    requests: (version: string) => `istio_requests_total{destination_version="${version}"}`,
    errors: (version: string) =>
      `istio_requests_total{destination_version="${version}",response_code="500"}`,
    timed: (version: string, bound: number) =>
      `istio_request_duration_milliseconds_bucket{destination_version="${version}",le="${bound}"}`,
  },
];

/** Of the sample service's histogram, in milliseconds. */
const bounds = [2, 5, 10, 25, 50, 100, 250, 500, 1_000];

describe.each(presets)('the metrics of $whose', ({ preset, requests, errors, timed }) => {
  it('are counted once each, on both sides over the same buckets', async () => {
    const { 'error-rate': errorRate } = await read(preset);

    const [one, other] = [sums(errorRate?.stable), sums(errorRate?.canary)];
    const { starts } = one;
    expect(starts.length).toBeGreaterThan(3);
    expect(other.starts).toEqual(starts);
    expect(one).toEqual({ starts, total: await grown(requests('v1'), starts), events: 0 });
    expect(other).toEqual({
      starts,
      total: await grown(requests('v2'), starts),
      events: await grown(errors('v2'), starts),
    });
    expect(other.events / other.total).toBeCloseTo(0.1, 1);
  });

  it('have the complement of the errors as successes', async () => {
    const { 'error-rate': errorRate, 'success-rate': successRate } = await read(preset);

    const [failed, succeeded] = [sums(errorRate?.canary), sums(successRate?.canary)];
    expect(failed.events + succeeded.events).toBe(succeeded.total);
  });

  it('have tails at a bound of the histogram', async () => {
    const { 'latency-p95': tail } = await read(preset, {}, { 'latency-p95': 22 });

    expect(tail?.stable).toMatchObject({ kind: 'tail', aboveMilliseconds: 25 });
    expect(tail?.canary).toMatchObject({ kind: 'tail', aboveMilliseconds: 25 });
    const [one, other] = [sums(tail?.stable), sums(tail?.canary)];
    const { starts } = one;
    const within = await grown(timed('v1', 25), starts);
    expect(one).toEqual({ starts, total: within + one.events, events: one.events });
    expect(one.total).toBe(await grown(requests('v1'), starts));
    // The canary takes 30 ms at least.
    expect(other).toEqual({ starts, total: other.total, events: other.total });
    expect(other.total).toBe(await grown(requests('v2'), starts));
  });

  it('have quantiles over the whole window where no tails are asked for', async () => {
    const { 'latency-p95': quantile } = await read(preset);

    const { canary: slow } = quantile ?? {};
    if (slow?.kind !== 'quantile') throw new Error(JSON.stringify(slow));
    const starts = startsIn(slow.whole.window);
    const requested = await grown(requests('v2'), starts);
    // What `increase` extrapolates at both ends moves a quantile by a little.
    const [under, over] = [0.93 * requested, 0.97 * requested];
    const within = await Promise.all(bounds.map((bound) => grown(timed('v2', bound), starts)));
    expect(slow.whole.samples).toBe(requested);
    expect(slow.whole.milliseconds).toBeGreaterThanOrEqual(
      bounds.findLast((_, index) => (within[index] ?? 0) < under) ?? 0,
    );
    expect(slow.whole.milliseconds).toBeLessThanOrEqual(
      bounds.find((_, index) => (within[index] ?? 0) >= over) ?? Number.POSITIVE_INFINITY,
    );
  });

  it('give the baseline of stable', async () => {
    const settings = settingsOf(preset);

    const baseline = await prometheusTelemetry(settings).readBaseline(
      metricsOf(settings),
      { version: 'v1' },
      Date.now(),
    );

    expect(baseline.blind).toBeUndefined();
    expect(baseline.missing).toEqual([]);
    // Half of the requests; those that a busy machine owes at the end are missing.
    expect(baseline.requestsPerMinute / 60).toBeGreaterThan(perSecond * 0.3);
    expect(baseline.requestsPerMinute / 60).toBeLessThan(perSecond * 0.7);
    expect(Object.keys(baseline.tails)).toEqual(['latency-p95', 'latency-p99']);
    expect(baseline.readings['latency-p95']?.kind).toBe('tail');
  });
});

describe('a query of the user', () => {
  const total = { query: 'sum(increase(http_requests_total{version="{version}"}[{bucket}]))' };
  const share = (events: Fields): Fields => ({
    mine: { kind: 'share', limits: { points: 1 }, events, total },
  });

  it('may extrapolate and is rounded over all buckets together', async () => {
    const events = {
      query: 'sum(increase(http_requests_total{version="{version}",code=~"5.."}[{bucket}]))',
    };

    const { mine } = await read({}, share(events));

    const { events: counted, total: all } = sums(mine?.canary);
    expect(Number.isInteger(counted)).toBe(true);
    expect(counted / all).toBeCloseTo(0.1, 1);
    expect(sums(mine?.stable).events).toBe(0);
  });

  it.each([
    ['more than one series', 'http_requests_total{version="{version}"} + 0', 'wrap it in sum(...)'],
    [
      'a mistake',
      'sum(http_requests_total{version="{version}"',
      'Prometheus refuses the query (bad_data',
    ],
  ])('with %s is blind and says so', async (_, query, because) => {
    const { mine } = await read({}, share({ query }));

    expect(mine?.canary).toMatchObject({ kind: 'blind' });
    expect(mine?.canary).toHaveProperty('because', expect.stringContaining(because));
  });

  it('that never gives a number is no data', async () => {
    const query = 'sum(http_requests_total{version="{version}"}) * NaN';

    const { mine } = await read(
      {},
      {
        mine: { kind: 'gauge', limits: { value: 1 }, source: { query } },
      },
    );

    expect(mine?.canary).toMatchObject({ kind: 'blind', empty: true });
  });
});

describe('a wrong name', () => {
  it('of a label is found before the rollout', async () => {
    const settings = settingsOf({ names: { status: 'status_code' } });

    const { blind } = await prometheusTelemetry(settings).readBaseline(
      metricsOf(settings),
      { version: 'v1' },
      Date.now(),
    );

    expect(blind).toContain('job, version, status_code');
  });

  it('of a metric leaves nothing to compare', async () => {
    const settings = settingsOf({ names: { requests: 'requests_total' } });

    const { missing } = await prometheusTelemetry(settings).readBaseline(
      metricsOf(settings),
      { version: 'v1' },
      Date.now(),
    );

    expect(missing).toEqual(['error-rate', 'success-rate']);
  });
});

describe('a version that began again', () => {
  it('is counted on from its new beginning', async () => {
    const { port } = canary;
    await canary.stop();
    canary = await startService('v2', { errorShare: 0.1, milliseconds: 3 }, port);
    await pause(10_000);

    const { 'error-rate': errors } = await read();

    const { starts, total, events } = sums(errors?.canary);
    expect(total).toBe(await grown('http_requests_total{version="v2"}', starts));
    expect(events).toBe(await grown('http_requests_total{version="v2",code="500"}', starts));
    expect(events / total).toBeCloseTo(0.1, 1);
  });
});
