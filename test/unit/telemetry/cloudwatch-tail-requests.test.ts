import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';
import { labels, pick, readTails, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
  cloudWatch.on(GetMetricDataCommand).callsFake(answering(traffic));
});

const requests = () =>
  cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);

const asked = () =>
  (requests()[0]?.MetricDataQueries ?? []).flatMap(({ MetricStat }) => MetricStat ?? []);

const timed = () => asked().filter(({ Metric }) => Metric?.MetricName === 'TargetResponseTime');

describe('the request of a tail', () => {
  it('is the one of all metrics: five statistics of each side, of whole minutes', async () => {
    await readTails(defaultMetrics('alb'), { 'latency-p95': 275, 'latency-p99': 690 });

    const ofStable = timed().filter(({ Metric }) =>
      Metric?.Dimensions?.some(({ Value }) => Value === 'blue'),
    );
    expect(requests()).toHaveLength(1);
    expect(timed()).toHaveLength(10);
    expect(ofStable.map(({ Stat }) => Stat)).toEqual([
      'TC(0.275:)',
      'TC(:0.275)',
      'SampleCount',
      'TC(0.69:)',
      'TC(:0.69)',
    ]);
    expect(new Set(asked().map(({ Period }) => Period))).toEqual(new Set([60]));
  });

  it('is not followed by one for trailing windows, however much traffic there is', async () => {
    const busy = Array.from({ length: 20 }, () => 9_000);
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ 'RequestCount Sum blue': busy, 'RequestCount Sum green': busy }));

    await readTails(pick('latency-p95'), { 'latency-p95': 275 }, 20);

    expect(requests()).toHaveLength(1);
  });

  it('leaves other quantiles as they are', async () => {
    await readTails(pick('latency-p95', 'latency-p99'), { 'latency-p99': 690 });

    expect(timed().map(({ Stat, Period }) => `${Stat} ${Period}`)).toEqual([
      'p95 180',
      'p95 180',
      'TC(0.69:) 60',
      'TC(:0.69) 60',
      'SampleCount 60',
      'TC(0.69:) 60',
      'TC(:0.69) 60',
      'SampleCount 60',
    ]);
  });

  it('spans more than a day in whole days, in minutes as ever', async () => {
    await readTails(pick('latency-p95'), { 'latency-p95': 275 }, 2_000);

    expect(requests()[0]?.StartTime).toEqual(new Date(noon + (2_000 - 2 * 1_440) * minute));
    expect(new Set(asked().map(({ Period }) => Period))).toEqual(new Set([60]));
  });

  it('has the bound in milliseconds for a Lambda function', async () => {
    await cloudWatchTelemetry().read({
      metrics: { p95: defaultMetrics('lambda-alias')['latency-p95'] } as Metrics,
      sides: {
        stable: { function: 'web', alias: 'live', version: '41' },
        canary: { function: 'web', alias: 'live', version: '42' },
      },
      window: { start: noon, end: noon + 3 * minute },
      tails: { p95: 275 },
    });

    expect(asked().map(({ Metric, Stat }) => `${Metric?.MetricName} ${Stat}`)).toContain(
      'Duration TC(275:)',
    );
  });

  it.each([
    [275.00000000000006, '0.275'],
    [1_234.5678, '1.23457'],
    [0.000123456, '0.0000001235'],
    [100_000, '100'],
    [3_600_000_000, '3600000'],
  ])('writes a bound of %d ms without exponent and with few digits', async (ms, text) => {
    await readTails(pick('latency-p95'), { 'latency-p95': ms });

    expect(timed()[0]?.Stat).toBe(`TC(${text}:)`);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1e-9, 1e30])(
    'is not sent for a bound of %d ms, which makes that metric blind alone',
    async (ms) => {
      const { readings } = await readTails(pick('latency-p95', 'error-rate'), {
        'latency-p95': ms,
      });

      expect(timed()).toEqual([]);
      expect(readings['latency-p95']?.canary).toEqual({
        kind: 'blind',
        because: `CloudWatch cannot be asked for what is above ${ms} ms`,
      });
      expect(readings['error-rate']?.canary.kind).toBe('share');
    },
  );

  it('is not sent for a side that lacks what the dimensions need', async () => {
    const { readings } = await cloudWatchTelemetry().read({
      metrics: pick('latency-p95'),
      sides: { stable: {}, canary: labels('green') },
      window: { start: noon, end: noon + 3 * minute },
      tails: { 'latency-p95': 275 },
    });

    expect(readings['latency-p95']?.stable).toMatchObject({
      because: 'its dimensions need {loadBalancer}, which this side does not have',
    });
    expect(timed()).toHaveLength(3);
  });

  it('is not sent for a metric whose name every object has', async () => {
    const metrics = { constructor: pick('latency-p95')['latency-p95'] } as object as Metrics;

    await readTails(metrics, {});

    expect(timed().map(({ Stat }) => Stat)).toEqual(['p95', 'p95']);
  });
});
