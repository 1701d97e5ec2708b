import type { Metric, QuantileMetric, Source } from './metric.ts';
import type { PrometheusSource } from './prometheus-source.ts';

export type AnySource = Source | QuantileMetric['source'];

/** What a metric reads, by the field that says so. */
export const sourcesOf = (metric: Metric): Readonly<Record<string, AnySource>> => {
  switch (metric.kind) {
    case 'share':
    case 'count':
      return { events: metric.events, total: metric.total };
    case 'quantile':
      return { source: metric.source, total: metric.total };
    case 'gauge':
    case 'distribution':
      return { source: metric.source };
  }
};

/** A source that only Prometheus can be asked for. */
export const isOfPrometheus = (source: AnySource): source is PrometheusSource =>
  'query' in source || 'counter' in source || 'histogram' in source;

/** Whether any source of the metric is asked of Prometheus. */
export const asksPrometheus = (metric: Metric): boolean =>
  Object.values(sourcesOf(metric)).some(isOfPrometheus);
