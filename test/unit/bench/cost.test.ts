import { describe, expect, it } from 'vitest';
import { billedSeconds, coldStartsAmong } from '../../../bench/invocations.ts';
import { costOf, type Usage } from '../../../bench/prices.ts';

const nothing: Usage = {
  hours: 1,
  stateTransitions: 0,
  invocations: 0,
  gigabyteSeconds: 0,
  writeUnits: 0,
  readUnits: 0,
  metricsRequested: 0,
  otherCloudWatchRequests: 0,
  customMetrics: 0,
  logBytes: 0,
  traces: 0,
  messages: 0,
  emails: 0,
  customEvents: 0,
  kmsRequests: 0,
};

describe('the cost of a rollout', () => {
  it('is nothing when nothing was used', () => {
    const costs = Object.values(costOf(nothing));

    expect(costs.every((cost) => cost === 0)).toBe(true);
  });

  it.each<[string, Partial<Usage>, number]>([
    ['Step Functions', { stateTransitions: 4_000 }, 0.1],
    ['Lambda', { invocations: 1_000_000, gigabyteSeconds: 0 }, 0.2],
    ['Lambda', { gigabyteSeconds: 1_000 }, 0.0133334],
    ['DynamoDB', { writeUnits: 1_000_000, readUnits: 1_000_000 }, 0.75],
    ['CloudWatch, metrics read', { metricsRequested: 500, otherCloudWatchRequests: 500 }, 0.01],
    ['CloudWatch, custom metrics', { customMetrics: 73, hours: 0.75 }, 0.03],
    ['CloudWatch, custom metrics', { customMetrics: 73, hours: 1.5 }, 0.06],
    ['CloudWatch, logs', { logBytes: 2e9 }, 1],
    ['X-Ray', { traces: 200 }, 0.001],
    ['SNS', { messages: 1_000_000, emails: 100_000 }, 2.5],
    ['EventBridge', { customEvents: 1_000_000 }, 1],
    ['KMS', { kmsRequests: 10_000 }, 0.03],
  ])('of %s for %j is %d USD', (service, used, expected) => {
    const costs = costOf({ ...nothing, ...used });

    expect(costs[service]).toBeCloseTo(expected, 10);
  });
});

describe('the time that Lambda bills', () => {
  const sweep = (from: number) => ({ function: 'guard-runs', from, until: from + 0.1 });

  it('has a cold start for the first invocation and for those after a long pause', () => {
    const invocations = [sweep(60), sweep(0), sweep(120), sweep(900)];

    expect(coldStartsAmong(invocations)).toBe(2);
  });

  it('is that of the calls, of the computing around them and of the cold starts', () => {
    const seconds = billedSeconds([sweep(0), sweep(60)]);

    expect(seconds).toBeCloseTo(2 * (0.1 + 0.04) + 0.45, 10);
  });
});
