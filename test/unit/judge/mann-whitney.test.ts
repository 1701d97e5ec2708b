import { describe, expect, it } from 'vitest';
import {
  approximateRank,
  exactRank,
  leastValues,
  mannWhitney,
  normalQuantile,
} from '../../../functions/rollout/domain/mann-whitney.ts';

const times = (count: number, value: number): number[] =>
  Array.from({ length: count }, () => value);

/** Hollander and Wolfe's permeability of the human chorioamnion, the example of R's wilcox.test. */
const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
const early = [1.15, 0.88, 0.9, 0.74, 1.21];

/** Miles per gallon of R's mtcars, automatic and manual: with ties. */
const automatic = [
  ...[21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3],
  ...[15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2, 13.3, 19.2],
];
const manual = [21, 21, 22.8, 32.4, 30.4, 33.9, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4];

/** U of each way to choose m of m + n ranks, by trying them all. */
const everyRankSum = (m: number, n: number): number[] => {
  const sums: number[] = [];
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) sums.push(sum - (m * (m + 1)) / 2);
    else
      for (let rank = from; rank <= m + n - left + 1; rank++)
        choose(rank + 1, left - 1, sum + rank);
  };
  choose(1, m, 0);
  return sums;
};

describe('the exact rank', () => {
  it.each([
    [5, 1],
    [6, 3],
    [7, 6],
    [8, 9],
    [9, 14],
    [10, 19],
    [12, 31],
    [15, 56],
    [20, 114],
  ])('follows the published critical U of two sides of %d at two-sided 2 %%: %d', (n, critical) => {
    expect(exactRank(n, n, 0.01)).toBe(critical + 1);
  });

  it.each([
    [3, 3],
    [4, 4],
    [5, 5],
    [6, 6],
    [5, 8],
    [2, 9],
    [1, 12],
  ])('of %d and %d values is what trying all orders gives', (m, n) => {
    const sums = everyRankSum(m, n);
    const chance = (most: number) => sums.filter((sum) => sum <= most).length / sums.length;

    for (const tail of [0.001, 0.005, 0.01, 0.026, 0.051, 0.1]) {
      const rank = exactRank(m, n, tail);

      expect(rank === 0 || chance(rank - 1) <= tail).toBe(true);
      expect(chance(rank)).toBeGreaterThan(tail);
    }
  });

  it('takes a tail that is met exactly, whatever its last binary digit is', () => {
    expect(exactRank(3, 3, (1 - 0.9) / 2)).toBe(1);
  });

  it('is nearly that of the normal approximation, which errs to the safe side, where they meet', () => {
    const sizes = [20, 30, 40, 49];

    const differences = sizes.flatMap((m) =>
      sizes.map((n) => exactRank(m, n, 0.01) - approximateRank(m, n, 0.01, 0)),
    );

    expect(Math.min(...differences)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...differences)).toBeLessThanOrEqual(3);
  });
});

describe('the normal quantile', () => {
  it.each([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.995, 2.5758293035489004],
    [0.9995, 3.2905267314918945],
  ])('of %d is %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 10);
  });
});

describe('the least number of values on each side', () => {
  it.each([
    [0.9, 3],
    [0.95, 4],
    [0.98, 5],
    [0.99, 5],
    [0.999, 7],
  ])('that can be %d certain is %d', (confidence, least) => {
    expect(leastValues(confidence)).toBe(least);
  });
});

describe('the shift', () => {
  it('is that of R for values without ties', () => {
    const { shift, interval, superiority } = mannWhitney(term, early, 0.95);

    expect(shift).toBeCloseTo(0.305, 12);
    expect(interval?.lower).toBeCloseTo(-0.15, 12);
    expect(interval?.upper).toBeCloseTo(0.76, 12);
    expect(superiority * 50).toBe(35);
  });

  it('is that of R for values with ties, without the error of its root finder', () => {
    const { shift, interval, superiority } = mannWhitney(automatic, manual, 0.95);

    expect(shift).toBeCloseTo(-6.8, 12);
    expect(interval?.lower).toBeCloseTo(-11.7, 12);
    expect(interval?.upper).toBeCloseTo(-2.9, 12);
    expect(superiority * automatic.length * manual.length).toBeCloseTo(42, 10);
  });

  it.each([1e-300, 1e-12, 1e-9, 1e-6, 1, 1e6, 1e12])('is found for values around %d', (scale) => {
    const stable = [10, 11, 12, 13, 14, 15].map((value) => value * scale);
    const canary = [20, 21, 22, 23, 24, 25].map((value) => value * scale);

    const { shift, interval } = mannWhitney(canary, stable);

    expect(shift / scale).toBeCloseTo(10, 10);
    expect((interval?.lower ?? 0) / scale).toBeCloseTo(7, 10);
    expect((interval?.upper ?? 0) / scale).toBeCloseTo(13, 10);
  });
});

/** [canary, stable, what is said]. Nothing is drawn at random, so each says the same for ever. */
describe('values that hardly differ among themselves', () => {
  const certain = (value: number) => ({ lower: value, upper: value });

  it.each([
    ['0 against 3, five of each', times(5, 0), times(5, 3), -3, certain(-3), 0],
    ['3 against 0, five of each', times(5, 3), times(5, 0), 3, certain(3), 1],
    ['3 against 0, sixty of each', times(60, 3), times(60, 0), 3, certain(3), 1],
    ['0 against 0', times(5, 0), times(5, 0), 0, certain(0), 0.5],
    ['7 against 7', times(9, 7), times(9, 7), 0, certain(0), 0.5],
    ['1e-9 against 3e-9', times(5, 1e-9), times(5, 3e-9), 1e-9 - 3e-9, certain(1e-9 - 3e-9), 0],
    ['four threes against four zeros', times(4, 3), times(4, 0), 3, undefined, 1],
    ['one three against one zero', [3], [0], 3, undefined, 1],
    ['one three against sixty zeros', [3], times(60, 0), 3, undefined, 1],
    ['the same multiset', [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], 0, { lower: -3, upper: 3 }, 0.5],
    ['one odd value', [0, 0, 0, 0, 9], times(5, 0), 0, { lower: 0, upper: 9 }, 0.6],
    ['half odd', [0, 0, 0, 9, 9, 9], times(6, 0), 4.5, { lower: 0, upper: 9 }, 0.75],
    ['nearly all odd', [0, ...times(9, 9)], times(10, 0), 9, { lower: 9, upper: 9 }, 0.95],
  ])('%s', (_what, canary, stable, shift, interval, superiority) => {
    expect(mannWhitney(canary, stable)).toEqual({ shift, interval, superiority });
  });
});
