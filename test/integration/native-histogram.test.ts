import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Metric } from '../../functions/telemetry/domain/metric.ts';
import { PrometheusTelemetry } from '../../functions/telemetry/domain/provider.ts';
import { newestCompleteBucketEnd } from '../../functions/telemetry/domain/windows.ts';
import { prometheusTelemetry } from '../../functions/telemetry/prometheus.ts';
import { type RunningPrometheus, startPrometheus } from '../../sandbox/live/prometheus.ts';
import { listening, stopped } from '../../sandbox/live/sample-service.ts';
import { nativeContentType, nativeHistogram } from '../support/native-histogram.ts';

const bucketSeconds = 4;
const metrics = {
  p95: Metric.parse({
    kind: 'quantile',
    quantile: 0.95,
    source: { histogram: 'seconds{version="{version}"}', native: true },
    unitMilliseconds: 1_000,
    total: { query: 'histogram_count(sum(increase(seconds{version="{version}"}[{bucket}])))' },
    limits: { increasePercent: 10 },
  }),
};

let server: Server;
let prometheus: RunningPrometheus;
let began: number;

/** 100 requests a second of each version, of which a tenth of v2's are slow, and none of v1's. */
const families = (): Buffer => {
  const count = Math.floor((Date.now() - began) / 10);
  const slow = Math.floor(count / 10);
  // A counter goes on from where it was, so nothing of it may be dropped before the first scrape.
  const stable = nativeHistogram('seconds', 'v1', { fast: 1_000 + count, slow: 1 });
  const canary = nativeHistogram('seconds', 'v2', { fast: 1_000 + count - slow, slow: 1 + slow });
  // Two families of one name are one to Prometheus' parser, which looks at each metric by itself.
  return Buffer.concat([stable, canary]);
};

beforeAll(async () => {
  began = Date.now();
  server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': nativeContentType }).end(families()),
  );
  const port = await listening(server);
  const flags = ['--enable-feature=native-histograms'];
  prometheus = await startPrometheus([port], { scrapeSeconds: 1, flags });
  began = Date.now() - 1_000;
  await pause(20_000);
});

afterAll(async () => {
  await prometheus?.stop();
  if (server) await stopped(server);
});

describe('a native histogram', () => {
  const read = (tails?: Readonly<Record<string, number>>) => {
    const telemetry = prometheusTelemetry(
      PrometheusTelemetry.parse({
        kind: 'prometheus',
        url: prometheus.url,
        preset: 'none',
        bucketSeconds,
        delaySeconds: 2,
      }),
    );
    const end = newestCompleteBucketEnd(Date.now(), bucketSeconds, 2);
    return telemetry.read({
      metrics,
      sides: { stable: { version: 'v1' }, canary: { version: 'v2' } },
      window: { start: end - 3 * bucketSeconds * 1_000, end },
      ...(tails && { tails }),
    });
  };

  it('has tails at any bound', async () => {
    const { readings } = await read({ p95: 250 });

    const { stable, canary } = readings.p95 ?? {};
    if (stable?.kind !== 'tail' || canary?.kind !== 'tail')
      throw new Error(JSON.stringify(readings));
    const sum = (of: 'events' | 'total') => canary.buckets.reduce((all, each) => all + each[of], 0);
    expect(canary.aboveMilliseconds).toBe(250);
    expect(canary.buckets).toHaveLength(3);
    expect(sum('events') / sum('total')).toBeCloseTo(0.1, 1);
    expect(sum('total') / (3 * bucketSeconds)).toBeGreaterThan(70);
    expect(stable.buckets.every(({ events }) => events === 0)).toBe(true);
  });

  it('has quantiles', async () => {
    const { readings } = await read();

    const { stable, canary } = readings.p95 ?? {};
    if (stable?.kind !== 'quantile' || canary?.kind !== 'quantile')
      throw new Error(JSON.stringify(readings));
    expect(stable.whole.milliseconds).toBeLessThanOrEqual(125);
    expect(canary.whole.milliseconds).toBeGreaterThan(500);
  });
});
