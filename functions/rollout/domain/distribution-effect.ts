import type { DistributionMetric } from '../../telemetry/domain/metric.ts';
import { type Comparison, mean } from './mann-whitney.ts';

export type Change = 'increase' | 'decrease';

/** How large the effect is that a metric asks for, and the one that was seen. */
export interface Effect {
  /** `difference`, of the means: what is asked where their ratio says nothing. */
  readonly measure: 'mean-ratio' | 'cles' | 'difference';
  readonly value: number;
  readonly floor: number;
  readonly isReached: boolean;
}

interface Samples {
  readonly canary: readonly number[];
  readonly stable: readonly number[];
}

/**
 * A ratio to a mean of 0 or less says nothing. It is not passed over: that the means differ at all,
 * and by the metric's floor, is asked instead. Errors of the canary alone thus count.
 */
const byMeans = (
  metric: DistributionMetric,
  change: Change,
  floor: number,
  samples: Samples,
): Effect => {
  const [canary, stable] = [mean(samples.canary), mean(samples.stable)];
  if (stable > 0) {
    const value = canary / stable;
    const isReached = change === 'increase' ? value >= floor : value <= floor;
    return { measure: 'mean-ratio', value, floor, isReached };
  }
  const worse = change === 'increase' ? canary - stable : stable - canary;
  return {
    measure: 'difference',
    value: canary - stable,
    floor: metric.floor,
    isReached: worse > 0 && worse >= metric.floor,
  };
};

/** The effect in one direction; undefined when the metric asks for none there. */
export const effectOf = (
  metric: DistributionMetric,
  change: Change,
  samples: Samples,
  { superiority }: Comparison,
): Effect | undefined => {
  const floor = metric.effectSize?.[change];
  if (metric.effectSize === undefined || floor === undefined) return undefined;
  if (metric.effectSize.measure === 'mean-ratio') return byMeans(metric, change, floor, samples);
  const isReached = change === 'increase' ? superiority >= floor : superiority <= floor;
  return { measure: 'cles', value: superiority, floor, isReached };
};
