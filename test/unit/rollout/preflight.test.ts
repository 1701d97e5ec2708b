import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { metricsAtStep } from '../../../functions/rollout/domain/exposure.ts';
import { checkAlarms, checkMetrics, checkSide } from '../../../functions/rollout/preflight.ts';
import { aPlan, type Fields } from '../../support/a-plan.ts';
import { answering } from '../telemetry/cloudwatch-answers.ts';
import { labels } from '../telemetry/cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const alarms = ['a', 'b'].map((name) => ({ name, side: 'canary' }));
const anAlarm = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') => ({
  AlarmName,
  AlarmArn: `arn:${AlarmName}`,
  StateValue,
  StateUpdatedTimestamp: new Date(0),
});

describe('the alarms of a plan', () => {
  const plan = aPlan({}, { alarms });

  it('are none where the plan lists none', async () => {
    expect(await checkAlarms(aPlan())).toBe('the plan lists no alarms');
  });

  it.each([
    ['are OK', 'OK', 'all 2 alarms are OK'],
    [
      'ring already, which is said and blocks nothing',
      'ALARM',
      'not OK already before the start, which does not block the rollout: b (ALARM)',
    ],
    [
      'have no data, which is said and blocks nothing',
      'INSUFFICIENT_DATA',
      'not OK already before the start, which does not block the rollout: b (INSUFFICIENT_DATA)',
    ],
  ] as const)('%s', async (_what, state, sentence) => {
    cloudWatch
      .on(DescribeAlarmsCommand)
      .resolves({ MetricAlarms: [anAlarm('a', 'OK'), anAlarm('b', state)] });

    expect(await checkAlarms(plan)).toBe(sentence);
  });

  it('must exist', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [anAlarm('a', 'OK')] });

    await expect(checkAlarms(plan)).rejects.toMatchObject({
      name: 'MissingAlarmError',
      message: expect.stringMatching(/^alarms: b not found in this account and region/),
    });
  });

  it('must be readable', async () => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(new Error('no'));

    await expect(checkAlarms(plan)).rejects.toMatchObject({ name: 'UnreadableError' });
  });
});

describe('a side', () => {
  const condition = {
    ...{ side: 'green', revision: 'checkout:42', running: 2, desired: 2 },
    ...{ complete: true, settled: true },
    because: 'green runs checkout:42',
  };

  it('that carries its traffic is described', () => {
    expect(checkSide({ ...condition, healthy: 2 }, 2, 'canary')).toBe('green runs checkout:42');
  });

  it('that does not is refused', () => {
    expect(() => checkSide({ ...condition, healthy: 1 }, 2, 'canary')).toThrow(
      expect.objectContaining({
        name: 'CapacityError',
        message: expect.stringMatching(/^canary side green: 1 healthy, allowed: at least 2 /),
      }),
    );
  });
});

describe('the metrics of a plan', () => {
  const anHour = (requests: number) =>
    answering({
      'RequestCount Sum blue': Array.from({ length: 60 }, () => requests),
      'RequestCount Sum green': [],
    });
  const measured = (requests: number) => {
    cloudWatch.on(GetMetricDataCommand).callsFake(anHour(requests));
  };

  it('have enough traffic for each step, or say at which they only inform', async () => {
    measured(500);

    const { requestsPerMinute, withoutData, short } = await checkMetrics(aPlan(), labels('blue'));

    expect([requestsPerMinute, withoutData]).toEqual([500, []]);
    expect(short).toEqual([{ metric: 'latency-p99', weight: 10, reachable: 850, minimum: 1_000 }]);
  });

  it('are refused where a share cannot get its requests', async () => {
    measured(10);

    await expect(checkMetrics(aPlan(), labels('blue'))).rejects.toMatchObject({
      name: 'MissingMetricError',
      message: expect.stringMatching(
        /^metrics\.error-rate: at 10 requests a minute the step to 10 % reaches about 17 requests within its longest bake; allowed: at least 200/,
      ),
    });
  });

  describe('that count events', () => {
    const ofGroup = (namespace: string, metric: string) => ({
      namespace,
      metric,
      dimensions: { TargetGroup: '{targetGroup}' },
    });
    const retries = {
      kind: 'count',
      events: { ...ofGroup('Shop', 'Retries'), sparse: true },
      total: ofGroup('AWS/ApplicationELB', 'RequestCount'),
      limits: { increasePercent: 50 },
      minimumRequests: 20_000,
    };
    const plan = (rollout: Fields) =>
      aPlan(rollout, { metrics: { retries, 'latency-p99': 'off' } });

    it('are refused where they cannot get their requests, as shares are', async () => {
      measured(1_000);

      await expect(checkMetrics(plan({}), labels('blue'))).rejects.toMatchObject({
        name: 'MissingMetricError',
        message: expect.stringMatching(
          /^metrics\.retries: at 1000 requests a minute the step to 10 % reaches about 1700 requests/,
        ),
      });
    });

    it('only inform there once they are waived', async () => {
      measured(1_000);
      const waiving = plan({ waivers: { retries: 'few orders' } });

      const { short } = await checkMetrics(waiving, labels('blue'));

      expect(short.map(({ metric, weight }) => [metric, weight])).toEqual([
        ['retries', 10],
        ['retries', 50],
      ]);
      expect(metricsAtStep(waiving, 10, 1_000).retries?.importance).toBe('advisory');
    });
  });

  it('may be waived where they cannot get their requests', async () => {
    measured(10);
    const waivers = { 'error-rate': 'few orders', 'success-rate': 'few orders' };

    const { short } = await checkMetrics(aPlan({ waivers }), labels('blue'));

    expect(short.map(({ metric }) => metric)).toContain('error-rate');
  });

  it('are refused where stable has none', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({}));

    await expect(checkMetrics(aPlan(), labels('blue'))).rejects.toMatchObject({
      name: 'MissingMetricError',
      message: expect.stringMatching(/^metrics: error-rate, .* had no requests on stable/),
    });
  });

  it('are refused where stable cannot be read', async () => {
    cloudWatch.on(GetMetricDataCommand).rejects(new Error('no'));

    await expect(checkMetrics(aPlan(), labels('blue'))).rejects.toMatchObject({
      name: 'UnreadableError',
    });
  });
});
