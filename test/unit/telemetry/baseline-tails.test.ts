import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { answering, changing, minute, noon, type Series } from './cloudwatch-answers.ts';
import { labels, named, pick } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const requests = () =>
  cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);

const hour = (value: number) => Array.from({ length: 60 }, () => value);

/** An hour of 100 requests a minute, 2 of them failed, with a p95 of 250 ms and a p99 of 600 ms. */
const anHour: Series = {
  'RequestCount Sum blue': hour(100),
  'HTTPCode_Target_2XX_Count Sum blue': hour(98),
  'HTTPCode_Target_5XX_Count Sum blue': hour(2),
  'TargetConnectionErrorCount Sum blue': [1],
  'TargetResponseTime p95 blue': [0.25],
  'TargetResponseTime p99 blue': [0.6],
  'TargetResponseTime TC(0.275:) blue': hour(4),
  'TargetResponseTime TC(:0.275) blue': hour(96),
  'TargetResponseTime TC(0.69:) blue': hour(0.5),
  'TargetResponseTime TC(:0.69) blue': hour(99.5),
  'TargetResponseTime SampleCount blue': hour(100),
};

const baselineOf = (metrics: Metrics = defaultMetrics('alb')) =>
  cloudWatchTelemetry().readBaseline(metrics, labels('blue'), noon + 62 * minute);

/** The answer with the results of one statistic changed. */
const changed = (statistic: string, change: Partial<MetricDataResult>, series = anHour) => {
  cloudWatch.on(GetMetricDataCommand).callsFake((input) => {
    const ids = (input.MetricDataQueries ?? [])
      .filter(
        ({ MetricStat }: { MetricStat?: { Stat?: string; Metric?: { MetricName?: string } } }) =>
          `${MetricStat?.Metric?.MetricName} ${MetricStat?.Stat}` === statistic,
      )
      .map(({ Id }: { Id?: string }) => Id);
    return changing(series, (result) =>
      ids.includes(result.Id) ? { ...result, ...change } : result,
    )(input);
  });
};

describe('the counts of a baseline', () => {
  it('are the minutes of the hour, for each metric that counts', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(anHour));

    const { readings, missing, requestsPerMinute } = await baselineOf();

    expect({ missing, requestsPerMinute }).toEqual({ missing: [], requestsPerMinute: 100 });
    expect(Object.entries(readings).map(([name, { kind }]) => [name, kind])).toEqual([
      ['error-rate', 'share'],
      ['success-rate', 'share'],
      ['connection-errors', 'share'],
      ['latency-p95', 'tail'],
      ['latency-p99', 'tail'],
    ]);
    expect(readings['error-rate']).toMatchObject({
      buckets: hour(0).map((_, index) => ({ at: noon + index * minute, events: 2, total: 100 })),
    });
    expect(readings['connection-errors']).toMatchObject({ buckets: hour(0).map(() => ({})) });
  });

  it('have the tails that the quantiles of the hour begin, rounded for stable', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(anHour));

    const { readings, tails } = await baselineOf();

    expect(tails['latency-p95']).toBeCloseTo(275);
    expect(tails['latency-p99']).toBeCloseTo(690);
    expect(readings['latency-p95']).toMatchObject({
      buckets: hour(4).map((events) => ({ events })),
    });
    expect(readings['latency-p99']).toMatchObject({
      buckets: hour(0).map((_, index) => ({ events: index % 2 })),
    });
  });

  it('take two requests: the quantiles over the whole hour, then the tails', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(anHour));

    await baselineOf(pick('latency-p95'));

    expect(
      requests().map(({ StartTime, MetricDataQueries }) => [
        StartTime?.getTime(),
        MetricDataQueries?.map(({ MetricStat }) => `${MetricStat?.Stat} ${MetricStat?.Period}`),
      ]),
    ).toEqual([
      [noon, ['Sum 60', 'p95 3600']],
      [noon, ['Sum 60', 'TC(0.275:) 60', 'TC(:0.275) 60', 'SampleCount 60']],
    ]);
  });

  it('have no tail of a quantile without datapoint, and need no second request then', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ ...anHour, 'TargetResponseTime p95 blue': [] }));

    const baseline = await baselineOf(pick('latency-p95'));

    expect(baseline).toEqual({ requestsPerMinute: 100, missing: [], readings: {}, tails: {} });
    expect(requests()).toHaveLength(1);
  });

  it('have no tail of a quantile that is not one datapoint at the start', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ ...anHour, 'TargetResponseTime p95 blue': [undefined, 0.25] }));

    expect((await baselineOf(pick('latency-p95'))).tails).toEqual({});
  });

  it('have no tail that cannot be asked for', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ ...anHour, 'TargetResponseTime p95 blue': [1e30] }));

    expect((await baselineOf(pick('latency-p95'))).tails).toEqual({});
  });

  it('are read of an hour in which stable did not answer for long', async () => {
    const half = Array.from({ length: 30 }, () => 100);
    cloudWatch.on(GetMetricDataCommand).callsFake(
      answering({
        ...anHour,
        'TargetResponseTime TC(0.275:) blue': half.map(() => 4),
        'TargetResponseTime TC(:0.275) blue': half.map(() => 96),
        'TargetResponseTime SampleCount blue': half,
      }),
    );

    const { readings, blind } = await baselineOf(pick('latency-p95'));

    expect(blind).toBeUndefined();
    expect(readings['latency-p95']).toMatchObject({ buckets: half.map(() => ({ total: 100 })) });
  });
});

describe('a baseline', () => {
  it('is blind when its second request is refused', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFakeOnce(answering(anHour))
      .rejects(named('ThrottlingException'));

    expect((await baselineOf()).blind).toContain('latency-p95: RequestCount: CloudWatch throttled');
  });

  it.each([
    ['TargetResponseTime p95', 'latency-p95: CloudWatch answered PartialData'],
    ['RequestCount Sum', 'error-rate: RequestCount: CloudWatch answered PartialData'],
    ['HTTPCode_Target_5XX_Count Sum', 'HTTPCode_Target_5XX_Count: CloudWatch answered PartialData'],
    ['TargetResponseTime TC(0.69:)', 'latency-p99: TC(0.69:) of TargetResponseTime'],
    ['TargetResponseTime SampleCount', 'latency-p95: SampleCount of TargetResponseTime'],
  ])('is blind when %s comes in part', async (statistic, said) => {
    changed(statistic, { StatusCode: 'PartialData' });

    const { blind, ...others } = await baselineOf();

    expect(blind).toContain(said);
    expect(others).toEqual({ requestsPerMinute: 0, missing: [], readings: {}, tails: {} });
  });

  it('is blind when the counts of a tail do not add up', async () => {
    changed('TargetResponseTime TC(:0.275)', { Values: hour(90) });

    expect((await baselineOf()).blind).toContain('4 above and 90 up to it at 12:00 UTC');
  });

  it('leaves out a metric that only informs and cannot be read', async () => {
    changed('TargetConnectionErrorCount Sum', { StatusCode: 'InternalError' });

    const { blind, readings } = await baselineOf();

    expect(blind).toBeUndefined();
    expect(Object.keys(readings)).toEqual([
      'error-rate',
      'success-rate',
      'latency-p95',
      'latency-p99',
    ]);
  });

  it('leaves out the tail of one that only informs', async () => {
    changed('TargetResponseTime TC(:0.69)', { Values: hour(90) });
    const metrics = pick('error-rate', 'latency-p95', 'latency-p99');
    const advisory = { ...metrics['latency-p99'], importance: 'advisory' };

    const { blind, readings, tails } = await baselineOf({
      ...metrics,
      'latency-p99': advisory,
    } as Metrics);

    expect(blind).toBeUndefined();
    expect(Object.keys(readings)).toEqual(['error-rate', 'latency-p95']);
    expect(Object.keys(tails)).toEqual(['latency-p95', 'latency-p99']);
  });

  it('does not ask for one that only informs and lacks a dimension', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(anHour));
    const [errors, connections] = Object.values(pick('error-rate', 'connection-errors'));
    const elsewhere = { namespace: 'Own', metric: 'Lost', dimensions: { Pod: '{pod}' } };

    const { blind, readings } = await baselineOf({
      errors,
      lost: { ...connections, events: { ...elsewhere, statistic: 'Sum', sparse: true } },
    } as Metrics);

    expect(blind).toBeUndefined();
    expect(Object.keys(readings)).toEqual(['errors']);
  });

  it('never has a metric missing that only informs', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({}));

    const { missing } = await baselineOf(pick('connection-errors', 'cpu-per-request'));

    expect(missing).toEqual([]);
    expect(requests()[0]?.MetricDataQueries).toHaveLength(2);
  });
});
