import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';
import { pick, read, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const requests = () =>
  cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);

describe('counters', () => {
  it('that are sparse are 0 where the total was seen', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(traffic));

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toEqual({
      kind: 'share',
      buckets: [0, 1, 2].map((index) => ({ at: noon + index * minute, events: 0, total: 100 })),
    });
  });

  it('that are sparse are nothing where the total was not seen', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ ...traffic, 'RequestCount Sum green': [100, undefined, 100] }));

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toMatchObject({
      buckets: [{ at: noon }, { at: noon + 2 * minute }],
    });
  });

  it('of a crashed side are requests without any answer', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(
      answering({
        ...traffic,
        'HTTPCode_Target_2XX_Count Sum green': [90, undefined, 40],
        'HTTPCode_Target_4XX_Count Sum green': [undefined, undefined, 10],
        'HTTPCode_Target_5XX_Count Sum green': [10, undefined, 60],
      }),
    );

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toMatchObject({
      buckets: [{ events: 10 }, { events: 100 }, { events: 60 }],
    });
  });

  it('without any total in the window are blind and empty', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ ...traffic, 'RequestCount Sum green': [] }));

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toEqual({
      kind: 'blind',
      empty: true,
      because:
        'its total has no datapoint from 12:00 to 12:03 UTC: no requests, or a wrong dimension',
    });
    expect(readings['error-rate']?.stable.kind).toBe('share');
  });

  it('that are not sparse are blind where they are missing', async () => {
    const lambda = defaultMetrics('lambda-alias');
    cloudWatch.on(GetMetricDataCommand).callsFake(
      answering({
        'Invocations Sum 41': [900, 900, 900],
        'Invocations Sum 42': [100, 100, 100],
        'Errors Sum 41': [0, 0, 0],
        'Errors Sum 42': [0, undefined, 0],
      }),
    );

    const { readings } = await cloudWatchTelemetry().read({
      metrics: { errors: lambda['error-rate'], success: lambda['success-rate'] } as Metrics,
      sides: {
        stable: { function: 'web', alias: 'live', version: '41' },
        canary: { function: 'web', alias: 'live', version: '42' },
      },
      window: { start: noon, end: noon + 3 * minute },
    });

    expect(readings.errors?.stable.kind).toBe('share');
    expect(readings.success?.stable).toMatchObject({ buckets: [{ events: 900 }, {}, {}] });
    expect(readings.success?.canary.kind).toBe('blind');
    expect(readings.errors?.canary).toMatchObject({
      because: 'its events have no datapoint in 1 of 3 buckets with requests',
    });
    expect(requests()[0]?.MetricDataQueries?.[0]?.MetricStat?.Metric?.Dimensions).toEqual([
      { Name: 'ExecutedVersion', Value: '41' },
      { Name: 'FunctionName', Value: 'web' },
      { Name: 'Resource', Value: 'web:live' },
    ]);
  });
});
