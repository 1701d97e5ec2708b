import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataResult,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';

export const minute = 60_000;
export const noon = Date.UTC(2026, 0, 5, 12);

/** Values of a series by "Metric Stat side", where the side is its target group or version. */
export type Series = Readonly<Record<string, readonly (number | undefined)[]>>;

const sideOf = ({ Metric }: MetricStat): string =>
  Metric?.Dimensions?.find(({ Name }) => Name === 'TargetGroup' || Name === 'ExecutedVersion')
    ?.Value ?? '';

/** One value for each period from the request's start, as CloudWatch counts them. */
const resultOf = (
  id: string | undefined,
  stat: MetricStat,
  start: number,
  series: Series,
): MetricDataResult => {
  const values = series[`${stat.Metric?.MetricName} ${stat.Stat} ${sideOf(stat)}`] ?? [];
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [{ at: start + index * (stat.Period ?? 0) * 1_000, value }],
  );
  return {
    Id: id,
    StatusCode: 'Complete',
    Timestamps: points.map(({ at }) => new Date(at)),
    Values: points.map(({ value }) => value),
  };
};

/** Answers the queries of a request that return data. */
export const answering =
  (series: Series) =>
  (input: GetMetricDataCommandInput): GetMetricDataCommandOutput => ({
    $metadata: {},
    MetricDataResults: (input.MetricDataQueries ?? [])
      .filter(({ ReturnData }) => ReturnData)
      .map(({ Id, MetricStat }) =>
        MetricStat
          ? resultOf(Id, MetricStat, input.StartTime?.getTime() ?? 0, series)
          : { Id, StatusCode: 'Complete', Timestamps: [], Values: [] },
      ),
  });

/** The same answer with every result changed. */
export const changing =
  (series: Series, change: (result: MetricDataResult) => MetricDataResult) =>
  (input: GetMetricDataCommandInput): GetMetricDataCommandOutput => {
    const answer = answering(series)(input);
    return { ...answer, MetricDataResults: answer.MetricDataResults?.map(change) };
  };
