import { boundFrom, nearestBound, unboundedText } from './domain/bounds.ts';
import type { Metric, Metrics, QuantileMetric } from './domain/metric.ts';
import { labelledQuery } from './domain/promql.ts';
import type { Baseline, Reading, Window } from './domain/reading.ts';
import { isOwnBound, tailBeginsAt } from './domain/tails.ts';
import { isElsewhere, limitShareAt } from './prometheus-limit-share.ts';
import { largestBound, quantileAt, readBounds } from './prometheus-quantiles.ts';
import { readingOf, unseen } from './prometheus-readings.ts';
import { instantOf, type Side } from './prometheus-series.ts';
import { readTails } from './prometheus-tails.ts';

interface Seen {
  readonly name: string;
  readonly metric: Metric;
  readonly reading: Reading;
  /** Where its tail begins, for a quantile that was seen. */
  readonly tail?: number;
  /** The share at its limit, where the tail begins at another bound. */
  readonly limitShare?: number;
  readonly blind?: string;
}

const blindly = (blind: string): Baseline => ({
  requestsPerMinute: 0,
  missing: [],
  readings: {},
  tails: {},
  blind,
});

/** A bound of its buckets, so that the tail that is judged is the one that is said. */
const tailIn = async (
  metric: QuantileMetric,
  quantile: number,
  side: Side,
): Promise<number | (Reading & { kind: 'blind' })> => {
  const begins = tailBeginsAt(metric, quantile);
  if (!('histogram' in metric.source) || metric.source.native) return begins;
  const bounds = await readBounds(metric, side);
  if (!Array.isArray(bounds)) return begins;
  const isOwn = isOwnBound(metric, begins);
  const bound = (isOwn ? boundFrom : nearestBound)(bounds, begins / metric.unitMilliseconds);
  if (bound !== undefined) return bound.value * metric.unitMilliseconds;
  return isOwn ? unseen(unboundedText(begins)) : begins;
};

const quantileSeen = async (name: string, metric: QuantileMetric, side: Side): Promise<Seen> => {
  const largest = await largestBound(metric, side);
  if (typeof largest !== 'number') return { name, metric, reading: largest };
  const quantile = await quantileAt(metric, side.window, { side, largest });
  if (typeof quantile !== 'number') return { name, metric, reading: quantile };
  const asked = await tailIn(metric, quantile, side);
  if (typeof asked !== 'number') return { name, metric, reading: asked };
  const { stable: reading } = await readTails(metric, asked, { stable: side, canary: side });
  // What was really read decides, whatever was asked for.
  const tail = reading.kind === 'tail' ? reading.aboveMilliseconds : asked;
  if (reading.kind !== 'tail' || !isElsewhere(metric, { tail, quantile }))
    return { name, metric, reading, tail };
  const limitShare = await limitShareAt(metric, { tail, quantile }, side);
  return typeof limitShare === 'number'
    ? { name, metric, reading, tail, limitShare }
    : { name, metric, reading: limitShare };
};

/** A misspelled label selects nothing, which would be taken for no errors at all, for ever. */
export const whyNeverCounted = async (
  metric: Metric,
  reading: Reading,
  side: Side,
): Promise<string | undefined> => {
  if (metric.kind !== 'share' && metric.kind !== 'count') return undefined;
  if (reading.kind === 'blind' || !('counter' in metric.events)) return undefined;
  if (reading.kind !== metric.kind || reading.buckets.some(({ events }) => events > 0))
    return undefined;
  const { query, labels } = labelledQuery(metric.events.counter);
  const answer = await instantOf(query, side);
  if (answer.kind === 'blind') return answer.because;
  return answer.series.length > 0
    ? undefined
    : `no series of its events has all the labels that it is selected by (${labels.join(', ')}), so that it could never count any`;
};

const seen = async (name: string, metric: Metric, side: Side): Promise<Seen> => {
  if (metric.kind === 'quantile') return quantileSeen(name, metric, side);
  const reading = await readingOf(metric, side, 'stable');
  const blind = await whyNeverCounted(metric, reading, side);
  return { name, metric, reading, ...(blind !== undefined && { blind }) };
};

const isDeciding = ({ metric }: Seen): boolean =>
  metric.importance === 'critical' && !metric.dryRun;

const totalsIn = (reading: Reading): readonly { at: number; total: number }[] =>
  reading.kind === 'share' || reading.kind === 'count' || reading.kind === 'tail'
    ? reading.buckets
    : [];

/** Averaged from the first bucket with data on: the server may know less than an hour. */
const rateOf = (reading: Reading, { end }: Window): number => {
  const buckets = totalsIn(reading);
  const first = buckets[0]?.at ?? end;
  const sum = buckets.reduce((all, { total }) => all + total, 0);
  return end > first ? (sum * 60_000) / (end - first) : 0;
};

const hasNothing = ({ reading }: Seen): boolean => {
  if (reading.kind === 'blind') return reading.empty === true;
  return reading.kind !== 'gauge' && totalsIn(reading).every(({ total }) => total === 0);
};

/** What stable did in the hour before `window.end`, as far as the server knows it. */
export const baselineOf = async (metrics: Metrics, side: Side): Promise<Baseline> => {
  const all = await Promise.all(
    Object.entries(metrics).map(([name, metric]) => seen(name, metric, side)),
  );
  const deciding = all.filter(isDeciding);
  for (const { name, reading, blind } of deciding) {
    if (blind !== undefined) return blindly(`${name}: ${blind}`);
    if (reading.kind === 'blind' && !reading.empty) return blindly(`${name}: ${reading.because}`);
  }
  return {
    requestsPerMinute: Math.max(0, ...deciding.map(({ reading }) => rateOf(reading, side.window))),
    missing: deciding.filter(hasNothing).map(({ name }) => name),
    readings: Object.fromEntries(all.map(({ name, reading }) => [name, reading])),
    tailShares: Object.fromEntries(
      all.flatMap(({ name, limitShare }) => (limitShare === undefined ? [] : [[name, limitShare]])),
    ),
    tails: Object.fromEntries(
      all.flatMap(({ name, tail }) => (tail === undefined ? [] : [[name, tail]])),
    ),
  };
};
