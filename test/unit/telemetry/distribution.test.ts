import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { tryParse } from '../../../functions/platform/parse.ts';
import { DistributionMetric, Metric } from '../../../functions/telemetry/domain/metric.ts';
import { answering, minute, noon } from './cloudwatch-answers.ts';
import { read } from './cloudwatch-reads.ts';

const source = {
  namespace: 'Shop',
  metric: 'QueueWait',
  dimensions: { TargetGroup: '{targetGroup}' },
  statistic: 'Average',
};
const distribution = { kind: 'distribution', source };

const mistakesIn = (input: object) => {
  const parsed = tryParse(Metric, input);
  return 'mistakes' in parsed ? parsed.mistakes : [];
};

describe('a distribution in the catalogue', () => {
  it('has defaults for all but its source', () => {
    expect(tryParse(Metric, distribution)).toEqual({
      value: {
        ...{ ...distribution, source: { ...source, sparse: false }, unit: '' },
        ...{ importance: 'advisory', dryRun: false, consecutive: 3, direction: 'increase' },
        ...{ confidence: 0.98, tolerancePercent: 10, floor: 0, noData: 'remove' },
        minimumBuckets: 5,
      },
    });
  });

  it.each([
    { importance: 'advisory', direction: 'either', noData: 'zero', minimumBuckets: 50 },
    { confidence: 0.8, tolerancePercent: 0, floor: 1e-9 },
    { confidence: 0.999, direction: 'decrease', unit: 'jobs', title: 'jobs waiting' },
    { effectSize: { measure: 'mean-ratio', increase: 1 } },
    { direction: 'either', effectSize: { measure: 'mean-ratio', increase: 9, decrease: 0 } },
    { effectSize: { measure: 'cles', increase: 0.5 } },
    { direction: 'decrease', effectSize: { measure: 'cles', decrease: 0.5 } },
    { direction: 'either', effectSize: { measure: 'cles', increase: 1, decrease: 0 } },
  ])('is taken: %j', (changes) => {
    expect(mistakesIn({ ...distribution, ...changes })).toEqual([]);
  });

  it.each<[object, string, string]>([
    [{ direction: 'higher' }, 'direction', '"increase", "decrease", "either"'],
    [{ confidence: 0.79 }, 'confidence', 'at least 0.8'],
    [{ confidence: 1 }, 'confidence', 'at most 0.999'],
    [{ tolerancePercent: -1 }, 'tolerancePercent', 'at least 0'],
    [{ floor: -1 }, 'floor', 'at least 0'],
    [{ noData: 'pass' }, 'noData', '"remove", "zero"'],
    [{ minimumBuckets: 4 }, 'minimumBuckets', 'at least 5'],
    [{ limits: { increasePercent: 10 } }, 'limits', 'no field of that name'],
    [{ effectSize: { increase: 2 } }, 'effectSize.measure', '"mean-ratio", "cles"'],
    [{ effectSize: { measure: 'cles' } }, 'effectSize', 'at least one of increase, decrease'],
    [{ effectSize: { measure: 'mean-ratio', increase: 0.9 } }, 'effectSize.increase', 'at least 1'],
    [
      { direction: 'either', effectSize: { measure: 'mean-ratio', decrease: 1.1 } },
      'effectSize.decrease',
      'at most 1',
    ],
    [{ effectSize: { measure: 'cles', increase: 0.4 } }, 'effectSize.increase', 'at least 0.5'],
    [{ effectSize: { measure: 'cles', increase: 1.1 } }, 'effectSize.increase', 'at most 1'],
    [
      { direction: 'either', effectSize: { measure: 'cles', decrease: 0.6 } },
      'effectSize.decrease',
      'at most 0.5',
    ],
    [
      { effectSize: { measure: 'mean-ratio', increase: 2, decrease: 0.5 } },
      'effectSize.decrease',
      'left out, or direction: decrease or either',
    ],
    [
      { direction: 'decrease', effectSize: { measure: 'cles', increase: 0.7 } },
      'effectSize.increase',
      'left out, or direction: increase or either',
    ],
  ])('is refused: %j', (changes, path, allowed) => {
    const mistakes = mistakesIn({ ...distribution, ...changes });

    expect(mistakes.map((mistake) => [mistake.path, mistake.allowed])).toEqual([[path, allowed]]);
  });

  it('is never critical, and says why', () => {
    expect(mistakesIn({ ...distribution, importance: 'critical' })).toEqual([
      {
        path: 'importance',
        value: '"critical"',
        allowed:
          'advisory: minutes of a time series are not independent, and every look at them errs ' +
          'anew, so a distribution informs and never decides',
      },
    ]);
  });
});

describe('a distribution in CloudWatch', () => {
  const cloudWatch = mockClient(CloudWatchClient);
  beforeEach(() => cloudWatch.reset());

  it('is read as the value of each minute of both sides', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(
      answering({
        'QueueWait Average blue': [10, 11, 12],
        'QueueWait Average green': [20, undefined, 22],
      }),
    );

    const { readings } = await read({ wait: DistributionMetric.parse(distribution) });

    const bucket = (index: number, value: number) => ({ at: noon + index * minute, value });
    expect(readings.wait).toEqual({
      stable: { kind: 'gauge', buckets: [bucket(0, 10), bucket(1, 11), bucket(2, 12)] },
      canary: { kind: 'gauge', buckets: [bucket(0, 20), bucket(2, 22)] },
    });
  });

  it('is blind and empty without a datapoint', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(answering({}));

    const { readings } = await read({ wait: DistributionMetric.parse(distribution) });

    expect(readings.wait?.canary).toMatchObject({ kind: 'blind', empty: true });
  });
});
