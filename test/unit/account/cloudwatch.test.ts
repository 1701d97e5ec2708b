import type { GetMetricDataCommandOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { aWorld } from '../world/a-world.ts';
import { at, dimensions, only, query, read } from './metric-queries.ts';

describe('the datapoints of GetMetricData', () => {
  it('begin at the start of the request, one for each period, the end excluded', () => {
    const stage = aWorld();

    const { times, status } = only(stage, query('RequestCount'), [-20, -17]);

    expect(times).toEqual([at(-20), at(-19), at(-18)]);
    expect(status).toBe('Complete');
  });

  it('are exactly one, at the start, for a period that spans the window', () => {
    const stage = aWorld();
    const counts = only(stage, query('RequestCount'), [-27, -7]);

    const { times, values } = only(stage, query('RequestCount', 'Sum', 1_200), [-27, -7]);

    expect(times).toEqual([at(-27)]);
    expect(values).toEqual([counts.values.reduce((sum, value) => sum + value, 0)]);
  });

  it('start at the whole minute before', () => {
    const stage = aWorld();
    const late = { StartTime: new Date(at(-20).getTime() + 40_000) };

    const answer = read(stage, [query('RequestCount')], [-20, -18], late);

    expect(answer.MetricDataResults?.[0]?.Timestamps).toEqual([at(-20), at(-19)]);
  });

  it('come newest first unless asked otherwise', () => {
    const stage = aWorld();

    const answer = read(stage, [query('RequestCount')], [-20, -18], { ScanBy: undefined });

    expect(answer.MetricDataResults?.[0]?.Timestamps).toEqual([at(-19), at(-20)]);
  });

  it('appear piece by piece and are complete after the delay', async () => {
    const stage = aWorld({ telemetryDelaySeconds: 90 });
    await stage.pass(1);
    const truth = stage.world.minutes().at(-1)?.offered ?? 0;

    const seen: (number | undefined)[] = [];
    for (let step = 0; step < 4; step++) {
      seen.push(only(stage, query('RequestCount'), [0, 1]).values[0]);
      await stage.pass(0.5);
    }

    const parts = [1 / 3, 2 / 3, 1].map((part) => Math.floor(truth * part));
    expect(seen).toEqual([undefined, ...parts]);
  });

  it('come in small pages that show one moment', async () => {
    const stage = aWorld({ pageSize: 4 });
    const queries = [
      { ...query('RequestCount'), Id: 'a' },
      { ...query('NoSuchMetric'), Id: 'b' },
      { ...query('HealthyHostCount', 'Minimum'), Id: 'c' },
    ];

    const first = read(stage, queries, [-8, -2]);
    const before = read(stage, queries, [-8, -2], { NextToken: first.NextToken });
    await stage.pass(3);
    const second = read(stage, queries, [-8, -2], { NextToken: first.NextToken });
    const third = read(stage, queries, [-8, -2], { NextToken: second.NextToken });

    const shape = ({ MetricDataResults = [] }: GetMetricDataCommandOutput) =>
      MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values?.length, StatusCode]);
    expect(shape(first)).toEqual([['a', 4, 'PartialData']]);
    expect(shape(second)).toEqual([
      ['a', 2, 'Complete'],
      ['b', 0, 'Complete'],
      ['c', 2, 'PartialData'],
    ]);
    expect(shape(third)).toEqual([['c', 4, 'Complete']]);
    expect(third.NextToken).toBeUndefined();
    expect(second).toEqual(before);
  });

  it('page by MaxDatapoints, too', () => {
    const stage = aWorld();

    const answer = read(stage, [query('RequestCount')], [-20, -10], { MaxDatapoints: 3 });

    expect(answer.MetricDataResults?.[0]?.Values).toHaveLength(3);
    expect(answer.NextToken).toBeDefined();
  });

  it.each([
    ['a wrong dimension', { Name: 'TargetGroup', Value: 'targetgroup/other/1' }],
    ['a missing dimension', undefined],
  ])('are none, and complete, for %s', (_, dimension) => {
    const stage = aWorld();
    const asked = query('RequestCount');
    const wrong = {
      ...asked,
      MetricStat: {
        ...asked.MetricStat,
        Metric: {
          Namespace: 'AWS/ApplicationELB',
          MetricName: 'RequestCount',
          Dimensions: [dimensions('blue')[1], dimension].filter((each) => each !== undefined),
        },
      },
    } as MetricDataQuery;

    const { values, status } = only(
      stage,
      dimension === undefined ? missing(wrong) : wrong,
      [-9, -5],
    );

    expect([values, status]).toEqual([[], 'Complete']);
  });

  it.each([
    ['no query', [], 'MetricDataQueries has 0 members'],
    [
      'more than 500 queries',
      Array.from({ length: 501 }, (_, index) => ({ ...query('RequestCount'), Id: `q${index}` })),
      '1 to 500 are allowed',
    ],
    ['an id twice', [query('RequestCount'), query('RequestCount')], 'q are not unique'],
    ['an id in capitals', [{ ...query('RequestCount'), Id: 'Q' }], 'The value Q'],
    ['a period of 90 s', [query('RequestCount', 'Sum', 90)], 'not a multiple of 60'],
    ['neither metric nor expression', [{ Id: 'q' }], 'either MetricStat or Expression'],
    [
      'a period beside a metric',
      [{ ...query('RequestCount'), Period: 60 }],
      'uses Period, which the sandbox',
    ],
  ] as const)('are refused for %s', (_, queries, message) => {
    const stage = aWorld();

    expect(() => read(stage, queries, [-9, -5])).toThrow(message);
  });

  it('are refused for a window that ends before it starts', () => {
    const stage = aWorld();

    expect(() => read(stage, [query('RequestCount')], [-5, -9])).toThrow('less than EndTime');
  });
});

const missing = (asked: MetricDataQuery): MetricDataQuery => ({
  ...asked,
  MetricStat: {
    Period: 60,
    Stat: 'Sum',
    Metric: {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'RequestCount',
      Dimensions: dimensions('blue').slice(0, 1),
    },
  },
});
