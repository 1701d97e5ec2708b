import { describe, expect, it } from 'vitest';
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
