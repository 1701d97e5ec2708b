import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { sideDimensions } from '../../../sandbox/world/names.ts';
import { aLambdaWorld, aliasTarget, aWorld } from '../world/a-world.ts';
import { dimensions, only, query } from './metric-queries.ts';

describe('what CloudWatch knows of a load balancer', () => {
  it('adds up: requests are answers and losses', async () => {
    const stage = aWorld({
      regressions: [{ revision: 'shop:41', kind: 'crash', size: 0.1, from: 0 }],
      traffic: { baseErrorShare: 0.02 },
    });
    await stage.pass(12);
    const sum = (metric: string) =>
      only(stage, query(metric, 'Sum', 600), [0, 10]).values[0] ?? Number.NaN;

    const answered = ['2XX', '4XX', '5XX'].map((code) => sum(`HTTPCode_Target_${code}_Count`));

    const lost = sum('TargetConnectionErrorCount');
    expect(answered.reduce((total, count) => total + count, lost)).toBe(sum('RequestCount'));
    expect(only(stage, query('TargetResponseTime', 'SampleCount', 600), [0, 10]).values).toEqual([
      sum('RequestCount') - lost,
    ]);
  });

  it('publishes counters only when they are not zero', async () => {
    const stage = aWorld({ traffic: { baseErrorShare: 0 } });
    await stage.pass(6);

    expect(only(stage, query('HTTPCode_Target_5XX_Count'), [0, 3]).values).toEqual([]);
    expect(only(stage, query('RequestCount', 'Sum', 60, 'green'), [0, 3]).values).toEqual([]);
    expect(only(stage, query('HealthyHostCount', 'Minimum', 60, 'green'), [0, 3]).values).toEqual([
      6, 6, 6,
    ]);
  });

  it('reports response times in seconds', () => {
    const stage = aWorld({ traffic: { latency: { medianMs: 80, p99Ms: 400 } } });

    const [p50] = only(stage, query('TargetResponseTime', 'p50', 1_800), [-40, -10]).values;
    const [p99] = only(stage, query('TargetResponseTime', 'p99', 1_800), [-40, -10]).values;

    expect(p50).toBeCloseTo(0.08, 2);
    expect(p99).toBeCloseTo(0.4, 1);
  });

  it('counts what no target answered at the load balancer alone', async () => {
    const stage = aWorld();
    stage.world.setHealth('blue', 0);
    await stage.pass(4);

    const elb = { ...query('HTTPCode_ELB_5XX_Count') };
    const whole = {
      ...elb,
      MetricStat: {
        Period: 120,
        Stat: 'Sum',
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'HTTPCode_ELB_5XX_Count',
          Dimensions: dimensions('blue').slice(1),
        },
      },
    };
    const offered = stage.world.minutes().slice(60, 62);
    expect(only(stage, whole, [0, 2]).values).toEqual([
      offered.reduce((sum, minute) => sum + minute.offered, 0),
    ]);
    expect(only(stage, elb, [0, 2]).values).toEqual([]);
  });

  it('knows CPU and memory of the services and their running tasks', () => {
    const stage = aWorld({ tasks: { blue: 4, green: 2 } });
    const of = (Namespace: string, MetricName: string, Stat: string): MetricDataQuery => ({
      Id: 'q',
      MetricStat: {
        Period: 600,
        Stat,
        Metric: {
          Namespace,
          MetricName,
          Dimensions: [
            { Name: 'ClusterName', Value: 'prod' },
            { Name: 'ServiceName', Value: 'shop-blue' },
          ],
        },
      },
    });
    const window = [-20, -10] as const;

    expect(only(stage, of('AWS/ECS', 'CPUUtilization', 'SampleCount'), window).values).toEqual([
      40,
    ]);
    expect(only(stage, of('AWS/ECS', 'CPUUtilization', 'Average'), window).values[0]).toBeCloseTo(
      45,
      -1,
    );
    expect(
      only(stage, of('AWS/ECS', 'MemoryUtilization', 'Average'), window).values[0],
    ).toBeCloseTo(45, -1);
    expect(
      only(stage, of('ECS/ContainerInsights', 'RunningTaskCount', 'Average'), window).values,
    ).toEqual([4]);
  });
});

describe('what CloudWatch knows of an alias', () => {
  it('counts errors as zeros and ones and times them in milliseconds', () => {
    const stage = aLambdaWorld({ traffic: { baseErrorShare: 0 } });
    const of = (MetricName: string, Stat: string): MetricDataQuery => ({
      Id: 'q',
      MetricStat: {
        Period: 600,
        Stat,
        Metric: {
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [...sideDimensions(aliasTarget, '41')],
        },
      },
    });
    const window = [-20, -10] as const;
    const [invocations] = only(stage, of('Invocations', 'Sum'), window).values;

    expect(only(stage, of('Errors', 'Sum'), window).values).toEqual([0]);
    expect(only(stage, of('Errors', 'SampleCount'), window).values).toEqual([invocations]);
    expect(only(stage, of('Throttles', 'Sum'), window).values).toEqual([0]);
    expect(only(stage, of('Duration', 'p50'), window).values[0]).toBeCloseTo(80, -1);
    expect(only(stage, of('Duration', 'SampleCount'), window).values).toEqual([invocations]);
    expect(only(stage, of('ConcurrentExecutions', 'Maximum'), window).values[0]).toBeGreaterThan(0);
  });
});
