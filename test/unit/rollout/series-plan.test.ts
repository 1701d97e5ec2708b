import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { planFrom } from '../../../functions/rollout/read-plan.ts';
import { albTraffic, anEntry, type Fields } from '../../support/a-plan.ts';

const alias = { kind: 'lambda-alias', function: 'pricing', alias: 'live' };

const mistakesOf = (traffic: Fields, mine: Fields) => {
  try {
    planFrom(JSON.stringify(anEntry({ traffic, metrics: { mine } })), 'the file');
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.mistakes;
    throw error;
  }
};

const series = (dimensions: Fields, metric = 'Orders') => ({
  namespace: 'Shop',
  metric,
  dimensions,
});
const own = series({ TargetGroup: '{targetGroup}' });
const shared = series({ Service: 'checkout' });
const share = (fields: Fields) => ({ kind: 'share', limits: { points: 1 }, ...fields });
const gauge = (source: Fields) => ({ kind: 'gauge', limits: { increasePercent: 9 }, source });
const toldApart = 'a dimension that tells the sides apart, by one of {targetGroup}, {service}';

describe('a series of CloudWatch in a plan', () => {
  it.each<[string, Fields]>([
    ['the target group', series({ TargetGroup: '{targetGroup}' })],
    ['the service of a side', series({ Cluster: '{cluster}', Service: 'ecs/{service}' })],
  ])('tells the sides of a rule apart by %s', (_what, source) => {
    expect(mistakesOf(albTraffic, gauge(source))).toEqual([]);
  });

  it('tells the sides of an alias apart by the version', () => {
    const source = series({ Function: '{function}', Resource: '{function}:{version}' });

    expect(mistakesOf(alias, gauge(source))).toEqual([]);
  });

  it('is refused with what it has and what is allowed where both sides would read it', () => {
    const mine = share({ events: shared, total: own });

    expect(mistakesOf(albTraffic, mine)).toEqual([
      {
        path: 'metrics.mine.events.dimensions',
        value: '{"Service":"checkout"}',
        allowed: toldApart,
      },
    ]);
  });

  it.each<[string, Fields, Fields]>([
    ['no dimension', albTraffic, {}],
    ['cluster and load balancer', albTraffic, { A: '{cluster}', B: '{loadBalancer}' }],
    ['a side by its name', albTraffic, { Service: 'checkout-blue' }],
    ['function and alias', alias, { A: '{function}', B: '{function}:{alias}' }],
  ])('is refused where the sides share it: %s', (_what, traffic, dimensions) => {
    expect(mistakesOf(traffic, gauge(series(dimensions)))).toMatchObject([
      { path: 'metrics.mine.source.dimensions' },
    ]);
  });

  it('is refused with a placeholder that its traffic does not have', () => {
    const source = series({ Version: '{version}', TargetGroup: '{targetGroup}' });

    expect(mistakesOf(albTraffic, gauge(source))).toEqual([
      {
        path: 'metrics.mine.source.dimensions',
        value: '{version}',
        allowed: '{targetGroup}, {loadBalancer}, {cluster}, {service}',
      },
    ]);
  });

  it.each<[string, Fields, string]>([
    ['a total', share({ events: own, total: shared }), 'total.dimensions'],
    [
      'a part of a sum',
      share({ events: { add: [own, shared] }, total: own }),
      'events.add.1.dimensions',
    ],
    [
      'what is subtracted from',
      share({ events: { add: [{ from: shared, subtract: [own] }] }, total: own }),
      'events.add.0.from.dimensions',
    ],
    [
      'what is subtracted',
      share({ events: { add: [{ from: own, subtract: [own, shared] }] }, total: own }),
      'events.add.0.subtract.1.dimensions',
    ],
    [
      'what stable is doubted by',
      share({
        events: own,
        total: own,
        unanswered: { from: own, subtract: [shared], percent: 10 },
      }),
      'unanswered.subtract.0.dimensions',
    ],
    [
      'a quantile',
      { kind: 'quantile', quantile: 0.9, limits: { milliseconds: 9 }, source: shared, total: own },
      'source.dimensions',
    ],
    [
      'an expression',
      gauge({ expression: 'a / b', series: { a: shared, b: shared } }),
      'source.series',
    ],
  ])('is refused as %s', (_what, mine, path) => {
    expect(mistakesOf(albTraffic, mine)).toMatchObject([{ path: `metrics.mine.${path}` }]);
  });

  it('may be shared in an expression that has one of the side as well', () => {
    const source = { expression: 'cpu * price', series: { cpu: own, price: shared } };

    expect(mistakesOf(albTraffic, gauge(source))).toEqual([]);
  });

  it.each([
    ['gauge', { limits: { increasePercent: 9 } }],
    ['distribution', {}],
  ])('is refused as sparse where it is the level of a %s', (kind, fields) => {
    const mine = { kind, ...fields, source: { ...own, sparse: true } };

    expect(mistakesOf(albTraffic, mine)).toMatchObject([
      {
        path: 'metrics.mine.source.sparse',
        allowed: expect.stringMatching(/^left out of a level/),
      },
    ]);
  });

  it('may be sparse where it is added up', () => {
    const source = { add: [{ ...own, sparse: true }] };

    expect(mistakesOf(albTraffic, gauge(source))).toEqual([]);
  });
});
