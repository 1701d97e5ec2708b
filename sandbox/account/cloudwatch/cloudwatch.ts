import type {
  DescribeAlarmsCommandInput,
  GetMetricDataCommandInput,
  ListMetricsCommandInput,
  PutMetricDataCommandInput,
} from '@aws-sdk/client-cloudwatch';
import type { Call, Service } from '../service.ts';
import type { AlarmBook } from './alarm-book.ts';
import { describeAlarms } from './describe-alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { listMetrics } from './list-metrics.ts';
import type { Metrics } from './metrics.ts';
import { putMetricData } from './put-metric-data.ts';

export const cloudWatch = (metrics: Metrics, alarms: AlarmBook): Service => ({
  GetMetricData: (input: GetMetricDataCommandInput, { clock }: Call) =>
    getMetricData(metrics, input, clock.now),
  ListMetrics: (input: ListMetricsCommandInput, { clock }: Call) =>
    listMetrics(metrics, input, clock.now),
  PutMetricData: (input: PutMetricDataCommandInput, { clock }: Call) =>
    putMetricData(metrics.store, input, clock.now),
  DescribeAlarms: (input: DescribeAlarmsCommandInput) => describeAlarms(alarms.all, input),
});
