import type { GetMetricDataCommandOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { sideDimensions } from '../../../sandbox/world/names.ts';
import { albTarget, minuteMs, noon, type Stage } from '../world/a-world.ts';

export const dimensions = (side: string) => [...sideDimensions(albTarget, side)];

export const query = (
  metric: string,
  stat = 'Sum',
  period = 60,
  side = 'blue',
): MetricDataQuery => ({
  Id: 'q',
  MetricStat: {
    Metric: { Namespace: 'AWS/ApplicationELB', MetricName: metric, Dimensions: dimensions(side) },
    Period: period,
    Stat: stat,
  },
});

export const at = (minute: number): Date => new Date(noon + minute * minuteMs);

export const read = (
  { call }: Stage,
  queries: readonly MetricDataQuery[],
  [start, end]: readonly [number, number],
  more: object = {},
) =>
  call('CloudWatch', 'GetMetricData', {
    MetricDataQueries: queries,
    StartTime: at(start),
    EndTime: at(end),
    ScanBy: 'TimestampAscending',
    ...more,
  }) as GetMetricDataCommandOutput;

export const only = (stage: Stage, asked: MetricDataQuery, window: readonly [number, number]) => {
  const [result] = read(stage, [asked], window).MetricDataResults ?? [];
  return {
    values: result?.Values ?? [],
    times: result?.Timestamps ?? [],
    status: result?.StatusCode,
  };
};

export const put = (
  { call }: Stage,
  values: readonly number[],
  counts: readonly number[],
  minute = -10,
) =>
  call('CloudWatch', 'PutMetricData', {
    Namespace: 'shop',
    MetricData: [{ MetricName: 'Depth', Values: values, Counts: counts, Timestamp: at(minute) }],
  });

export const depth = (stat: string): MetricDataQuery => ({
  Id: 'q',
  MetricStat: { Metric: { Namespace: 'shop', MetricName: 'Depth' }, Period: 300, Stat: stat },
});
