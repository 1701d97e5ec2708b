import type { QuantileMetric } from '../../telemetry/domain/metric.ts';
import type { QuantileWindow, Reading } from '../../telemetry/domain/reading.ts';
import { alongside } from '../../telemetry/domain/windows.ts';
import type { Sample, Samples } from './judge-samples.ts';

type QuantileReading = Reading & { kind: 'quantile' };

const sampleOf = (stable: QuantileWindow | undefined, canary: QuantileWindow): Sample => ({
  window: canary.window,
  canary: canary.milliseconds,
  stable: stable?.milliseconds,
  exposure: { stable: stable?.samples ?? 0, canary: canary.samples },
});

/** The trailing windows of both sides, where they are the same window. */
const trailingOf = (
  stable: QuantileReading | undefined,
  { trailing }: QuantileReading,
): Sample[] => {
  if (trailing === undefined) return [];
  if (stable === undefined) return [sampleOf(undefined, trailing)];
  return stable.trailing?.window.start === trailing.window.start
    ? [sampleOf(stable.trailing, trailing)]
    : [];
};

/** Quantiles come as they are for a window: they cannot be combined from those of its buckets. */
export const quantileSamples = (
  metric: QuantileMetric,
  stable: QuantileReading | undefined,
  canary: QuantileReading,
): Samples => {
  const whole = sampleOf(stable?.whole, canary.whole);
  const { increasePercent, milliseconds } = metric.limits;
  return {
    newest: alongside((stable ?? canary).counts, canary.counts).canary.at(-1)?.at,
    whole,
    trailing: trailingOf(stable, canary),
    exposure: whole.exposure,
    limitsFor: (sample) => ({
      worse: 'higher',
      difference:
        increasePercent === undefined || sample.stable === undefined
          ? undefined
          : (sample.stable * increasePercent) / 100,
      bound: milliseconds,
      floor: metric.floorMilliseconds,
      chance: 0,
    }),
  };
};
