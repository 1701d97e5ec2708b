import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { CountMetric } from '../../../functions/telemetry/domain/metric.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';
import { read, traffic } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const series = (namespace: string, metric: string, sparse: boolean) => ({
  namespace,
  metric,
  dimensions: { TargetGroup: '{targetGroup}' },
  sparse,
});

const retries = (sparse = false) => ({
  retries: CountMetric.parse({
    kind: 'count',
    events: series('Shop', 'Retries', sparse),
    total: series('AWS/ApplicationELB', 'RequestCount', false),
    limits: { increasePercent: 50 },
  }),
});

const canary = async (values: (number | undefined)[], sparse = false) => {
  const ofBoth = { 'Retries Sum blue': [1, 1, 1], 'Retries Sum green': values };
  cloudWatch.on(GetMetricDataCommand).callsFake(answering({ ...traffic, ...ofBoth }));
  const { readings } = await read(retries(sparse));
  return readings.retries?.canary;
};

describe('a count', () => {
  it('is events for the requests of each minute, and may be more than those', async () => {
    expect(await canary([0, 250, 3])).toEqual({
      kind: 'count',
      buckets: [
        { at: noon, events: 0, total: 100 },
        { at: noon + minute, events: 250, total: 100 },
        { at: noon + 2 * minute, events: 3, total: 100 },
      ],
    });
  });

  it('that is sparse is 0 in a minute with requests and without events', async () => {
    expect(await canary([2, undefined, 1], true)).toMatchObject({
      buckets: [{ events: 2 }, { events: 0 }, { events: 1 }],
    });
  });

  it('that is not sparse is blind in such a minute', async () => {
    expect(await canary([2, undefined, 1])).toEqual({
      kind: 'blind',
      because: 'its events have no datapoint in 1 of 3 buckets with requests',
    });
  });

  it('below 0 is blind', async () => {
    expect(await canary([2, -1, 1])).toEqual({
      kind: 'blind',
      because: 'Retries counts less than nothing',
    });
  });

  it('without any request is blind and empty', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({ 'Retries Sum green': [1, 1, 1] }));

    const { readings } = await read(retries());

    expect(readings.retries?.canary).toMatchObject({ kind: 'blind', empty: true });
  });
});
