import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const version = (number: string) => ({ function: 'web', alias: 'live', version: number });

const readThrottles = async (
  invocations: readonly (number | undefined)[],
  throttles: readonly (number | undefined)[],
) => {
  const { throttles: metric } = defaultMetrics('lambda-alias');
  cloudWatch
    .on(GetMetricDataCommand)
    .callsFake(answering({ 'Invocations Sum 42': invocations, 'Throttles Sum 42': throttles }));
  const { readings } = await cloudWatchTelemetry().read({
    metrics: metric ? { throttles: metric } : {},
    sides: { stable: version('41'), canary: version('42') },
    window: { start: noon, end: noon + 3 * minute },
  });
  return readings.throttles?.canary;
};

describe('the throttles of an alias', () => {
  it('are a share of what was attempted, which is more than what was invoked', async () => {
    expect(await readThrottles([100, 100, 0], [0, 300, 100])).toEqual({
      kind: 'share',
      buckets: [
        { at: noon, events: 0, total: 100 },
        { at: noon + minute, events: 300, total: 400 },
        { at: noon + 2 * minute, events: 100, total: 100 },
      ],
    });
  });

  it('are none in a minute that names none, and all in one without an invocation', async () => {
    expect(await readThrottles([100, 100, undefined], [undefined, undefined, 50])).toMatchObject({
      buckets: [{ events: 0, total: 100 }, { total: 100 }, { events: 50, total: 50 }],
    });
  });

  it('are blind where nothing was attempted', async () => {
    expect(await readThrottles([], [])).toMatchObject({ kind: 'blind', empty: true });
  });
});
