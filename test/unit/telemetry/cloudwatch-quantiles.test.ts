import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { answering, changing, minute, noon, type Series } from './cloudwatch-answers.ts';
import { named, pick, read, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const requests = () =>
  cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);

describe('quantiles', () => {
  const withLatency = (green: readonly (number | undefined)[]): Series => ({
    ...traffic,
    'TargetResponseTime p95 blue': [0.2],
    'TargetResponseTime p95 green': green,
  });

  it('are asked with one period over the window and come in milliseconds', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(withLatency([0.25])));

    const { readings } = await read(pick('latency-p95'));

    expect(readings['latency-p95']?.canary).toMatchObject({
      kind: 'quantile',
      whole: { milliseconds: 250, samples: 300, window: { start: noon, end: noon + 3 * minute } },
      trailing: undefined,
    });
    const asked = requests()[0]?.MetricDataQueries?.find((each) => each.MetricStat?.Stat === 'p95');
    expect(asked?.MetricStat?.Period).toBe(180);
  });

  it.each([
    ['two datapoints', [0.25, 0.3], 2],
    ['none', [], 0],
    ['one that is not at the start', [undefined, 0.3], 1],
  ])('with %s are blind', async (_, values, count) => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(withLatency(values)));

    const { readings } = await read(pick('latency-p95'));

    expect(readings['latency-p95']?.canary).toEqual({
      kind: 'blind',
      because: `TargetResponseTime p95 has ${count} datapoints from 12:00 to 12:03 UTC; it must have one, at the start`,
    });
  });

  it('ask for the trailing windows in a second request that they divide', async () => {
    const minutes = 20;
    const busy = (count: number) => Array.from({ length: minutes }, () => count);
    const series = {
      'RequestCount Sum blue': busy(9_000),
      'RequestCount Sum green': busy(700),
      'TargetResponseTime p95 blue': [0.2, 0.2, 0.2],
      'TargetResponseTime p95 green': [0.3, 0.4, 0.5],
      'TargetResponseTime p99 blue': [0.5],
      'TargetResponseTime p99 green': [0.9],
    };
    const oneForWhole = changing(series, (result) => ({
      ...result,
      Timestamps:
        result.Values?.length === minutes ? result.Timestamps : result.Timestamps?.slice(0, 1),
      Values: result.Values?.length === minutes ? result.Values : result.Values?.slice(0, 1),
    }));
    cloudWatch.on(GetMetricDataCommand).callsFakeOnce(oneForWhole).callsFake(answering(series));

    const { readings } = await read(pick('latency-p95', 'latency-p99'), minutes);

    const second = requests()[1];
    const periods = second?.MetricDataQueries?.map((each) => each.MetricStat?.Period);
    expect(requests()).toHaveLength(2);
    expect(new Set(periods)).toEqual(new Set([120, 360]));
    expect(second?.StartTime).toEqual(new Date(noon + 14 * minute));
    expect(readings['latency-p95']?.canary).toMatchObject({
      whole: { milliseconds: 300, samples: 14_000 },
      trailing: {
        milliseconds: 500,
        samples: 1_400,
        window: { start: noon + 18 * minute, end: noon + 20 * minute },
      },
    });
    expect(readings['latency-p99']?.canary).toMatchObject({
      trailing: { milliseconds: 900, window: { start: noon + 14 * minute } },
    });
  });

  it('are blind when their trailing window could not be read', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFakeOnce(
        answering({
          ...withLatency([0.25]),
          'RequestCount Sum blue': [9_000, 9_000, 9_000],
          'RequestCount Sum green': [1_000, 1_000, 1_000],
        }),
      )
      .rejects(named('ThrottlingException'));

    const { readings } = await read(pick('latency-p95'));

    expect(readings['latency-p95']?.canary).toMatchObject({ kind: 'blind' });
  });
});
