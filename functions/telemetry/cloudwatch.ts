import { type InTime, within } from '../platform/deadline.ts';
import { readBaseline } from './baseline.ts';
import type { Lookup } from './cloudwatch-buckets.ts';
import { type QueryBook, queryBook } from './cloudwatch-queries.ts';
import {
  longestPeriodMilliseconds,
  quantileOver,
  readingOf,
  spannable,
} from './cloudwatch-readings.ts';
import { patienceMilliseconds, type Results, readResults } from './cloudwatch-results.ts';
import { tailReading } from './cloudwatch-tails.ts';
import type { Metric, QuantileMetric } from './domain/metric.ts';
import type {
  GaugeBucket,
  Reading,
  ReadingRequest,
  Readings,
  Role,
  Telemetry,
  Window,
} from './domain/reading.ts';
import {
  alignedWindows,
  sharedBuckets,
  shortestTrailing,
  trailingSamples,
} from './domain/windows.ts';

type QuantileReading = Reading & { kind: 'quantile' };

const bucketSeconds = 60;

/**
 * How long after its end a minute of a namespace may still change, in seconds. AWS promises no
 * number; two minutes is what its own services keep to in practice.
 */
export const publishingDelaySeconds: Readonly<Record<string, number>> = {
  'AWS/ApplicationELB': 120,
  'AWS/ECS': 120,
  'AWS/Lambda': 120,
};

const delaySeconds = Math.max(...Object.values(publishingDelaySeconds));

const unasked: Results = () => ({ kind: 'blind', because: 'it was not asked for' });

/** The window that a request starts with so that its end is a whole number of periods later. */
const requestWindow = (window: Window): Window => {
  const period = Math.min(window.end - window.start, longestPeriodMilliseconds);
  const periods = Math.ceil((window.end - window.start) / period);
  return { start: window.end - periods * period, end: window.end };
};

const eachSide = <Value>(value: (role: Role) => Value): Record<Role, Value> => ({
  stable: value('stable'),
  canary: value('canary'),
});

const tailOf = ({ tails = {} }: ReadingRequest, name: string): number | undefined =>
  Object.hasOwn(tails, name) ? tails[name] : undefined;

const readAll = (request: ReadingRequest, book: QueryBook, results: Results): Readings => {
  const lookup = (role: Role): Lookup => ({
    book,
    results,
    labels: request.sides[role],
    window: request.window,
    bucketSeconds,
    ...(role === 'stable' && { isReference: true }),
  });
  const reading = (name: string, metric: Metric, role: Role): Reading => {
    const aboveMilliseconds = tailOf(request, name);
    return metric.kind === 'quantile' && aboveMilliseconds !== undefined
      ? tailReading(metric, { aboveMilliseconds, role }, lookup(role))
      : readingOf(metric, lookup(role));
  };
  const readings = Object.entries(request.metrics).map(([name, metric]) => [
    name,
    eachSide((role) => reading(name, metric, role)),
  ]);
  return Object.fromEntries(readings);
};

/** The requests of both sides, or of the canary alone when stable has none at all. */
const countsOf = (reading: Readings[string]): readonly [GaugeBucket[], GaugeBucket[]] => {
  const canary = reading.canary.kind === 'quantile' ? [...reading.canary.counts] : [];
  return reading.stable.kind === 'quantile'
    ? [[...reading.stable.counts], canary]
    : [canary, canary];
};

const trailingWindows = ({ metrics, window }: ReadingRequest, readings: Readings) => {
  const shortest = Object.entries(metrics).flatMap(([name, metric]) => {
    const reading = readings[name];
    if (metric.kind !== 'quantile' || reading === undefined) return [];
    const buckets = sharedBuckets(...countsOf(reading));
    const trailing = shortestTrailing(spannable(window), buckets, trailingSamples(metric));
    return trailing ? [[name, trailing] as const] : [];
  });
  const { start, end } = spannable(window);
  return alignedWindows(Object.fromEntries(shortest), end - start - bucketSeconds * 1_000);
};

const withTrailing = (
  reading: QuantileReading,
  metric: QuantileMetric,
  window: Window,
  lookup: Lookup,
): Reading => {
  const trailing = quantileOver(metric, window, reading.counts, lookup);
  return 'kind' in trailing ? trailing : { ...reading, trailing };
};

/**
 * Periods are counted from a request's start, so a quantile over a shorter window needs a request of
 * its own. CloudWatch bills metrics and not requests: asking twice costs what asking once would.
 */
const readTrailing = async (
  request: ReadingRequest,
  readings: Readings,
  inTime: InTime,
): Promise<Readings> => {
  const windows = trailingWindows(request, readings);
  const start = Math.min(...Object.values(windows).map((window) => window.start));
  if (!Number.isFinite(start)) return readings;
  const whole = { start, end: request.window.end };
  const book = queryBook();
  const add = (results: Results): Readings =>
    Object.fromEntries(
      Object.entries(readings).map(([name, sides]) => {
        const [metric, window] = [request.metrics[name], windows[name]];
        if (metric?.kind !== 'quantile' || window === undefined) return [name, sides];
        const side = (role: Role): Reading => {
          const labels = request.sides[role];
          const reading = sides[role];
          const lookup = { book, results, labels, window: whole, bucketSeconds };
          return reading.kind === 'quantile'
            ? withTrailing(reading, metric, window, lookup)
            : reading;
        };
        return [name, eachSide(side)];
      }),
    );
  add(unasked);
  return add(await readResults(book.queries(), whole, inTime));
};

/** Nothing is complete yet, so nothing is asked. */
const nothingComplete = ({ metrics }: ReadingRequest): Readings => {
  const blind = { kind: 'blind', because: 'no bucket is complete yet' } as const;
  return Object.fromEntries(
    Object.keys(metrics).map((name) => [name, { stable: blind, canary: blind }]),
  );
};

const readWindow = async (request: ReadingRequest): Promise<Readings> => {
  if (request.window.end <= request.window.start) return nothingComplete(request);
  const book = queryBook();
  readAll(request, book, unasked);
  const inTime = within(patienceMilliseconds);
  const results = await readResults(book.queries(), requestWindow(request.window), inTime);
  return readTrailing(request, readAll(request, book, results), inTime);
};

/**
 * CloudWatch as telemetry: one GetMetricData for all metrics of both sides over the step, and a
 * second one for the trailing windows of quantiles where those are shorter and no tail is read
 * instead. Never throws: whatever was refused, throttled, late or partial makes the metrics that need
 * it blind.
 */
export const cloudWatchTelemetry = (): Telemetry => ({
  bucketSeconds,
  delaySeconds,
  read: async (request) => ({
    window: request.window,
    bucketSeconds,
    readings: await readWindow(request),
  }),
  readBaseline: (metrics, stable, now) =>
    readBaseline(metrics, stable, now, { bucketSeconds, delaySeconds }),
});
