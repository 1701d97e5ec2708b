import { areSameBounds, type Bound, boundsOf, nearestBound } from './domain/bounds.ts';
import type { QuantileMetric } from './domain/metric.ts';
import type { PrometheusHistogram } from './domain/prometheus-source.ts';
import { boundsQuery, growth, growthOfKnown, quantileQuery, selectorOf } from './domain/promql.ts';
import type { GaugeBucket, QuantileWindow, Reading, Role, Window } from './domain/reading.ts';
import { wholeCounts } from './domain/rounding.ts';
import { sharedBuckets, shortestTrailing, trailingSamples } from './domain/windows.ts';
import { nothingSeen, span, totalsOf, unseen } from './prometheus-readings.ts';
import { instantOf, type Side, type Values, valuesOf } from './prometheus-series.ts';

type Blind = Reading & { kind: 'blind' };
type Both<Value> = Readonly<Record<Role, Value>>;

/** The histogram that a metric names. @throws RangeError for a source that a plan never has. */
const histogramOf = ({ source }: QuantileMetric): PrometheusHistogram => {
  if ('histogram' in source) return source;
  throw new RangeError('source: not one of Prometheus');
};

const isBlind = <Value extends object>(value: Value | Blind): value is Blind =>
  'kind' in value && value.kind === 'blind';

/** The bounds of a side's buckets; none when it has no series yet. */
export const readBounds = async (metric: QuantileMetric, side: Side): Promise<Bound[] | Blind> => {
  const answer = await instantOf(boundsQuery(histogramOf(metric).histogram), side);
  if (answer.kind === 'blind') return unseen(answer.because);
  return boundsOf(answer.series.map(({ labels }) => labels.le));
};

const literal = (texts: readonly string[]): string =>
  texts.map((text) => text.replaceAll(/[.+]/g, '\\\\$&')).join('|');

/** Requests up to a bound and all of them, bucket by bucket, from the histogram alone. */
const classicTail = async (
  { histogram }: PrometheusHistogram,
  bound: Bound,
  side: Side,
): Promise<{ readonly within: Values; readonly all: Values }> => {
  const counting: Side = { ...side, isCount: true };
  const within = selectorOf(histogram, '_bucket', `le=~"${literal(bound.texts)}"`);
  const all = selectorOf(histogram, '_bucket', 'le="+Inf"');
  const read = [
    valuesOf(growth(within), counting),
    valuesOf(growthOfKnown(all), counting),
  ] as const;
  const [one, other] = await Promise.all(read);
  return { within: one, all: other };
};

/** The same of a native histogram, which knows any bound, as well as its own buckets do. */
const nativeTail = async (
  { histogram }: PrometheusHistogram,
  bound: number,
  side: Side,
): Promise<{ readonly within: Values; readonly all: Values }> => {
  const counting: Side = { ...side, isCount: true };
  const observed = `sum(increase(${histogram}[{bucket}]))`;
  const count = `histogram_count(${observed})`;
  const [within, all] = await Promise.all([
    valuesOf(`histogram_fraction(-Inf, ${bound}, ${observed}) * ${count}`, counting),
    valuesOf(count, counting),
  ]);
  return { within, all };
};

/** What is slower than the bound: rounded up for the canary, down for stable. */
const tailOf = (
  { within, all }: { readonly within: Values; readonly all: Values },
  aboveMilliseconds: number,
  { side, role }: { readonly side: Side; readonly role: Role },
): Reading => {
  if (all.kind === 'blind') return unseen(all.because);
  if (within.kind === 'blind') return unseen(within.because);
  if (all.buckets.length === 0)
    return nothingSeen(
      `its histogram has no value ${span(side.window)}: no requests, or a wrong matcher`,
    );
  const fast = new Map(within.buckets.map(({ at, value }) => [at, value]));
  // Nothing was observed, so that no part of it can be told.
  const isUnknown = ({ at, value }: GaugeBucket): boolean => value > 0 && !fast.has(at);
  const unknown = all.buckets.filter(isUnknown).length;
  if (unknown > 0)
    return unseen(
      `its bucket up to ${aboveMilliseconds} ms has no value in ${unknown} of ${all.buckets.length} buckets with requests`,
    );
  const slow = all.buckets.map(({ at, value }) => Math.max(0, value - (fast.get(at) ?? 0)));
  const totals = wholeCounts(
    all.buckets.map(({ value }) => value),
    'nearest',
  );
  const events = wholeCounts(slow, role === 'canary' ? 'up' : 'down');
  const buckets = all.buckets.map(({ at }, index) => {
    const total = totals[index] ?? 0;
    return { at, events: Math.min(events[index] ?? 0, total), total };
  });
  return { kind: 'tail', aboveMilliseconds, buckets };
};

const milliseconds = (bound: number, metric: QuantileMetric): number =>
  Number((bound * metric.unitMilliseconds).toPrecision(12));

/**
 * How many requests took longer than so many milliseconds. Of a classic histogram the bound of a
 * bucket that is nearest to it, the same on both sides, and said in the reading.
 */
export const readTails = async (
  metric: QuantileMetric,
  above: number,
  sides: Both<Side>,
): Promise<Both<Reading>> => {
  const histogram = histogramOf(metric);
  const wanted = above / metric.unitMilliseconds;
  const each = async (read: (side: Side) => ReturnType<typeof nativeTail>, bound: number) => {
    const one = async (role: Role): Promise<Reading> =>
      tailOf(await read(sides[role]), milliseconds(bound, metric), { side: sides[role], role });
    const [stable, canary] = await Promise.all([one('stable'), one('canary')]);
    return { stable, canary };
  };
  if (histogram.native) return each((side) => nativeTail(histogram, wanted, side), wanted);
  const bounds = await sharedBounds(metric, sides);
  if (isBlind(bounds)) return { stable: bounds, canary: bounds };
  const bound = nearestBound(bounds, wanted);
  if (bound === undefined) {
    const largest = milliseconds(bounds.at(-1)?.value ?? 0, metric);
    const because = `its tail begins at ${above} ms, far above its largest bucket of ${largest} ms`;
    return { stable: unseen(because), canary: unseen(because) };
  }
  return each((side) => classicTail(histogram, bound, side), bound.value);
};

/** The bounds of both sides, which must be the same wherever both have any. */
const sharedBounds = async (
  metric: QuantileMetric,
  sides: Both<Side>,
): Promise<readonly Bound[] | Blind> => {
  const [stable, canary] = await Promise.all([
    readBounds(metric, sides.stable),
    readBounds(metric, sides.canary),
  ]);
  if (isBlind(stable)) return stable;
  if (isBlind(canary)) return canary;
  if (stable.length === 0 && canary.length === 0)
    return nothingSeen(
      'its histogram has no buckets on either side: a wrong name, or a native one',
    );
  if (stable.length > 0 && canary.length > 0 && !areSameBounds(stable, canary))
    return unseen(
      'its histogram has other bounds on the canary than on stable, so tails cannot be compared',
    );
  return stable.length > 0 ? stable : canary;
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
