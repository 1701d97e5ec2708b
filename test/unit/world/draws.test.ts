import { describe, expect, it } from 'vitest';
import { seeded } from '../../../sandbox/random.ts';
import { binomial, burst, distribute, gamma, poisson } from '../../../sandbox/world/draws.ts';

const draws = 20_000;

const momentsOf = (draw: () => number) => {
  const values = Array.from({ length: draws }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / draws;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1);
  return { mean, variance };
};

describe('drawn counts', () => {
  const random = seeded(3);

  it.each([
    ['poisson of a small mean', () => poisson(random, 0.7), 0.7, 0.7],
    ['poisson of a large mean', () => poisson(random, 400), 400, 400],
    ['binomial of few', () => binomial(random, 9, 0.2), 1.8, 1.44],
    ['binomial of a rare event', () => binomial(random, 5_000, 0.001), 5, 5],
    ['binomial of many', () => binomial(random, 1_000, 0.3), 300, 210],
    ['binomial of a frequent event', () => binomial(random, 40, 0.9), 36, 3.6],
    ['gamma of a small shape', () => gamma(random, 0.4), 0.4, 0.4],
    ['gamma of a large shape', () => gamma(random, 30), 30, 30],
    ['a burst around 1', () => burst(random, 100, 5), 1, 0.04],
  ])('have mean and variance of %s', (_, draw, mean, variance) => {
    const drawn = momentsOf(draw);

    expect(drawn.mean / mean).toBeGreaterThan(0.95);
    expect(drawn.mean / mean).toBeLessThan(1.05);
    expect(drawn.variance / variance).toBeGreaterThan(0.9);
    expect(drawn.variance / variance).toBeLessThan(1.1);
  });

  it.each([
    [0, 0.5, 0],
    [10, 0, 0],
    [10, 1, 10],
  ])('are certain for %i trials with probability %f', (trials, probability, expected) => {
    expect(binomial(random, trials, probability)).toBe(expected);
  });

  it('of several shares add up to the whole when the shares do', () => {
    const shares = [
      ['a', 0.2],
      ['b', 0.3],
      ['c', 0.5],
    ] as const;

    for (const whole of [0, 1, 7, 1_000, 100_000]) {
      const counts = [...distribute(random, whole, shares).values()];
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(whole);
    }
  });
});
