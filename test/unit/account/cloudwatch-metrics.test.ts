import { describe, expect, it } from 'vitest';
import { aWorld, type Stage } from '../world/a-world.ts';
import { dimensions, put } from './metric-queries.ts';

describe('ListMetrics', () => {
  const list = ({ call }: Stage, input: object) =>
    (call('CloudWatch', 'ListMetrics', input) as { Metrics: { MetricName: string }[] }).Metrics.map(
      ({ MetricName }) => MetricName,
    );

  it('names the series that had data lately', () => {
    const stage = aWorld({ traffic: { baseErrorShare: 0 } });

    const names = list(stage, {
      Namespace: 'AWS/ApplicationELB',
      Dimensions: dimensions('blue'),
      RecentlyActive: 'PT3H',
    });

    expect(names).toContain('RequestCount');
    expect(names).not.toContain('HTTPCode_Target_5XX_Count');
  });

  it('knows a series only after its first data', () => {
    const stage = aWorld();
    const before = list(stage, { Namespace: 'shop' });
    put(stage, [1], [1]);

    expect([before, list(stage, { Namespace: 'shop', MetricName: 'Depth' })]).toEqual([
      [],
      ['Depth'],
    ]);
  });
});

describe('PutMetricData', () => {
  it.each([
    [{ Namespace: 'AWS/ELB', MetricData: [] }, 'parameter Namespace'],
    [{ Namespace: 'x', MetricData: [{ MetricName: 'a' }] }, 'either Value or Values'],
    [{ Namespace: 'x', MetricData: [{ Value: 1 }] }, 'needs a MetricName'],
    [{ Namespace: 'x', MetricData: [{ MetricName: 'a', Value: Number.NaN }] }, 'finite'],
    [
      { Namespace: 'x', MetricData: [{ MetricName: 'a', Value: 1, StorageResolution: 1 }] },
      'uses StorageResolution',
    ],
  ])('refuses %j', (input, message) => {
    const stage = aWorld();

    expect(() => stage.call('CloudWatch', 'PutMetricData', input)).toThrow(message);
  });
});
