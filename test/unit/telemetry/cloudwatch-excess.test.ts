import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readBaseline } from '../../../functions/telemetry/baseline.ts';
import { ShareMetric } from '../../../functions/telemetry/domain/metric.ts';
import { judgeTick } from '../judge/tick.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';
import { labels, read } from './cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const series = (metric: string) => ({
  namespace: 'Shop',
  metric,
  dimensions: { TargetGroup: '{targetGroup}' },
});

const metrics = {
  failed: ShareMetric.parse({
    kind: 'share',
    consecutive: 1,
    limits: { points: 0.5 },
    events: series('Failed'),
    total: series('Orders'),
  }),
};

const answer = (failed: Readonly<Record<'blue' | 'green', readonly number[]>>) => {
  const all = (value: number) => failed.blue.map(() => value);
  cloudWatch.on(GetMetricDataCommand).callsFake(
    answering({
      'Orders Sum blue': all(1_000),
      'Orders Sum green': all(1_000),
      'Failed Sum blue': failed.blue,
      'Failed Sum green': failed.green,
    }),
  );
};

const readShare = async (...canary: readonly number[]) => {
  answer({ blue: canary.map(() => 0), green: canary });
  const { readings } = await read(metrics, canary.length);
  return readings.failed?.canary;
};

describe('more events than requests', () => {
  it('are no share of them: the side is blind and says so', async () => {
    expect(await readShare(9_000, 9_000, 9_000)).toEqual({
      kind: 'blind',
      because: 'its events are more than its total: 27000 of 3000 from 12:00 to 12:03 UTC',
    });
  });

  it('may be counted in a single minute, where its neighbour has fewer', async () => {
    expect(await readShare(1_200, 800, 1_000)).toMatchObject({ kind: 'share' });
  });

  it.each([
    ['a hundredth and what chance carries over the edges', 1_030 + 134, 'share'],
    ['one more than that', 1_030 + 136, 'blind'],
  ])('of the whole window may be %s: %i', async (_what, last, kind) => {
    expect(await readShare(1_000, 1_000, last)).toMatchObject({ kind });
  });

  it('on both sides never pass', async () => {
    answer({ blue: [1_200, 1_200, 1_200, 1_200], green: [9_000, 9_000, 9_000, 9_000] });

    const { readings } = await read(metrics, 4);

    const { judgement } = judgeTick({ metrics, readings, minutes: 4 });
    expect(judgement).toMatchObject({ verdict: 'blind' });
  });

  it('of stable within the last hour are told before anything moves', async () => {
    const hour = Array.from({ length: 60 }, () => 1_200);
    answer({ blue: hour, green: hour });

    const baseline = await readBaseline(metrics, labels('blue'), noon + 60 * minute, {
      bucketSeconds: 60,
      delaySeconds: 0,
    });

    expect(baseline.blind).toMatch(/^failed: its events are more than its total: 72000 of 60000/);
  });
});
