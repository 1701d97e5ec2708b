import { describe, expect, it } from 'vitest';
import { metricsAtStep, shortOfTraffic } from '../../../functions/rollout/domain/exposure.ts';
import type { Plan } from '../../../functions/rollout/domain/plan.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aGauge, aQuantile, aShare } from './tick.ts';

const bake = { minimumMinutes: 10, maximumMinutes: 20 };

const planOf = (steps: readonly object[], metrics: Metrics, rollout: object = {}): Plan => ({
  ...aPlan({ steps, ...rollout }),
  metrics,
});

const bounded = aShare({ limits: { percent: 1 } });

describe('a step without a bake', () => {
  it('judges nothing, so that nothing is short there', () => {
    expect(shortOfTraffic(planOf([{ weight: 100 }], { bounded }), 0)).toEqual([]);
  });
});

describe('a step of 100 % that bakes', () => {
  it('needs the requests of the canary alone, for a metric with a bound', () => {
    const plan = planOf([{ weight: 100, bake }], { bounded, compared: aShare() });

    expect(shortOfTraffic(plan, 10)).toEqual([
      { metric: 'bounded', weight: 100, reachable: 170, minimum: 200 },
    ]);
  });
});

describe('a metric', () => {
  const steps = [{ weight: 10, bake, warmUpBuckets: 0 }, { weight: 100 }];

  it.each([
    ['that only informs', aShare({ importance: 'advisory' })],
    ['under trial', aShare({ dryRun: true })],
    ['without requests', aGauge()],
  ])('%s is never short', (_which, metric) => {
    expect(shortOfTraffic(planOf(steps, { metric }), 0)).toEqual([]);
  });

  it.each([
    [20, [{ metric: 'metric', weight: 10, reachable: 38, minimum: 190 }]],
    [99.9, [{ metric: 'metric', weight: 10, reachable: 189, minimum: 190 }]],
    [100, []],
  ])('of %d requests a minute is short below its minimum', (requestsPerMinute, short) => {
    const plan = planOf(steps, { metric: aShare({ minimumRequests: 190 }) });

    expect(shortOfTraffic(plan, requestsPerMinute)).toEqual(short);
  });

  it('is not short of traffic in the minutes of its warm-up, which are not judged', () => {
    const warming = [{ weight: 10, bake, warmUpBuckets: 60 }, { weight: 100 }];

    expect(shortOfTraffic(planOf(warming, { metric: aShare() }), 1_000)).toMatchObject([
      { reachable: 0 },
    ]);
  });
});

describe('the metrics at a weight', () => {
  const short = { minimumMinutes: 1, maximumMinutes: 2 };
  const plan = planOf(
    [
      { weight: 10, bake: short, warmUpBuckets: 0 },
      { weight: 50, bake, warmUpBuckets: 0 },
      { weight: 100 },
    ],
    { metric: aQuantile() },
  );

  it.each([
    [5, 'advisory'],
    [10, 'advisory'],
    [11, 'critical'],
    [50, 'critical'],
  ])('of %i %% are those of the step that reaches it: %s', (weight, importance) => {
    expect(metricsAtStep(plan, weight, 200).metric?.importance).toBe(importance);
  });

  it('decide as they are planned where they get their requests', () => {
    expect(metricsAtStep(plan, 50, 10_000)).toEqual(plan.metrics);
  });

  it('decide although stable had no data of them, unless that was waived', () => {
    const rollout = { waivers: { 'error-rate': 'not published yet' } };
    const waived = aPlan(rollout);

    const metrics = metricsAtStep(waived, 10, 1e6, ['error-rate', 'success-rate']);

    expect(metrics['error-rate']?.importance).toBe('advisory');
    expect(metrics['success-rate']?.importance).toBe('critical');
  });
});
