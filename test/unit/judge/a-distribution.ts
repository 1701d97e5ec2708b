import { DistributionMetric } from '../../../functions/telemetry/domain/metric.ts';
import { gauge, judgeOne, type Tick } from './tick.ts';

/** Regresses at the first evaluation: what most tests change is one look. */
export const aDistribution = (changes: object = {}) =>
  DistributionMetric.parse({
    kind: 'distribution',
    title: 'queue wait',
    unit: 'ms',
    source: { namespace: 'Test', metric: 'Anything', dimensions: {} },
    consecutive: 1,
    ...changes,
  });

/** Judges the values of consecutive minutes. */
export const judgeValues = (
  metric: DistributionMetric,
  canary: readonly number[],
  stable: readonly number[],
  more: Partial<Tick> = {},
) =>
  judgeOne(metric, gauge(...canary), gauge(...stable), {
    minutes: Math.max(canary.length, stable.length),
    ...more,
  });

export const times = (count: number, value: number): number[] =>
  Array.from({ length: count }, () => value);

/** Values around a level that go up and down a little, the same at each call. */
export const around = (level: number, count: number, percent = 2): number[] =>
  Array.from(
    { length: count },
    (_, at) => level * (1 + (percent / 100) * Math.sin(1 + at * 2.399963)),
  );
