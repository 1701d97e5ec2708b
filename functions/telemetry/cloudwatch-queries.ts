import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type {
  CloudWatchSeries,
  Difference,
  Metric,
  MetricMath,
  QuantileMetric,
  Source,
} from './domain/metric.ts';
import type { SideLabels } from './domain/reading.ts';

/** The series and expressions of one GetMetricData request, each once, with the ids they got. */
export interface QueryBook {
  /** The id of the series' result. */
  readonly series: (series: CloudWatchSeries, labels: SideLabels, periodSeconds: number) => string;
  /** The id of the expression's result. Its series are asked for, but not returned. */
  readonly math: (math: MetricMath, labels: SideLabels, periodSeconds: number) => string;
  readonly queries: () => MetricDataQuery[];
}

const placeholders = /\{([a-zA-Z]+)\}/g;

const filled = (value: string, labels: SideLabels): string =>
  value.replaceAll(placeholders, (whole, name: string) => labels[name] ?? whole);

/** Quoted text, or a name: what may be an id in an expression. */
const quotedOrName = /"[^"]*"|'[^']*'|[a-zA-Z][a-zA-Z0-9_]*/g;

const withIds = (expression: string, ids: Readonly<Record<string, string>>): string =>
  expression.replaceAll(quotedOrName, (token) =>
    Object.hasOwn(ids, token) ? (ids[token] ?? token) : token,
  );

const metricStat = (series: CloudWatchSeries, labels: SideLabels, periodSeconds: number) => ({
  Metric: {
    Namespace: series.namespace,
    MetricName: series.metric,
    Dimensions: Object.entries(series.dimensions)
      .map(([name, value]) => ({ Name: name, Value: filled(value, labels) }))
      .toSorted((one, other) => (one.Name < other.Name ? -1 : 1)),
  },
  Period: periodSeconds,
  Stat: series.statistic,
});

/** An empty book. Asking for the same thing again gives the same id and no further query. */
export const queryBook = (): QueryBook => {
  const entries = new Map<string, { id: string; query: MetricDataQuery; returned: boolean }>();
  const idOf = (query: MetricDataQuery, returned: boolean): string => {
    const key = JSON.stringify(query);
    const entry = entries.get(key) ?? { id: `q${entries.size}`, query, returned };
    entries.set(key, { ...entry, returned: entry.returned || returned });
    return entry.id;
  };
  return {
    series: (series, labels, periodSeconds) =>
      idOf({ Id: '', MetricStat: metricStat(series, labels, periodSeconds) }, true),
    math: ({ expression, series }, labels, periodSeconds) => {
      const ids = Object.entries(series).map(([name, each]) => [
        name,
        idOf({ Id: '', MetricStat: metricStat(each, labels, periodSeconds) }, false),
      ]);
      return idOf({ Id: '', Expression: withIds(expression, Object.fromEntries(ids)) }, true);
    },
    queries: () =>
      [...entries.values()].map(({ id, query, returned }) => ({
        ...query,
        Id: id,
        ReturnData: returned,
      })),
  };
};

/** Whether it is one counter minus others, and not a counter alone. */
export const isDifference = (part: CloudWatchSeries | Difference): part is Difference =>
  'from' in part;

/** All the series that a source reads. */
export const seriesOf = (source: Source): CloudWatchSeries[] => {
  if ('expression' in source) return Object.values(source.series);
  if ('add' in source)
    return source.add.flatMap((part) =>
      isDifference(part) ? [part.from, ...part.subtract] : [part],
    );
  return [source];
};

/** CloudWatch's name of a quantile: p95, p99.9. */
export const quantileStatistic = (quantile: number): string =>
  `p${Number((quantile * 100).toFixed(6))}`;

/** The series of a quantile metric, with its statistic. */
export const quantileSeries = (metric: QuantileMetric): CloudWatchSeries => ({
  ...metric.source,
  statistic: quantileStatistic(metric.quantile),
  sparse: false,
});

const sourcesOf = (metric: Metric): Source[] => {
  switch (metric.kind) {
    case 'share':
      return [metric.events, metric.total];
    case 'quantile':
      return [quantileSeries(metric), metric.total];
    case 'gauge':
      return [metric.source];
  }
};

const unlabelled = (sources: readonly Source[], labels: SideLabels): string[] =>
  sources
    .flatMap(seriesOf)
    .flatMap((series) => Object.values(series.dimensions))
    .flatMap((value) => [...value.matchAll(placeholders)].map((match) => match[1] ?? ''))
    .filter((name) => labels[name] === undefined);

/** Ids begin with a lower-case letter in metric math, functions and operators do not. */
const unnamed = (source: Source): string[] =>
  'expression' in source
    ? [...source.expression.matchAll(quotedOrName)]
        .map(([token]) => token)
        .filter((token) => /^[a-z]/.test(token) && !Object.hasOwn(source.series, token))
    : [];

/**
 * Why the metric cannot be asked for on this side; undefined when it can. One query that CloudWatch
 * refuses would cost the whole tick its answer.
 */
export const whyUnaskable = (metric: Metric, labels: SideLabels): string | undefined => {
  const sources = sourcesOf(metric);
  const [label] = unlabelled(sources, labels);
  if (label !== undefined) return `its dimensions need {${label}}, which this side does not have`;
  const [name] = sources.flatMap(unnamed);
  return name && `its expression names ${name}, which is none of its series`;
};
