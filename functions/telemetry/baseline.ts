import { type Buckets, bucketsOf } from './cloudwatch-buckets.ts';
import { queryBook, whyUnaskable } from './cloudwatch-queries.ts';
import { type Results, readResults } from './cloudwatch-results.ts';
import type { Metric, Metrics } from './domain/metric.ts';
import type { Baseline, SideLabels, Telemetry } from './domain/reading.ts';
import { newestCompleteBucketEnd } from './domain/windows.ts';

const hourMinutes = 60;

const denominatorOf = (metric: Metric) => (metric.kind === 'gauge' ? metric.source : metric.total);

const sum = (buckets: Buckets & { kind: 'buckets' }): number =>
  buckets.seen.reduce((total, at) => total + (buckets.valueAt(at) ?? 0), 0);

const nothing = { requestsPerMinute: 0, missing: [], readings: {}, tails: {} };

const blindly = (blind: string): Baseline => ({ ...nothing, blind });

const measured = (
  read: readonly { readonly name: string; readonly metric: Metric; readonly buckets: Buckets }[],
): Baseline => {
  const blind = read.find(({ buckets }) => buckets.kind === 'blind');
  if (blind?.buckets.kind === 'blind') return blindly(`${blind.name}: ${blind.buckets.because}`);
  const rates = read.flatMap(({ metric, buckets }) =>
    metric.kind === 'gauge' || buckets.kind === 'blind' ? [] : [sum(buckets) / hourMinutes],
  );
  const missing = read.flatMap(({ name, buckets }) =>
    buckets.kind === 'buckets' && buckets.seen.length === 0 ? [name] : [],
  );
  return { ...nothing, requestsPerMinute: Math.max(0, ...rates), missing };
};

/**
 * Reads what the critical metrics stand on for the stable side over the last hour: how much traffic
 * there is, and which metrics have none. One GetMetricData; never throws.
 *
 * @param now milliseconds since the epoch.
 */
export const readBaseline = async (
  metrics: Metrics,
  labels: SideLabels,
  now: number,
  { bucketSeconds, delaySeconds }: Pick<Telemetry, 'bucketSeconds' | 'delaySeconds'>,
): Promise<Baseline> => {
  const critical = Object.entries(metrics).filter(
    ([, metric]) => metric.importance === 'critical' && !metric.dryRun,
  );
  for (const [name, metric] of critical) {
    const because = whyUnaskable(metric, labels);
    if (because !== undefined) return blindly(`${name}: ${because}`);
  }
  if (critical.length === 0) return nothing;
  const end = newestCompleteBucketEnd(now, bucketSeconds, delaySeconds);
  const window = { start: end - hourMinutes * 60_000, end };
  const book = queryBook();
  const look = (results: Results) =>
    critical.map(([name, metric]) => ({
      name,
      metric,
      buckets: bucketsOf(denominatorOf(metric), { book, results, labels, window, bucketSeconds }),
    }));
  look(() => ({ kind: 'blind', because: 'it was not asked for' }));
  return measured(look(await readResults(book.queries(), window)));
};
