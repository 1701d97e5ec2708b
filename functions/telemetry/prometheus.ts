import type { Metric } from './domain/metric.ts';
import type { PrometheusTelemetry } from './domain/provider.ts';
import type { Reading, ReadingRequest, Readings, Role, Telemetry } from './domain/reading.ts';
import { newestCompleteBucketEnd } from './domain/windows.ts';
import { askPrometheus } from './prometheus-ask.ts';
import { baselineOf } from './prometheus-baseline.ts';
import { readQuantiles } from './prometheus-quantiles.ts';
import { readingOf, unseen } from './prometheus-readings.ts';
import type { Side } from './prometheus-series.ts';
import { readTails } from './prometheus-tails.ts';

type Both<Value> = Readonly<Record<Role, Value>>;

const hourMilliseconds = 60 * 60_000;

const readMetric = async (
  name: string,
  metric: Metric,
  { tails }: ReadingRequest,
  sides: Both<Side>,
): Promise<Both<Reading>> => {
  if (metric.kind === 'quantile') {
    const above = tails?.[name];
    return above === undefined ? readQuantiles(metric, sides) : readTails(metric, above, sides);
  }
  const [stable, canary] = await Promise.all([
    readingOf(metric, sides.stable, 'stable'),
    readingOf(metric, sides.canary, 'canary'),
  ]);
  return { stable, canary };
};

const blindFor = (because: string): Both<Reading> => ({
  stable: unseen(because),
  canary: unseen(because),
});

const readAll = async (
  settings: PrometheusTelemetry,
  request: ReadingRequest,
): Promise<Readings> => {
  const { window, metrics } = request;
  const names = Object.entries(metrics);
  if (window.end <= window.start)
    return Object.fromEntries(names.map(([name]) => [name, blindFor('no bucket is complete yet')]));
  const ask = askPrometheus(settings);
  const { bucketSeconds } = settings;
  const sideOf = (role: Role): Side => ({
    ask,
    labels: request.sides[role],
    window,
    bucketSeconds,
  });
  const sides = { stable: sideOf('stable'), canary: sideOf('canary') };
  const readings = names.map(
    async ([name, metric]) => [name, await readMetric(name, metric, request, sides)] as const,
  );
  return Object.fromEntries(await Promise.all(readings));
};

/**
 * Prometheus as telemetry: range queries for what counts, instant ones for quantiles, each query once
 * and some at a time. Never throws: what is refused, late, partial or odd makes the metrics that need
 * it blind.
 */
export const prometheusTelemetry = (settings: PrometheusTelemetry): Telemetry => {
  const { bucketSeconds, delaySeconds } = settings;
  return {
    bucketSeconds,
    delaySeconds,
    read: async (request) => ({
      window: request.window,
      bucketSeconds,
      readings: await readAll(settings, request),
    }),
    readBaseline: (metrics, labels, now) => {
      const end = newestCompleteBucketEnd(now, bucketSeconds, delaySeconds);
      const window = {
        start: end - Math.floor(hourMilliseconds / (bucketSeconds * 1_000)) * bucketSeconds * 1_000,
        end,
      };
      return baselineOf(metrics, { ask: askPrometheus(settings), labels, window, bucketSeconds });
    },
  };
};
