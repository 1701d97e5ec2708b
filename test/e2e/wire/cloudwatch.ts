import { CloudWatchClient, PutCompositeAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAlarms } from '../../../functions/telemetry/alarms.ts';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { GaugeMetric, type Metrics } from '../../../functions/telemetry/domain/metric.ts';
import type { Tails } from '../../../functions/telemetry/domain/reading.ts';
import { aPlan } from '../../support/a-plan.ts';
import { emulatedSettings } from '../support/emulated-account.ts';
import { makeAlarm, namespace, publishTraffic, sides } from './emulated-metrics.ts';
import { deviates } from './left-out.ts';
import type { EmulatorName } from './recorder.ts';
import type { Wire } from './wire.ts';

const minute = 60_000;
const { metrics } = aPlan();

/** Half of the requests, in a metric that CloudWatch computes. */
const mathematical: Metrics = {
  half: GaugeMetric.parse({
    kind: 'gauge',
    limits: { value: 1 },
    source: {
      expression: 'requests / 2',
      series: {
        requests: {
          namespace,
          metric: 'RequestCount',
          dimensions: { LoadBalancer: '{loadBalancer}', TargetGroup: '{targetGroup}' },
        },
      },
    },
  }),
};

/** Metrics and alarms: both emulators add counters up, and only MiniStack knows quantiles. */
export const cloudWatchOverTheWire = (wire: Wire): void => {
  const length = 20 * minute;
  const since = Math.floor(Date.now() / length) * length - length;
  const read = async (asked: Metrics, start = since, tails: Tails = {}) => {
    const window = { start, end: since + length };
    return (await cloudWatchTelemetry().read({ metrics: asked, sides, window, tails })).readings;
  };
  const readHour = () =>
    cloudWatchTelemetry().readBaseline(metrics, sides.stable, since + length + 5 * minute);

  const on = (name: EmulatorName) => {
    const made: { client?: CloudWatchClient } = {};
    beforeAll(async () => {
      wire.route(name, 'client-cloudwatch');
      made.client = new CloudWatchClient({
        ...emulatedSettings,
        endpoint: wire.emulator(name).url,
      });
      await publishTraffic(made.client, since);
      await makeAlarm(made.client);
    });
    return made;
  };

  describe('CloudWatch on MiniStack', () => {
    const made = on('MiniStack');

    it('answers the counters and quantiles of both sides', async () => {
      const readings = await read(metrics);

      expect(readings['error-rate']?.canary).toMatchObject({
        kind: 'share',
        buckets: expect.arrayContaining([{ at: since, events: 1, total: 40 }]),
      });
      expect(readings['latency-p95']?.stable).toMatchObject({
        kind: 'quantile',
        whole: { milliseconds: 300, samples: 18_000 },
      });
    });

    it('answers what stable did in the last hour', async () => {
      const baseline = await readHour();

      expect(baseline).toMatchObject({ requestsPerMinute: 300, missing: [] });
      expect(baseline.readings['error-rate']).toMatchObject({
        kind: 'share',
        buckets: expect.arrayContaining([{ at: since, events: 0, total: 900 }]),
      });
    });

    it('answers the state of metric alarms and composite ones', async () => {
      const composite = { AlarmName: 'shop', AlarmRule: 'ALARM("checkout-5xx")' };
      await made.client?.send(new PutCompositeAlarmCommand(composite));

      const { states, missing } = await readAlarms(['checkout-5xx', 'shop', 'nowhere']);

      expect(states['checkout-5xx']).toMatchObject({ state: 'ALARM', reason: 'it was tested' });
      expect(states.shop).toMatchObject({ state: 'ALARM' });
      expect(missing).toEqual(['nowhere']);
    });

    it(
      deviates(
        'MiniStack',
        'counts periods from the epoch, not from the start of the request',
        'https://github.com/boto/boto3/issues/3457',
      ),
      async () => {
        const readings = await read(metrics, since + minute);

        expect(readings['latency-p95']?.stable).toMatchObject({ kind: 'blind' });
        expect((await readHour()).tails).toEqual({});
      },
    );

    it(
      deviates(
        'MiniStack',
        'answers the average when it is asked for a trimmed count',
        'AmazonCloudWatch/latest/monitoring/Statistics-definitions.html',
      ),
      async () => {
        const readings = await read(metrics, since, { 'latency-p95': 250 });

        expect(readings['latency-p95']?.canary).toMatchObject({
          kind: 'blind',
          because: expect.stringContaining('of 40 samples'),
        });
        expect(readings['latency-p99']?.canary.kind).toBe('quantile');
      },
    );

    it(
      deviates(
        'MiniStack',
        'computes no metric math',
        'AmazonCloudWatch/latest/monitoring/using-metric-math.html',
      ),
      async () => {
        const { half } = await read(mathematical);

        expect(half?.stable).toMatchObject({
          kind: 'blind',
          because: expect.stringContaining('Expressions not implemented'),
        });
      },
    );
  });

  describe('CloudWatch on moto', () => {
    on('moto');

    it('answers the counters of both sides', async () => {
      const { 'error-rate': errors } = metrics;
      const readings = await read(errors ? { errors } : {});

      expect(readings.errors?.canary).toMatchObject({
        buckets: expect.arrayContaining([{ at: since, events: 1, total: 40 }]),
      });
    });

    it('answers the state of a metric alarm', async () => {
      const { states } = await readAlarms(['checkout-5xx']);

      expect(states['checkout-5xx']).toMatchObject({ state: 'ALARM', reason: 'it was tested' });
    });

    it(
      deviates(
        'moto',
        'breaks (500) when it is asked for a percentile',
        'AmazonCloudWatch/latest/APIReference/API_MetricStat.html',
      ),
      async () => {
        const readings = await read(metrics);

        expect(readings['latency-p95']?.stable).toMatchObject({ kind: 'blind' });
      },
    );

    it(
      deviates(
        'moto',
        'computes no metric math',
        'AmazonCloudWatch/latest/monitoring/using-metric-math.html',
      ),
      async () => {
        const { half } = await read(mathematical);

        expect(half?.stable).toMatchObject({ kind: 'blind' });
      },
    );
  });
};
