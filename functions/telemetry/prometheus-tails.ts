import { areSameBounds, type Bound, nearestBound } from './domain/bounds.ts';
import type { QuantileMetric } from './domain/metric.ts';
import type { PrometheusHistogram } from './domain/prometheus-source.ts';
import { growth, growthOfKnown, selectorOf } from './domain/promql.ts';
import type { GaugeBucket, Reading, Role } from './domain/reading.ts';
import { wholeCounts } from './domain/rounding.ts';
import { type Both, histogramOf, isBlind, readBounds } from './prometheus-quantiles.ts';
import { nothingSeen, span, unseen } from './prometheus-readings.ts';
import { type Side, type Values, valuesOf } from './prometheus-series.ts';

type Blind = Reading & { kind: 'blind' };

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
