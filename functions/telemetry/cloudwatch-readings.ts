import {
  type Buckets,
  bucketsOf,
  countsOf,
  type Lookup,
  type ValueAt,
} from './cloudwatch-buckets.ts';
import { excess } from './cloudwatch-excess.ts';
import { quantileSeries, whyUnaskable } from './cloudwatch-queries.ts';
import { doubtOf, unbelievable } from './cloudwatch-unanswered.ts';
import type { CountMetric, Metric, QuantileMetric, ShareMetric } from './domain/metric.ts';
import type {
  GaugeBucket,
  QuantileWindow,
  Reading,
  ShareBucket,
  Window,
} from './domain/reading.ts';

/** The longest period that CloudWatch aggregates over. */
export const longestPeriodMilliseconds = 24 * 60 * 60 * 1_000;

/** The part of a window that one period can span: all of it, or its newest day. */
export const spannable = ({ start, end }: Window): Window => ({
  start: Math.max(start, end - longestPeriodMilliseconds),
  end,
});

type Blind = Reading & { kind: 'blind' };

export const blind = (because: string): Blind => ({ kind: 'blind', because });
const empty = (because: string): Blind => ({ kind: 'blind', because, empty: true });

/** The time of day of a moment, in UTC. */
export const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);

const span = ({ start, end }: Window): string => `from ${clock(start)} to ${clock(end)} UTC`;

/** The buckets of a metric's total, without which nothing of it is known. */
export const totalsOf = (
  total: Buckets,
  { window }: Lookup,
): Reading & { kind: 'gauge' | 'blind' } => {
  if (total.kind === 'blind') return blind(total.because);
  const buckets = definedBuckets(total.seen, total.valueAt);
  return buckets.length > 0
    ? { kind: 'gauge', buckets }
    : empty(`its total has no datapoint ${span(window)}: no requests, or a wrong dimension`);
};

const definedBuckets = (seen: readonly number[], valueAt: ValueAt): GaugeBucket[] =>
  seen.flatMap((at) => {
    const value = valueAt(at);
    return value === undefined ? [] : [{ at, value }];
  });

const countedReading = (metric: ShareMetric | CountMetric, lookup: Lookup): Reading => {
  const totals = totalsOf(countsOf(metric.total, lookup), lookup);
  const events = countsOf(metric.events, lookup);
  if (totals.kind === 'blind') return totals;
  if (events.kind === 'blind') return blind(events.because);
  const counted = definedBuckets(
    totals.buckets.map(({ at }) => at),
    events.valueAt,
  );
  const missing = totals.buckets.length - counted.length;
  if (missing > 0)
    return blind(
      `its events have no datapoint in ${missing} of ${totals.buckets.length} buckets with requests`,
    );
  const buckets = totals.buckets.map(({ at, value }, index) => ({
    at,
    events: counted[index]?.value ?? Number.NaN,
    total: value,
  }));
  return metric.kind === 'count'
    ? { kind: 'count', buckets }
    : shareReading(metric, buckets, lookup);
};

const shareReading = (
  metric: ShareMetric,
  buckets: readonly ShareBucket[],
  lookup: Lookup,
): Reading => {
  const tooMany = excess(buckets);
  if (tooMany !== undefined) return blind(`${tooMany} ${span(lookup.window)}`);
  const doubted = unbelievable(metric, buckets, lookup);
  if (doubted.kind === 'blind') return blind(doubted.because);
  const doubt = doubtOf(metric, doubted.at, buckets.length, lookup.window);
  return {
    kind: 'share',
    buckets: buckets.filter(({ at }) => !doubted.at.includes(at)),
    ...(doubt !== undefined && { doubt }),
  };
};

/**
 * A quantile over one window, asked for with one period that spans it, since CloudWatch's quantiles
 * cannot be combined afterwards: anything but one datapoint at the window's start is blind.
 */
export const quantileOver = (
  metric: QuantileMetric,
  window: Window,
  counts: readonly GaugeBucket[],
  lookup: Lookup,
): QuantileWindow | Blind => {
  const series = quantileSeries(metric);
  const id = lookup.book.series(series, lookup.labels, (window.end - window.start) / 1_000);
  const result = lookup.results(id);
  const name = `${series.metric} ${series.statistic}`;
  if (result.kind === 'blind') return blind(`${name}: ${result.because}`);
  const inside = result.points.filter(({ at }) => at >= window.start);
  const [point] = inside;
  if (point === undefined || inside.length > 1 || point.at !== window.start)
    return blind(
      `${name} has ${inside.length} datapoints ${span(window)}; it must have one, at the start`,
    );
  const samples = counts
    .filter(({ at }) => at >= window.start && at < window.end)
    .reduce((sum, { value }) => sum + value, 0);
  return { window, milliseconds: point.value * metric.unitMilliseconds, samples };
};

const quantileReading = (metric: QuantileMetric, lookup: Lookup): Reading => {
  const totals = totalsOf(countsOf(metric.total, lookup), lookup);
  const counts = totals.kind === 'gauge' ? totals.buckets : [];
  const whole = quantileOver(metric, spannable(lookup.window), counts, lookup);
  if (totals.kind === 'blind') return totals;
  return 'kind' in whole ? whole : { kind: 'quantile', whole, trailing: undefined, counts };
};

const gaugeReading = (source: Buckets, { window }: Lookup): Reading => {
  if (source.kind === 'blind') return blind(source.because);
  const buckets = definedBuckets(source.seen, source.valueAt);
  return buckets.length > 0
    ? { kind: 'gauge', buckets }
    : empty(`it has no datapoint ${span(window)}`);
};

/** One metric of one side over the window; a quantile without its trailing window. */
export const readingOf = (metric: Metric, lookup: Lookup): Reading => {
  const unaskable = whyUnaskable(lookup.labels, metric);
  if (unaskable !== undefined) return blind(unaskable);
  switch (metric.kind) {
    case 'share':
    case 'count':
      return countedReading(metric, lookup);
    case 'quantile':
      return quantileReading(metric, lookup);
    case 'gauge':
    case 'distribution':
      return gaugeReading(bucketsOf(metric.source, lookup), lookup);
  }
};
