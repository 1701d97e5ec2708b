import { describe, expect, it } from 'vitest';
import { boundFrom, nearestBound } from '../../../functions/telemetry/domain/bounds.ts';
import { allowedAt, shareBetween } from '../../../functions/telemetry/domain/tails.ts';

describe('a tail that begins at a bound of a histogram', () => {
  it('is limited by what stable has where it would be slower by exactly the limit', () => {
    expect(allowedAt(500, 330, 300)).toBeCloseTo(454.5, 1);
    expect(allowedAt(330, 330, 300)).toBe(300);
  });

  it('has shares that fall about exponentially between two bounds', () => {
    const [lower, upper] = [
      { milliseconds: 300, share: 0.04 },
      { milliseconds: 500, share: 0.0025 },
    ];

    expect(shareBetween(lower, upper, 300)).toBeCloseTo(0.04, 10);
    expect(shareBetween(lower, upper, 500)).toBeCloseTo(0.0025, 10);
    expect(shareBetween(lower, upper, 400)).toBeCloseTo(0.01, 10);
  });

  it('has shares in between where nothing was slower than the upper bound', () => {
    const [lower, upper] = [
      { milliseconds: 300, share: 0.04 },
      { milliseconds: 500, share: 0 },
    ];

    expect(shareBetween(lower, upper, 400)).toBeCloseTo(0.02, 10);
    expect(shareBetween(lower, lower, 300)).toBeCloseTo(0.04, 10);
  });
});

describe('the bound of a histogram', () => {
  const bounds = [0.1, 0.25, 0.57, 1].map((value) => ({ value, texts: [`${value}`] }));

  it.each([
    [0.2, 0.25],
    [0.11, 0.1],
    [2, 1],
    [2.1, undefined],
  ])('that is nearest to a limit of %f that stable sets is %f', (limit, bound) => {
    expect(nearestBound(bounds, limit)?.value).toBe(bound);
  });

  it.each([
    [0.25, 0.25],
    [0.11, 0.25],
    [0.26, 0.57],
    [570 * 0.001, 0.57],
    [0.1 + 0.2 - 0.2, 0.1],
    [0.099, 0.1],
    [0.04, 0.1],
    [0.039, undefined],
    [1, 1],
    [1.1, undefined],
  ])('that stands for an absolute limit of %f is %f', (limit, bound) => {
    expect(boundFrom(bounds, limit)?.value).toBe(bound);
  });
});
