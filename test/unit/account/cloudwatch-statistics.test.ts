import { describe, expect, it } from 'vitest';
import { aWorld } from '../world/a-world.ts';
import { depth, only, put } from './metric-queries.ts';

describe('CloudWatch statistics', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  const ones = values.map(() => 1);

  it.each([
    ['Sum', 5_050],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['SampleCount', 100],
    ['p50', 50],
    ['p99', 99],
    ['p99.5', 100],
    ['TC(90:)', 10],
    ['TC(:10)', 10],
    ['TC(10:20)', 10],
    ['PR(:25)', 25],
    ['PR(25:50)', 25],
    ['TM(10%:90%)', 50.5],
    ['TM(:90%)', 45.5],
    ['tm90', 45.5],
    ['TM(90:100)', 95.5],
  ])('compute %s from the samples themselves', (stat, expected) => {
    const stage = aWorld();
    put(stage, values, ones);

    const { values: computed } = only(stage, depth(stat), [-10, -5]);

    expect(computed).toEqual([expected]);
  });

  it.each([
    'WM(10%:90%)',
    'IQM',
    'TS(80%:)',
    'PR(10%:20%)',
    'p101',
    'median',
    'TC(1e-7:)',
    'TC(0.12345678901:)',
    'tc(1:)',
  ])('refuse %s by name', (stat) => {
    const stage = aWorld();

    expect(() => only(stage, depth(stat), [-10, -5])).toThrow(
      `the sandbox does not simulate the statistic ${stat}`,
    );
  });

  it('keep three significant digits of a value', () => {
    const stage = aWorld();
    put(stage, [0.123456, 98_765, 0, -12.34], [1, 1, 1, 1]);

    expect(only(stage, depth('Maximum'), [-10, -5]).values).toEqual([98_800]);
    expect(only(stage, depth('Minimum'), [-10, -5]).values).toEqual([-12.3]);
  });

  it.each(['p50', 'tm90', 'TC(0:1)', 'TC(0:)', 'PR(:1)', 'TM(0:1)'])(
    'have no %s of samples of which one is negative',
    (stat) => {
      const stage = aWorld();
      put(stage, [0.5, -0.5], [9, 1]);

      expect(only(stage, depth(stat), [-10, -5]).values).toEqual([]);
      expect(only(stage, depth('SampleCount'), [-10, -5]).values).toEqual([10]);
    },
  );

  it('count each sample once on either side of a bound, and one on it below', () => {
    const stage = aWorld();
    put(stage, [0.1, 0.2, 0.3], [5, 2, 3]);

    const counted = ['TC(0.2:)', 'TC(:0.2)', 'TC(0.3:)', 'TC(:0.09)', 'TC(0:)', 'TC(:)'].map(
      (stat) => only(stage, depth(stat), [-10, -5]).values,
    );

    expect(counted).toEqual([[3], [7], [0], [0], [10], [10]]);
  });

  it('of a period over several minutes are not means of those of the minutes', () => {
    const stage = aWorld();
    put(stage, [1], [99], -10);
    put(stage, [100], [1], -9);

    expect(only(stage, depth('p99'), [-10, -5]).values).toEqual([1]);
  });
});
