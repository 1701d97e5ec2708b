import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import { GaugeMetric } from '../../../functions/telemetry/domain/metric.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';
import { pick, read, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const requests = () =>
  cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);

describe('one request', () => {
  it('asks for all metrics of both sides, each series once, over whole minutes', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering(traffic));

    await read(defaultMetrics('alb'));

    const [input] = requests();
    const queries = input?.MetricDataQueries ?? [];
    const series = queries.flatMap(({ MetricStat }) => MetricStat ?? []);
    expect(requests()).toHaveLength(1);
    expect(input).toMatchObject({
      StartTime: new Date(noon),
      EndTime: new Date(noon + 3 * minute),
    });
    expect(new Set(series.map((each) => JSON.stringify(each))).size).toBe(series.length);
    expect(queries).toHaveLength(24);
  });

  it('renames the series of an expression to the ids of the request, and hides them', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({}));

    await read(pick('cpu-per-request'));

    const queries = requests()[0]?.MetricDataQueries ?? [];
    expect(queries.map(({ Expression }) => Expression).filter(Boolean)).toEqual([
      'q0 * q1 * 600 / q2',
      'q4 * q5 * 600 / q6',
    ]);
    expect(queries.find(({ Id }) => Id === 'q0')?.ReturnData).toBe(false);
  });

  it('is not sent while no bucket is complete', async () => {
    const { readings } = await read(pick('error-rate'), 0);

    expect(requests()).toHaveLength(0);
    expect(readings['error-rate']?.canary.kind).toBe('blind');
  });

  it('spans whole days when the window is longer than a period may be', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({}));

    await read(pick('latency-p95'), 2_000);

    const [input] = requests();
    const asked = input?.MetricDataQueries?.find((each) => each.MetricStat?.Stat === 'p95');
    expect(asked?.MetricStat?.Period).toBe(86_400);
    expect(input?.StartTime).toEqual(new Date(noon + (2_000 - 2 * 1_440) * minute));
  });

  it('is not sent for a metric that its side cannot be asked for', async () => {
    const metrics = {
      labelled: GaugeMetric.parse({
        kind: 'gauge',
        source: { namespace: 'Own', metric: 'Depth', dimensions: { Pod: '{pod}' } },
        limits: { value: 1 },
      }),
      misspelt: GaugeMetric.parse({
        kind: 'gauge',
        source: {
          expression: 'depht / 2',
          series: { depth: { namespace: 'Own', metric: 'Depth', dimensions: {} } },
        },
        limits: { value: 1 },
      }),
    };

    const { readings } = await read(metrics);

    expect(readings.labelled?.canary).toMatchObject({
      because: 'its dimensions need {pod}, which this side does not have',
    });
    expect(readings.misspelt?.canary).toMatchObject({
      because: 'its expression names depht, which is none of its series',
    });
    expect(requests()).toHaveLength(0);
  });
});
