import { growingSum } from '../../telemetry/domain/growing.ts';
import type { GaugeMetric } from '../../telemetry/domain/metric.ts';
import type { GaugeBucket, Reading, Role, Window } from '../../telemetry/domain/reading.ts';
import { alongside } from '../../telemetry/domain/windows.ts';
import type { Sample, Samples } from './judge-samples.ts';

type GaugeReading = Reading & { kind: 'gauge' };

type Levels = Readonly<Record<Role, readonly GaugeBucket[]>>;

const sum = growingSum(({ value }: GaugeBucket) => value);

const mean = (buckets: readonly GaugeBucket[]): number => sum(buckets) / buckets.length;

const sampleOf = (window: Window, { stable, canary }: Levels, isCompared: boolean): Sample => ({
  window,
  canary: mean(canary),
  stable: isCompared ? mean(stable) : undefined,
  exposure: { stable: isCompared ? stable.length : 0, canary: canary.length },
});

const trailingOf = (
  { minimumBuckets }: GaugeMetric,
  window: Window,
  { stable, canary }: Levels,
  isCompared: boolean,
): Sample[] => {
  const newest = {
    stable: stable.slice(-minimumBuckets),
    canary: canary.slice(-minimumBuckets),
  };
  const start = newest.canary[0]?.at;
  if (start === undefined || canary.length <= minimumBuckets) return [];
  return [sampleOf({ start, end: window.end }, newest, isCompared)];
};

/** A level over a window is the mean of its buckets. */
export const gaugeSamples = (
  metric: GaugeMetric,
  window: Window,
  stable: GaugeReading | undefined,
  canary: GaugeReading,
): Samples => {
  const isCompared = stable !== undefined;
  const levels = alongside((stable ?? canary).buckets, canary.buckets);
  const count = levels.canary.length;
  const { increasePercent, value } = metric.limits;
  return {
    newest: levels.canary.at(-1)?.at,
    whole: count > 0 ? sampleOf(window, levels, isCompared) : undefined,
    trailing: trailingOf(metric, window, levels, isCompared),
    exposure: { stable: isCompared ? count : 0, canary: count },
    limitsFor: (sample) => ({
      worse: metric.worse,
      difference:
        increasePercent === undefined || sample.stable === undefined
          ? undefined
          : (Math.abs(sample.stable) * increasePercent) / 100,
      bound: value,
      floor: metric.floor,
      chance: 0,
    }),
  };
};
