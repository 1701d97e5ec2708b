import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { answering, changing, noon } from './cloudwatch-answers.ts';
import { named, pick, read, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const requests = () =>
  cloudWatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);

describe('an answer', () => {
  it('in pages is read to its end', async () => {
    const answer = answering(traffic);
    cloudWatch.on(GetMetricDataCommand).callsFake((input) => {
      const whole = answer(input);
      const first = input.NextToken === undefined;
      const cut = <Value>(values: Value[] = []) => (first ? values.slice(0, 2) : values.slice(2));
      return {
        NextToken: first ? 'more' : undefined,
        MetricDataResults: whole.MetricDataResults?.map((result) => ({
          ...result,
          StatusCode: first ? 'PartialData' : 'Complete',
          Timestamps: cut(result.Timestamps),
          Values: cut(result.Values),
        })),
      };
    });

    const { readings } = await read(pick('error-rate'));

    expect(requests().map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
    expect(readings['error-rate']?.canary).toMatchObject({
      buckets: [{ total: 100 }, { total: 100 }, { total: 100 }],
    });
  });

  it('whose pages never end is blind', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ NextToken: 'again', MetricDataResults: [] });

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toMatchObject({ kind: 'blind' });
    expect(requests()).toHaveLength(10);
  });

  it.each(['PartialData', 'InternalError', 'Forbidden'] as const)(
    'that ends as %s is blind for the metrics that need it, and only for them',
    async (StatusCode) => {
      cloudWatch.on(GetMetricDataCommand).callsFake(
        changing(
          {
            ...traffic,
            'TargetResponseTime p95 green': [0.2],
            'TargetResponseTime p95 blue': [0.2],
          },
          (result) => (result.Values?.length === 1 ? { ...result, StatusCode } : result),
        ),
      );

      const { readings } = await read(pick('error-rate', 'latency-p95'));

      expect(readings['latency-p95']?.canary).toEqual({
        kind: 'blind',
        because: `TargetResponseTime p95: CloudWatch answered ${StatusCode}`,
      });
      expect(readings['error-rate']?.canary.kind).toBe('share');
    },
  );

  it('that leaves a series out is blind', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toMatchObject({
      because: 'RequestCount: CloudWatch left it out of its answer',
    });
  });

  it('with two datapoints for one bucket is blind', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(
      changing(traffic, (result) => ({
        ...result,
        Timestamps: result.Timestamps?.map(() => new Date(noon)),
      })),
    );

    const { readings } = await read(pick('error-rate'));

    expect(readings['error-rate']?.canary).toMatchObject({
      because: 'RequestCount has two datapoints for one bucket',
    });
  });

  it.each([
    ['ThrottlingException', 'throttled'],
    ['AccessDeniedException', 'may not call cloudwatch:GetMetricData'],
    ['TimeoutError', 'did not answer cloudwatch:GetMetricData in time'],
    ['InternalServiceFault', 'failed (InternalServiceFault: no)'],
  ])('that is a %s makes every metric blind and never throws', async (name, said) => {
    cloudWatch.on(GetMetricDataCommand).rejects(named(name));

    const { readings } = await read(pick('error-rate', 'latency-p95', 'memory-per-task'));

    const sides = Object.values(readings).flatMap(({ stable, canary }) => [stable, canary]);
    expect(sides.every((side) => side.kind === 'blind' && side.because.includes(said))).toBe(true);
  });
});
