import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { asksPrometheus } from './domain/asked-of.ts';
import type { CloudWatchSeries, Difference, MetricMath } from './domain/cloudwatch-source.ts';
import type { Metric, QuantileMetric, Source } from './domain/metric.ts';
import type { SideLabels } from './domain/reading.ts';
import { onceForBoth } from './once-for-both.ts';

type SeriesArguments = [series: CloudWatchSeries, labels: SideLabels, periodSeconds: number];

/** The series and expressions of one GetMetricData request, each once, with the ids they got. */
export interface QueryBook {
  /** The id of the series' result. */
  readonly series: (...asked: SeriesArguments) => string;
  /** The id of the expression's result. Its series are asked for, but not returned. */
  readonly math: (math: MetricMath, labels: SideLabels, periodSeconds: number) => string;
  readonly queries: () => MetricDataQuery[];
}

const placeholders = /\{([a-zA-Z]+)\}/g;

/** Quoted text, or a name: what may be an id in an expression. */
const quotedOrName = /"[^"]*"|'[^']*'|[a-zA-Z][a-zA-Z0-9_]*/g;

const withIds = (expression: string, ids: Readonly<Record<string, string>>): string =>
  expression.replaceAll(quotedOrName, (token) =>
    Object.hasOwn(ids, token) ? (ids[token] ?? token) : token,
  );

/** The dimensions of one side, the text that tells them from others, and the labels it does not have. */
const dimensionsOf = onceForBoth(
  (labels: SideLabels, dimensions: CloudWatchSeries['dimensions']) => {
    const missing: string[] = [];
    const filled = (value: string): string =>
      value.replaceAll(placeholders, (whole, name: string) => {
        if (labels[name] === undefined) missing.push(name);
        return labels[name] ?? whole;
      });
    const Dimensions = Object.entries(dimensions)
      .map(([name, value]) => ({ Name: name, Value: filled(value) }))
      .toSorted((one, other) => (one.Name < other.Name ? -1 : 1));
    const text = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join('\n');
    return { Dimensions, text, missing };
  },
);

type Query = Omit<MetricDataQuery, 'Id' | 'ReturnData'>;

/** Each query once, by what tells it from the others. */
const createEntries = () => {
  const entries = new Map<
    string,
    { readonly Id: string; readonly query: Query; ReturnData: boolean }
  >();
  return {
    idOf: (key: string, isReturned: boolean, query: () => Query): string => {
      const known = entries.get(key);
      const entry = known ?? { Id: `q${entries.size}`, query: query(), ReturnData: isReturned };
      entry.ReturnData ||= isReturned;
      if (!known) entries.set(key, entry);
      return entry.Id;
    },
    queries: (): MetricDataQuery[] =>
      [...entries.values()].map(({ query, ...entry }) => ({ ...query, ...entry })),
  };
};

/** An empty book. Asking for the same thing again gives the same id and no further query. */
export const queryBook = (): QueryBook => {
  const { idOf, queries } = createEntries();
  const idOfSeries = (isReturned: boolean, ...[series, labels, Period]: SeriesArguments) => {
    const { namespace: Namespace, metric: MetricName, statistic: Stat } = series;
    const { Dimensions, text } = dimensionsOf(labels, series.dimensions);
    return idOf([Namespace, MetricName, Stat, Period, text].join('\n'), isReturned, () => ({
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period, Stat },
    }));
  };
  return {
    series: (...asked) => idOfSeries(true, ...asked),
    math: ({ expression, series }, labels, periodSeconds) => {
      const ids = Object.entries(series).map(([name, each]) => [
        name,
        idOfSeries(false, each, labels, periodSeconds),
      ]);
      const Expression = withIds(expression, Object.fromEntries(ids));
      return idOf(Expression, true, () => ({ Expression }));
    },
    queries,
  };
};

/** Whether it is one counter minus others, and not a counter alone. */
export const isDifference = (part: CloudWatchSeries | Difference): part is Difference =>
  'from' in part;

/** All the series that a source reads. */
export const seriesOf = (source: Source): CloudWatchSeries[] => {
  if ('query' in source || 'counter' in source) return [];
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
export const quantileSeries = (metric: QuantileMetric): CloudWatchSeries => {
  if ('histogram' in metric.source) throw new RangeError('source: not one of CloudWatch');
  return { ...metric.source, statistic: quantileStatistic(metric.quantile), sparse: false };
};

const sourcesOf = (metric: Metric): Source[] => {
  switch (metric.kind) {
    case 'share':
      return [
        metric.events,
        metric.total,
        ...(metric.unanswered ? [{ add: [metric.unanswered] }] : []),
      ];
    case 'count':
      return [metric.events, metric.total];
    case 'quantile':
      return [quantileSeries(metric), metric.total];
    case 'gauge':
    case 'distribution':
      return [metric.source];
  }
};

const unlabelled = (sources: readonly Source[], labels: SideLabels): string[] =>
  sources.flatMap(seriesOf).flatMap(({ dimensions }) => dimensionsOf(labels, dimensions).missing);

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
export const whyUnaskable = onceForBoth(
  (labels: SideLabels, metric: Metric): string | undefined => {
    if (asksPrometheus(metric)) return 'its source is one of Prometheus';
    const sources = sourcesOf(metric);
    const [label] = unlabelled(sources, labels);
    if (label !== undefined) return `its dimensions need {${label}}, which this side does not have`;
    const [name] = sources.flatMap(unnamed);
    return name && `its expression names ${name}, which is none of its series`;
  },
);
