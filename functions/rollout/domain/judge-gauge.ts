import type { GaugeMetric } from '../../telemetry/domain/metric.ts';
import type { Reading, Window } from '../../telemetry/domain/reading.ts';
import { type SharedBucket, sharedBuckets } from '../../telemetry/domain/windows.ts';
import type { Evidence, Sample } from './judge-evidence.ts';

type GaugeReading = Reading & { kind: 'gauge' };

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const sampleOf = (
  window: Window,
  buckets: readonly SharedBucket[],
  isCompared: boolean,
): Sample => ({
  window,
  canary: mean(buckets.map(({ canary }) => canary)),
  stable: isCompared ? mean(buckets.map(({ stable }) => stable)) : undefined,
  exposure: { stable: isCompared ? buckets.length : 0, canary: buckets.length },
});

const trailingOf = (
  metric: GaugeMetric,
  window: Window,
  buckets: readonly SharedBucket[],
  isCompared: boolean,
): Sample[] => {
  const newest = buckets.slice(-metric.minimumBuckets);
  const start = newest[0]?.at;
  if (start === undefined || buckets.length <= metric.minimumBuckets) return [];
  return [sampleOf({ start, end: window.end }, newest, isCompared)];
};

/** A level over a window is the mean of its buckets. */
export const gaugeEvidence = (
  metric: GaugeMetric,
  window: Window,
  stable: GaugeReading | undefined,
  canary: GaugeReading,
): Evidence => {
  const isCompared = stable !== undefined;
  const buckets = sharedBuckets((stable ?? canary).buckets, canary.buckets);
  const { increasePercent, value } = metric.limits;
  return {
    newest: buckets.at(-1)?.at,
    whole: buckets.length > 0 ? sampleOf(window, buckets, isCompared) : undefined,
    trailing: trailingOf(metric, window, buckets, isCompared),
    exposure: { stable: isCompared ? buckets.length : 0, canary: buckets.length },
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
