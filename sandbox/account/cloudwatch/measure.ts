import type { MetricStat } from '@aws-sdk/client-cloudwatch';
import { NotSimulatedError } from '../service.ts';
import { supportFields } from '../supported-fields.ts';
import { validationError } from './exceptions.ts';
import type { Points } from './math.ts';
import { merge } from './merge.ts';
import type { Metrics } from './metrics.ts';
import type { Samples } from './samples.ts';
import { parseStatistic } from './statistic.ts';
import { type Dimension, type Series, samplesBetween } from './store.ts';
import { summarise } from './summary.ts';

export interface Window {
  readonly start: number;
  readonly end: number;
}

/** What one request reads: the state at `now`, each period of a series merged only once. */
export interface View {
  readonly metrics: Metrics;
  readonly window: Window;
  readonly now: number;
  readonly merged: Map<Series, Map<number, readonly Samples[]>>;
}

const periodOf = (seconds: number | undefined): number => {
  if (seconds === undefined || seconds < 1) {
    throw validationError(`The value ${seconds} for parameter Period is not valid.`);
  }
  if ([1, 5, 10, 20, 30].includes(seconds)) {
    throw new NotSimulatedError(
      `the sandbox has no metrics of high resolution (Period ${seconds}).`,
    );
  }
  if (seconds % 60 !== 0 || seconds > 86_400) {
    throw validationError(`The value ${seconds} for parameter Period is not a multiple of 60.`);
  }
  return seconds * 1_000;
};

export const dimensionsOf = (
  dimensions: readonly { Name?: string; Value?: string }[] | undefined,
): readonly Dimension[] =>
  (dimensions ?? []).map(({ Name, Value }) => {
    if (Name === undefined || Value === undefined) {
      throw validationError('Every dimension needs a Name and a Value.');
    }
    return { Name, Value };
  });

export const periodsOf = ({ start, end }: Window, period: number): number[] => {
  const periods: number[] = [];
  for (let at = start; at < end; at += period) periods.push(at);
  return periods;
};

const mergedPeriods = (view: View, series: Series, period: number): readonly Samples[] => {
  const known = view.merged.get(series) ?? new Map<number, readonly Samples[]>();
  view.merged.set(series, known);
  const { window, now } = view;
  const merged =
    known.get(period) ??
    periodsOf(window, period).map((at) =>
      merge(samplesBetween(series, at, Math.min(at + period, window.end), now)),
    );
  known.set(period, merged);
  return merged;
};

/**
 * One datapoint for each period that has samples, periods counted from the start of the request. So
 * a period that spans an aligned request gives exactly one datapoint, at its start.
 */
export const measure = (view: View, asked: MetricStat): Points => {
  supportFields('MetricStat', asked, ['Metric', 'Period', 'Stat']);
  const { Namespace, MetricName, Dimensions } = asked.Metric ?? {};
  if (!Namespace || !MetricName || !asked.Stat) {
    throw validationError('A MetricStat needs Namespace, MetricName and Stat.');
  }
  const period = periodOf(asked.Period);
  const statistic = parseStatistic(asked.Stat);
  const series = view.metrics.store.find(Namespace, MetricName, dimensionsOf(Dimensions));
  const points = new Map<number, number>();
  if (series === undefined) return points;
  mergedPeriods(view, series, period).forEach((samples, index) => {
    const value = summarise(samples, statistic);
    if (value !== undefined) points.set(view.window.start + index * period, value);
  });
  return points;
};
