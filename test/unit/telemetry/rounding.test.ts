import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, nearestBound } from '../../../functions/telemetry/domain/bounds.ts';
import { wholeCounts } from '../../../functions/telemetry/domain/rounding.ts';

describe('counts that are no whole numbers', () => {
  it.each([
    ['up', [0.3, 0.3, 0.3, 0.3], [1, 0, 0, 1]],
    ['down', [0.3, 0.3, 0.3, 0.3], [0, 0, 0, 1]],
    ['nearest', [0.5, 0.5, 1.2], [1, 0, 1]],
    ['up', [2.0000000001, 3], [2, 3]],
  ] as const)('are rounded %s over all buckets together', (rounding, values, expected) => {
    expect(wholeCounts(values, rounding)).toEqual(expected);
  });

  it('are off by less than one event together, however many buckets there are', () => {
    const values = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { maxLength: 60 });
    const rounding = fc.constantFrom('up', 'down', 'nearest');

    fc.assert(
      fc.property(values, rounding, (given, way) => {
        const whole = wholeCounts(given, way as 'up');

        const sum = (of: readonly number[]) => of.reduce((all, value) => all + value, 0);
        expect(whole.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
        expect(Math.abs(sum(whole) - sum(given))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the bounds of a histogram', () => {
  it('are numbers, each once, without the one that is infinite', () => {
    const bounds = boundsOf(['+Inf', '1.0', '0.25', '1', undefined, '', 'x']);

    expect(bounds).toEqual([
      { value: 0.25, texts: ['0.25'] },
      { value: 1, texts: ['1', '1.0'] },
    ]);
  });

  it.each([
    [0.26, 0.25],
    [0.4, 0.5],
    [0.25, 0.25],
    [0.01, 0.25],
    [1.9, 1],
    [2.1, undefined],
  ])('nearest to %s is %s', (value, expected) => {
    const bounds = boundsOf(['0.25', '0.5', '1', '+Inf']);

    expect(nearestBound(bounds, value)?.value).toBe(expected);
  });

  it('are none of a histogram without any', () => {
    expect(nearestBound([], 1)).toBeUndefined();
  });
});
