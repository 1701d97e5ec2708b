import { type Bound, boundsOf } from './domain/bounds.ts';
import type { QuantileMetric } from './domain/metric.ts';
import type { PrometheusHistogram } from './domain/prometheus-source.ts';
import { boundsQuery, quantileQuery } from './domain/promql.ts';
import type { GaugeBucket, QuantileWindow, Reading, Role, Window } from './domain/reading.ts';
import { sharedBuckets, shortestTrailing, trailingSamples } from './domain/windows.ts';
import { nothingSeen, span, totalsOf, unseen } from './prometheus-readings.ts';
import { instantOf, type Side } from './prometheus-series.ts';

type Blind = Reading & { kind: 'blind' };
export type Both<Value> = Readonly<Record<Role, Value>>;

/** The histogram that a metric names. @throws RangeError for a source that a plan never has. */
export const histogramOf = ({ source }: QuantileMetric): PrometheusHistogram => {
  if ('histogram' in source) return source;
  throw new RangeError('source: not one of Prometheus');
};

export const isBlind = <Value extends object>(value: Value | Blind): value is Blind =>
  'kind' in value && value.kind === 'blind';

/** The bounds of a side's buckets; none when it has no series yet. */
export const readBounds = async (metric: QuantileMetric, side: Side): Promise<Bound[] | Blind> => {
  const answer = await instantOf(boundsQuery(histogramOf(metric).histogram), side);
  if (answer.kind === 'blind') return unseen(answer.because);
  return boundsOf(answer.series.map(({ labels }) => labels.le));
};

/** The quantile over a window that ends with the side's, or why it is not known. */
export const quantileAt = async (
  metric: QuantileMetric,
  window: Window,
  { side, largest }: { readonly side: Side; readonly largest: number },
): Promise<number | Blind> => {
  const seconds = (window.end - window.start) / 1_000;
  const answer = await instantOf(
    quantileQuery(histogramOf(metric), metric.quantile, seconds),
    side,
  );
  if (answer.kind === 'blind') return unseen(answer.because);
  const [first, ...others] = answer.series;
  const value = first?.points[0]?.value ?? Number.NaN;
  if (others.length > 0) return unseen(`its quantile has ${answer.series.length} series, not one`);
  if (Number.isNaN(value)) return nothingSeen(`nothing was observed ${span(window)}`);
  if (!Number.isFinite(value) || value < 0 || value >= largest)
    return unseen(`its quantile lies beyond the largest bound of its histogram ${span(window)}`);
  return value * metric.unitMilliseconds;
};

const samplesIn = (counts: readonly GaugeBucket[], { start, end }: Window): number =>
  counts.filter(({ at }) => at >= start && at < end).reduce((sum, { value }) => sum + value, 0);

interface Counted {
  readonly side: Side;
  readonly counts: readonly GaugeBucket[];
  readonly largest: number;
}

const quantileOver = async (
  metric: QuantileMetric,
  window: Window,
  { side, counts, largest }: Counted,
): Promise<QuantileWindow | Blind> => {
  const found = await quantileAt(metric, window, { side, largest });
  return typeof found === 'number'
    ? { window, milliseconds: found, samples: Math.round(samplesIn(counts, window)) }
    : found;
};

/** The largest finite bound, at which a quantile is cut off; a native histogram has none. */
export const largestBound = async (metric: QuantileMetric, side: Side): Promise<number | Blind> => {
  if (histogramOf(metric).native) return Number.POSITIVE_INFINITY;
  const bounds = await readBounds(metric, side);
  return isBlind(bounds) ? bounds : (bounds.at(-1)?.value ?? Number.POSITIVE_INFINITY);
};

const counted = async (metric: QuantileMetric, side: Side): Promise<Counted | Blind> => {
  const [totals, largest] = await Promise.all([
    totalsOf(metric.total, side),
    largestBound(metric, side),
  ]);
  if (totals.kind === 'blind') return totals;
  return typeof largest === 'number' ? { side, counts: totals.buckets, largest } : largest;
};

const quantileReading = async (
  metric: QuantileMetric,
  trailing: Window | undefined,
  side: Counted | Blind,
): Promise<Reading> => {
  if (isBlind(side)) return side;
  const whole = await quantileOver(metric, side.side.window, side);
  if (isBlind(whole)) return whole;
  const newest = trailing && (await quantileOver(metric, trailing, side));
  if (newest && isBlind(newest)) return newest;
  return { kind: 'quantile', whole, trailing: newest, counts: side.counts };
};

/** The quantile over the window, and over the shortest part at its end that holds enough requests. */
export const readQuantiles = async (
  metric: QuantileMetric,
  sides: Both<Side>,
): Promise<Both<Reading>> => {
  const [stable, canary] = await Promise.all([
    counted(metric, sides.stable),
    counted(metric, sides.canary),
  ]);
  const ofCanary = isBlind(canary) ? [] : canary.counts;
  const ofStable = isBlind(stable) ? ofCanary : stable.counts;
  const shared = sharedBuckets(ofStable, ofCanary);
  const trailing = shortestTrailing(sides.canary.window, shared, trailingSamples(metric));
  const [one, other] = await Promise.all([
    quantileReading(metric, trailing, stable),
    quantileReading(metric, trailing, canary),
  ]);
  return { stable: one, canary: other };
};
