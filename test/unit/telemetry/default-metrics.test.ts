import { describe, expect, it } from 'vitest';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import { Metric } from '../../../functions/telemetry/domain/metric.ts';
import { placeholdersOf } from './labels.ts';

const kinds = ['alb', 'lambda-alias'] as const;

describe('the default metrics', () => {
  it.each(kinds)('of %s are valid in a plan', (kind) => {
    for (const metric of Object.values(defaultMetrics(kind)))
      expect(Metric.parse(metric)).toEqual(metric);
  });

  it.each([
    ['alb', ['error-rate', 'success-rate', 'latency-p95', 'latency-p99']],
    ['lambda-alias', ['error-rate', 'success-rate', 'latency-p95', 'latency-p99']],
  ] as const)('of %s decide by errors, success and latency alone', (kind, expected) => {
    const critical = Object.entries(defaultMetrics(kind))
      .filter(([, { importance }]) => importance === 'critical')
      .map(([name]) => name);

    expect(critical).toEqual(expected);
  });

  it.each([
    ['alb', ['cluster', 'loadBalancer', 'service', 'targetGroup']],
    ['lambda-alias', ['alias', 'function', 'version']],
  ] as const)('of %s need only what its sides are labelled with', (kind, labels) => {
    expect(placeholdersOf(defaultMetrics(kind))).toEqual(labels);
  });

  it.each([
    ['error-rate', { points: 0.5 }],
    ['success-rate', { percent: 99.5 }],
    ['latency-p95', { increasePercent: 10 }],
    ['latency-p99', { increasePercent: 15 }],
    ['cpu-per-request', { increasePercent: 20 }],
    ['memory-per-task', { increasePercent: 15 }],
  ])('%s has the limits of the preset', (name, limits) => {
    expect(defaultMetrics('alb')[name]).toHaveProperty('limits', limits);
  });

  it.each(kinds)('of %s keep a bound for the time when stable has no traffic', (kind) => {
    expect(defaultMetrics(kind)['success-rate']).toMatchObject({ worse: 'lower' });
  });
});
