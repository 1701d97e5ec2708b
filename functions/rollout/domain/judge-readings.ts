import type { Metric } from '../../telemetry/domain/metric.ts';
import type { Reading, Role, Window } from '../../telemetry/domain/reading.ts';
import { gaugeSamples } from './judge-gauge.ts';
import { quantileSamples } from './judge-quantile.ts';
import type { Comparable, Samples } from './judge-samples.ts';
import { countedSamples } from './judge-share.ts';
import { limitShareOf } from './tail.ts';

type Sides = Readonly<Record<Role, Reading>>;

/** A quantile may be read as its tail. */
const kindsOf = (kind: Metric['kind']): readonly Reading['kind'][] => {
  if (kind === 'quantile') return ['quantile', 'tail'];
  return [kind === 'distribution' ? 'gauge' : kind];
};

type Counted = Extract<Reading, { kind: 'share' | 'count' | 'tail' }>;

/** What is counted for a metric of a kind: a quantile's counts are those of its tail. */
const isCounted = (reading: Reading, kind: Metric['kind']): reading is Counted =>
  reading.kind !== 'quantile' && reading.kind === (kind === 'quantile' ? 'tail' : kind);

/** Why a side's reading cannot be used, for each side that is needed; undefined when all can. */
export const unseenSides = (
  readings: Sides | undefined,
  kind: Metric['kind'],
  comparable: Comparable,
): string | undefined => {
  const sides: readonly Role[] = comparable === 'both' ? ['canary', 'stable'] : ['canary'];
  const texts = sides.flatMap((role) => {
    const reading = readings?.[role];
    const side = role === 'canary' ? 'the canary' : 'stable';
    if (reading === undefined) return [`on ${side}: it was not read`];
    if (reading.kind === 'blind') return [`on ${side}: ${reading.because}`];
    return kindsOf(kind).includes(reading.kind) ? [] : [`on ${side}: a ${reading.kind} was read`];
  });
  return texts.length > 0 ? texts.join('; ') : undefined;
};

/** The samples in the readings of both sides, or of the canary alone. */
export const samplesOf = (
  metric: Metric,
  window: Window,
  { canary, stable: read }: Sides,
  comparable: Comparable,
): Samples | undefined => {
  if (metric.kind === 'distribution') return undefined;
  const stable = comparable === 'both' ? read : undefined;
  if (metric.kind !== 'gauge' && isCounted(canary, metric.kind))
    return stable === undefined || isCounted(stable, metric.kind)
      ? countedSamples(metric, window, stable?.buckets, canary.buckets, limitShareOf(canary))
      : undefined;
  if (metric.kind === 'quantile' && canary.kind === 'quantile')
    return stable === undefined || stable.kind === 'quantile'
      ? quantileSamples(metric, stable, canary)
      : undefined;
  if (metric.kind === 'gauge' && canary.kind === 'gauge')
    return stable === undefined || stable.kind === 'gauge'
      ? gaugeSamples(metric, window, stable, canary)
      : undefined;
  return undefined;
};
