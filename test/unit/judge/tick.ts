import type { Comparable } from '../../../functions/rollout/domain/judge-samples.ts';
import { judgeByThresholds } from '../../../functions/rollout/domain/judge-thresholds.ts';
import { freshJudgeState, type JudgeState } from '../../../functions/rollout/domain/verdict.ts';
import {
  GaugeMetric,
  type Metrics,
  QuantileMetric,
  ShareMetric,
} from '../../../functions/telemetry/domain/metric.ts';
import type {
  QuantileWindow,
  Reading,
  Readings,
} from '../../../functions/telemetry/domain/reading.ts';

export const minute = 60_000;
/** 2026-01-05T12:00:00Z, when every step of these tests begins to be judged. */
export const noon = Date.UTC(2026, 0, 5, 12);

const source = { namespace: 'Test', metric: 'Anything', dimensions: {} };

export const aShare = (changes: object = {}) =>
  ShareMetric.parse({
    kind: 'share',
    title: 'error rate',
    events: source,
    total: source,
    limits: { points: 0.5 },
    consecutive: 1,
    ...changes,
  });

export const aQuantile = (changes: object = {}) =>
  QuantileMetric.parse({
    kind: 'quantile',
    title: 'p95 latency',
    quantile: 0.95,
    source,
    total: source,
    limits: { increasePercent: 10 },
    consecutive: 1,
    ...changes,
  });

export const aGauge = (changes: object = {}) =>
  GaugeMetric.parse({
    kind: 'gauge',
    title: 'memory per task',
    unit: '%',
    source,
    limits: { increasePercent: 15 },
    importance: 'critical',
    consecutive: 1,
    ...changes,
  });

/** The same events and total in each of the minutes. */
export const share = (events: number, total: number, minutes = 1, from = 0): Reading => ({
  kind: 'share',
  buckets: Array.from({ length: minutes }, (_, index) => ({
    at: noon + (from + index) * minute,
    events,
    total,
  })),
});

/** One bucket for each [events, total]. */
export const shares = (...buckets: (readonly [number, number])[]): Reading => ({
  kind: 'share',
  buckets: buckets.map(([events, total], index) => ({ at: noon + index * minute, events, total })),
});

export const quantile = (
  milliseconds: number,
  samples: number,
  more: { minutes?: number; trailing?: QuantileWindow } = {},
): Reading => {
  const minutes = more.minutes ?? 1;
  const window = { start: noon, end: noon + minutes * minute };
  const counts = Array.from({ length: minutes }, (_, index) => ({
    at: noon + index * minute,
    value: samples / minutes,
  }));
  return {
    kind: 'quantile',
    whole: { window, milliseconds, samples },
    trailing: more.trailing,
    counts,
  };
};

export const gauge = (...values: number[]): Reading => ({
  kind: 'gauge',
  buckets: values.map((value, index) => ({ at: noon + index * minute, value })),
});

export const blind = (because: string): Reading => ({ kind: 'blind', because });

export interface Tick {
  readonly metrics: Metrics;
  readonly readings: Readings;
  readonly minutes?: number;
  readonly state?: JudgeState;
  readonly comparable?: Comparable;
}

/** Judges a step that is `minutes` long by now. */
export const judgeTick = ({ metrics, readings, minutes = 1, state, comparable = 'both' }: Tick) =>
  judgeByThresholds({
    metrics,
    state: state ?? freshJudgeState,
    comparable,
    answer: { window: { start: noon, end: noon + minutes * minute }, bucketSeconds: 60, readings },
  });

/** Judges one metric and gives what it says. */
export const judgeOne = (
  metric: Metrics[string],
  canary: Reading,
  stable: Reading,
  more: Partial<Tick> = {},
) => {
  const { judgement, state } = judgeTick({
    metrics: { metric },
    readings: { metric: { canary, stable } },
    ...more,
  });
  const [only] = judgement.metrics;
  if (only === undefined) throw new Error('one metric was judged');
  return { ...only, whole: judgement, state };
};
