import { describe, expect, it } from 'vitest';
import { metricsAtStep, shortOfTraffic } from '../../../functions/rollout/domain/exposure.ts';
import { Plan } from '../../../functions/rollout/domain/plan.ts';
import { aGauge, aQuantile, aShare } from './tick.ts';

const bake = { minimumMinutes: 10, maximumMinutes: 20 };

const aPlan = (rollout: object = {}) =>
  Plan.parse({
    service: 'checkout',
    description: 'the checkout',
    owner: 'team-checkout',
    traffic: { kind: 'lambda-alias', function: 'checkout', alias: 'live' },
    rollout: {
      steps: [
        { weight: 10, bake, warmUpBuckets: 2 },
        { weight: 50, bake, warmUpBuckets: 2 },
        { weight: 100 },
      ],
      ...rollout,
    },
    metrics: { errors: aShare(), p99: aQuantile({ quantile: 0.99 }), memory: aGauge() },
    alarms: [],
  });

describe('metrics short of traffic', () => {
  it('are none when every step gets enough', () => {
    expect(shortOfTraffic(aPlan(), 10_000)).toEqual([]);
  });

  it('are named with the step, what can be reached and what is needed', () => {
    expect(shortOfTraffic(aPlan(), 100)).toEqual([
      { metric: 'errors', weight: 10, reachable: 170, minimum: 200 },
      { metric: 'p99', weight: 10, reachable: 170, minimum: 1_000 },
      { metric: 'p99', weight: 50, reachable: 850, minimum: 1_000 },
    ]);
  });

  it('are found on the smaller side, whichever it is', () => {
    const plan = aPlan({ steps: [{ weight: 90, bake, warmUpBuckets: 2 }, { weight: 100 }] });

    expect(shortOfTraffic(plan, 100)[0]).toMatchObject({ weight: 90, reachable: 170 });
  });

  it('do not include those that cannot decide at 100 percent anyway', () => {
    const plan = aPlan({ steps: [{ weight: 100, bake }] });

    expect(shortOfTraffic(plan, 0)).toEqual([]);
  });
});

describe('the metrics of a step', () => {
  const importances = (metrics: ReturnType<typeof metricsAtStep>) =>
    Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric.importance]));

  it.each([
    ['a short quantile only informs', {}, 10, 200, { errors: 'critical', p99: 'advisory' }],
    ['one that gets enough decides', {}, 50, 200, { errors: 'critical', p99: 'critical' }],
    ['a short share stays critical', {}, 10, 100, { errors: 'critical', p99: 'advisory' }],
    [
      'a short share that was waived only informs',
      { waivers: { errors: 'few requests at night' } },
      10,
      100,
      { errors: 'advisory', p99: 'advisory' },
    ],
    [
      'a waived share that gets enough decides',
      { waivers: { errors: 'few requests at night' } },
      10,
      10_000,
      { errors: 'critical', p99: 'critical' },
    ],
    [
      'a weight between steps has the bake of the next',
      {},
      30,
      150,
      { errors: 'critical', p99: 'advisory' },
    ],
  ])('%s', (_, rollout, weight, requestsPerMinute, expected) => {
    const metrics = metricsAtStep(aPlan(rollout), weight, requestsPerMinute);

    expect(importances(metrics)).toMatchObject(expected);
  });

  it('inform only where stable had no data and the owner waived it', () => {
    const plan = aPlan({ waivers: { errors: 'not published yet' } });

    const metrics = metricsAtStep(plan, 10, 10_000, ['errors', 'p99']);

    expect(importances(metrics)).toMatchObject({ errors: 'advisory', p99: 'critical' });
  });
});
