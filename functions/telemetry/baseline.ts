import { type InTime, within } from '../platform/deadline.ts';
import { type Buckets, bucketsOf, countsOf, type Lookup } from './cloudwatch-buckets.ts';
import { quantileSeries, queryBook, whyUnaskable } from './cloudwatch-queries.ts';
import { readingOf } from './cloudwatch-readings.ts';
import { patienceMilliseconds, type Result, readResults } from './cloudwatch-results.ts';
import { tailReading, tailSeries } from './cloudwatch-tails.ts';
import type { Metric, Metrics, QuantileMetric } from './domain/metric.ts';
import type { Baseline, Reading, SideLabels, Telemetry, Window } from './domain/reading.ts';
import { tailBeginsAt } from './domain/tails.ts';
import { newestCompleteBucketEnd } from './domain/windows.ts';

const hourMinutes = 60;
const hourMilliseconds = hourMinutes * 60_000;

/** A metric that can be asked for, and whether a rollout is decided by it. */
interface Asked {
  readonly name: string;
  readonly metric: Metric;
  readonly decides: boolean;
}

/** What the first request says of a metric. */
interface Seen extends Asked {
  /** What its total counted, bucket by bucket; a gauge has its source. */
  readonly denominator: Buckets;
  /** Its events, of a share or a count. */
  readonly reading?: Reading;
  /** Its quantile over the hour. */
  readonly quantile?: Result;
}

const nothing: Baseline = { requestsPerMinute: 0, missing: [], readings: {}, tails: {} };

const blindly = (name: string, because: string): Baseline => ({
  ...nothing,
  blind: `${name}: ${because}`,
});

const sum = (buckets: Buckets & { kind: 'buckets' }): number =>
  buckets.seen.reduce((total, at) => total + (buckets.valueAt(at) ?? 0), 0);

const seenOf = (asked: Asked, lookup: Lookup): Seen => {
  const { metric } = asked;
  if (!('total' in metric)) return { ...asked, denominator: bucketsOf(metric.source, lookup) };
  const denominator = countsOf(metric.total, lookup);
  if (metric.kind !== 'quantile')
    return { ...asked, denominator, reading: readingOf(metric, lookup) };
  const id = lookup.book.series(quantileSeries(metric), lookup.labels, hourMinutes * 60);
  return { ...asked, denominator, quantile: lookup.results(id) };
};

/** Why a metric is blind, other than for having no traffic. */
const whyBlind = (read: Buckets | Reading | Result | undefined): string | undefined =>
  read?.kind === 'blind' && !('empty' in read) ? read.because : undefined;

/** Asks for what is looked up: once to enter it into a request, and once for its results. */
const answered = async <Value>(
  { window, inTime }: { readonly window: Window; readonly inTime: InTime },
  look: (asking: Pick<Lookup, 'book' | 'results'>) => Value,
): Promise<Value> => {
  const book = queryBook();
  look({ book, results: () => ({ kind: 'blind', because: 'it was not asked for' }) });
  return look({ book, results: await readResults(book.queries(), window, inTime) });
};

const measured = (seen: readonly Seen[]): Pick<Baseline, 'requestsPerMinute' | 'missing'> => {
  const deciding = seen.filter(({ decides }) => decides);
  const rates = deciding.flatMap(({ metric, denominator }) =>
    !('total' in metric) || denominator.kind === 'blind' ? [] : [sum(denominator) / hourMinutes],
  );
  const missing = deciding.flatMap(({ name, denominator }) =>
    denominator.kind === 'buckets' && denominator.seen.length === 0 ? [name] : [],
  );
  return { requestsPerMinute: Math.max(0, ...rates), missing };
};

interface Tail extends Asked {
  readonly metric: QuantileMetric;
  readonly aboveMilliseconds: number;
}

/** The tails of the quantiles that came with one datapoint, at the start of the hour. */
const tailsOf = (seen: readonly Seen[], { start }: Window): Tail[] =>
  seen.flatMap(({ name, metric, decides, quantile }) => {
    if (metric.kind !== 'quantile' || quantile?.kind !== 'points') return [];
    const [point, ...others] = quantile.points;
    if (point?.at !== start || others.length > 0) return [];
    const aboveMilliseconds = tailBeginsAt(metric, point.value * metric.unitMilliseconds);
    return tailSeries(metric, aboveMilliseconds) === undefined
      ? []
      : [{ name, metric, decides, aboveMilliseconds }];
  });

const readable = (metrics: Metrics, labels: SideLabels): Asked[] =>
  Object.entries(metrics)
    .map(([name, metric]) => ({
      name,
      metric,
      decides: metric.importance === 'critical' && !metric.dryRun,
    }))
    .filter(({ decides, metric }) => decides || 'total' in metric)
    .filter(({ decides, metric }) => decides || whyUnaskable(labels, metric) === undefined);

const readingsOf = (read: readonly { readonly name: string; readonly reading?: Reading }[]) =>
  Object.fromEntries(
    read.flatMap(({ name, reading }) =>
      reading === undefined || reading.kind === 'blind' ? [] : [[name, reading] as const],
    ),
  );

const readHour = async (
  asked: readonly Asked[],
  common: Omit<Lookup, 'book' | 'results'>,
): Promise<Baseline> => {
  const { window } = common;
  const limits = { window, inTime: within(patienceMilliseconds) };
  const seen = await answered(limits, (asking) =>
    asked.map((each) => seenOf(each, { ...common, ...asking })),
  );
  for (const { name, decides, denominator, reading, quantile } of seen) {
    const because = whyBlind(denominator) ?? whyBlind(reading) ?? whyBlind(quantile);
    if (decides && because !== undefined) return blindly(name, because);
  }
  const tails = await answered(limits, (asking) =>
    tailsOf(seen, window).map((tail) => {
      const { metric, aboveMilliseconds } = tail;
      const request = { aboveMilliseconds, role: 'stable', isHistory: true } as const;
      return { ...tail, reading: tailReading(metric, request, { ...common, ...asking }) };
    }),
  );
  for (const { name, decides, reading } of tails) {
    const because = whyBlind(reading);
    if (decides && because !== undefined) return blindly(name, because);
  }
  return {
    ...measured(seen),
    readings: { ...readingsOf(seen), ...readingsOf(tails) },
    tails: Object.fromEntries(tails.map((tail) => [tail.name, tail.aboveMilliseconds])),
  };
};

/**
 * Reads what stable did over the last hour: how much traffic there is, which critical metrics have
 * none, and the counts of each minute. Two GetMetricData: where a tail begins is known only with the
 * quantile of the hour. Never throws. What a critical metric needs and cannot be trusted makes it
 * blind; a metric that only informs is left out. An hour in which stable failed is read all the
 * same, since the next rollout may be the repair.
 *
 * @param now milliseconds since the epoch.
 */
export const readBaseline = async (
  metrics: Metrics,
  labels: SideLabels,
  now: number,
  { bucketSeconds, delaySeconds }: Pick<Telemetry, 'bucketSeconds' | 'delaySeconds'>,
): Promise<Baseline> => {
  const asked = readable(metrics, labels);
  for (const { name, metric } of asked) {
    const because = whyUnaskable(labels, metric);
    if (because !== undefined) return blindly(name, because);
  }
  if (asked.length === 0) return nothing;
  const end = newestCompleteBucketEnd(now, bucketSeconds, delaySeconds);
  const window = { start: end - hourMilliseconds, end };
  return readHour(asked, { labels, window, bucketSeconds });
};
