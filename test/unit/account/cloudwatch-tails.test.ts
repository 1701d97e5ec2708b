import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import type { Reading, SideLabels } from '../../../functions/telemetry/domain/reading.ts';
import type { Regression } from '../../../sandbox/world/regressions.ts';
import { aLambdaWorld, albTarget, aWorld, minuteMs, noon, type Stage } from '../world/a-world.ts';
import { dimensions } from './metric-queries.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const labelsOf = (side: string): SideLabels => {
  const named = Object.fromEntries(dimensions(side).map(({ Name, Value }) => [Name, Value]));
  return {
    loadBalancer: named.LoadBalancer ?? '',
    targetGroup: named.TargetGroup ?? '',
    cluster: albTarget.cluster,
    service: `shop-${side}`,
  };
};

const versions = (version: string): SideLabels => ({
  function: 'pricing',
  alias: 'live',
  version,
});

/** The share of slow requests of both sides in ten minutes, by the tails of the hour before. */
const sharesOf = async (stage: Stage, metrics: Metrics, [stable, canary]: SideLabels[]) => {
  cloudWatch
    .on(GetMetricDataCommand)
    .callsFake((input) => stage.call('CloudWatch', 'GetMetricData', input));
  if (stable === undefined || canary === undefined) throw new Error('two sides are needed');
  const { readBaseline, read } = cloudWatchTelemetry();
  const { tails, blind } = await readBaseline(metrics, stable, noon + 2 * minuteMs);
  await stage.pass(14);
  const window = { start: noon + 2 * minuteMs, end: noon + 12 * minuteMs };
  const { readings } = await read({ metrics, sides: { stable, canary }, window, tails });
  const share = (reading: Reading | undefined): number => {
    if (reading?.kind !== 'tail') throw new Error(JSON.stringify(reading));
    const sum = (field: 'events' | 'total') =>
      reading.buckets.reduce((total, bucket) => total + bucket[field], 0);
    return sum('events') / sum('total');
  };
  expect(blind).toBeUndefined();
  return Object.keys(tails).map((name) => ({
    stable: share(readings[name]?.stable),
    canary: share(readings[name]?.canary),
  }));
};

const albShares = async (regressions: Regression[]) => {
  const stage = aWorld({
    traffic: { requestsPerMinute: 6_000 },
    tasks: { blue: 6, green: 6 },
    regressions,
  });
  await stage.pass(2);
  stage.world.setWeightsByHand({ blue: 50, green: 50 }, 'ana');
  return sharesOf(stage, defaultMetrics('alb'), [labelsOf('blue'), labelsOf('green')]);
};

describe('the tails of a simulated service', () => {
  it('are about as rare on a canary that is no slower as on stable', async () => {
    for (const { stable, canary } of await albShares([])) {
      expect(stable).toBeLessThan(0.05);
      expect(stable).toBeGreaterThan(0.001);
      expect(canary / stable).toBeLessThan(1.4);
    }
  });

  it('are many times as frequent on one whose slowest requests are slower', async () => {
    const slower = { revision: 'shop:42', from: 0, kind: 'tail', size: 4, share: 0.05 } as const;

    const [p95, p99] = await albShares([slower]);

    expect((p95?.canary ?? 0) / (p95?.stable ?? 1)).toBeGreaterThan(1.5);
    expect((p99?.canary ?? 0) / (p99?.stable ?? 1)).toBeGreaterThan(3);
  });

  it('are read of Lambda versions in milliseconds', async () => {
    const stage = aLambdaWorld();
    await stage.pass(2);
    stage.world.setWeightsByHand({ 41: 50, 42: 50 }, 'ana');

    const shares = await sharesOf(stage, defaultMetrics('lambda-alias'), [
      versions('41'),
      versions('42'),
    ]);

    expect(shares).toHaveLength(2);
    expect(shares.every(({ stable }) => stable > 0 && stable < 0.06)).toBe(true);
  });
});
