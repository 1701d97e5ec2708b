import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import { answering, noon } from './cloudwatch-answers.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const labels = {
  targetGroup: 'blue',
  loadBalancer: 'app/web/1',
  cluster: 'main',
  service: 'web',
};

describe('the baseline', () => {
  it('averages the requests of stable over the last complete hour', async () => {
    cloudWatch
      .on(GetMetricDataCommand)
      .callsFake(answering({ 'RequestCount Sum blue': Array.from({ length: 30 }, () => 100) }));

    const baseline = await cloudWatchTelemetry().readBaseline(
      defaultMetrics('alb'),
      labels,
      noon + 150_000,
    );

    expect(baseline).toMatchObject({ requestsPerMinute: 50, missing: [] });
    expect(cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0].input).toMatchObject({
      StartTime: new Date(noon - 3_600_000),
      EndTime: new Date(noon),
    });
  });

  it('names the critical metrics whose total has no data', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({}));

    const baseline = await cloudWatchTelemetry().readBaseline(defaultMetrics('alb'), labels, noon);

    expect(baseline.missing).toEqual(['error-rate', 'success-rate', 'latency-p95', 'latency-p99']);
  });

  it('is blind when it cannot be read, and never throws', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    cloudWatch.on(GetMetricDataCommand).rejects(denied);

    const baseline = await cloudWatchTelemetry().readBaseline(defaultMetrics('alb'), labels, noon);

    expect(baseline.blind).toContain('may not call cloudwatch:GetMetricData');
  });

  it('is blind when a side lacks what its dimensions need', async () => {
    const baseline = await cloudWatchTelemetry().readBaseline(defaultMetrics('alb'), {}, noon);

    expect(baseline.blind).toContain('error-rate: its dimensions need {loadBalancer}');
  });
});
