import type {
  DimensionFilter,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { supportFields } from '../supported-fields.ts';
import { invalidNextToken, validationError } from './exceptions.ts';
import type { Metrics } from './metrics.ts';
import { minuteMs, type Series, samplesBetween } from './store.ts';

const pageSize = 500;
const hourMs = 60 * minuteMs;
const twoWeeksMs = 14 * 24 * hourMs;

const meets = (series: Series, filters: readonly DimensionFilter[]): boolean =>
  filters.every(({ Name, Value }) =>
    series.dimensions.some(
      (dimension) => dimension.Name === Name && (Value === undefined || dimension.Value === Value),
    ),
  );

const hasData = (series: Series, now: number, withinMs: number): boolean =>
  samplesBetween(series, now - withinMs, now + 1, now).some(({ counts }) =>
    counts.some((count) => count > 0),
  );

/** Lists series that had data in the last two weeks, or in the last three hours when asked so. */
export const listMetrics = (
  metrics: Metrics,
  input: ListMetricsCommandInput,
  now: number,
): Omit<ListMetricsCommandOutput, '$metadata'> => {
  const fields = ['Namespace', 'MetricName', 'Dimensions', 'RecentlyActive', 'NextToken'];
  supportFields('ListMetrics', input, fields);
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw validationError('RecentlyActive must be PT3H.');
  }
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(from)) throw invalidNextToken();
  metrics.measureUntil(now);
  const withinMs = input.RecentlyActive === undefined ? twoWeeksMs : 3 * hourMs;
  const found = [...metrics.store.all].filter(
    (series) =>
      (input.Namespace === undefined || series.namespace === input.Namespace) &&
      (input.MetricName === undefined || series.metric === input.MetricName) &&
      meets(series, input.Dimensions ?? []) &&
      hasData(series, now, withinMs),
  );
  return {
    Metrics: found.slice(from, from + pageSize).map(({ namespace, metric, dimensions }) => ({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: [...dimensions],
    })),
    NextToken: from + pageSize < found.length ? String(from + pageSize) : undefined,
  };
};
