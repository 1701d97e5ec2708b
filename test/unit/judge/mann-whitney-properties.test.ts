import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, mannWhitney } from '../../../functions/rollout/domain/mann-whitney.ts';
import { holds } from '../../support/fuzz/holds.ts';

/** Whole numbers, many of them equal, whose differences are exact. */
const aSample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 });
const aLongSample = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 45, maxLength: 55 });
const samples = fc.oneof(fc.tuple(aSample, aSample), fc.tuple(aLongSample, aLongSample));

const changed = (
  { shift, interval, superiority }: Comparison,
  change: (value: number) => number,
): Comparison => ({
  shift: change(shift),
  interval: interval && { lower: change(interval.lower), upper: change(interval.upper) },
  superiority,
});

describe('the comparison of two samples', () => {
  it('moves with the canary', () =>
    holds([samples, fc.integer({ min: -100, max: 100 })], ([canary, stable], by) => {
      const moved = mannWhitney(
        canary.map((value) => value + by),
        stable,
      );

      expect({ ...moved, superiority: 0 }).toEqual({
        ...changed(mannWhitney(canary, stable), (value) => value + by),
        superiority: 0,
      });
    }));

  it('does not see what is added to both sides', () =>
    holds([samples, fc.integer({ min: -100, max: 100 })], ([canary, stable], by) => {
      const added = (values: readonly number[]) => values.map((value) => value + by);

      expect(mannWhitney(added(canary), added(stable))).toEqual(mannWhitney(canary, stable));
    }));

  it('is in the unit of its values, from the smallest to the largest', () =>
    holds([samples, fc.integer({ min: -900, max: 900 })], ([canary, stable], power) => {
      const scaled = (value: number) => value * 2 ** power;

      const comparison = mannWhitney(canary.map(scaled), stable.map(scaled));

      expect(comparison).toEqual(changed(mannWhitney(canary, stable), scaled));
    }));

  it('is mirrored when the sides change places', () =>
    holds([samples], ([canary, stable]) => {
      const { shift, interval, superiority } = mannWhitney(canary, stable);

      const mirrored = mannWhitney(stable, canary);

      expect(mirrored.shift + shift).toBe(0);
      expect((mirrored.interval?.lower ?? 0) + (interval?.upper ?? 0)).toBe(0);
      expect((mirrored.interval?.upper ?? 0) + (interval?.lower ?? 0)).toBe(0);
      expect(mirrored.superiority + superiority).toBeCloseTo(1, 12);
    }));

  it('does not depend on the order of the values, nor change them', () =>
    holds([samples], ([canary, stable]) => {
      const before = [...canary];

      const reversed = mannWhitney(canary.toReversed(), stable.toSorted());

      expect(reversed).toEqual(mannWhitney(canary, stable));
      expect(canary).toEqual(before);
    }));

  it('has its shift inside its interval, and a wider interval for more confidence', () =>
    holds([samples], ([canary, stable]) => {
      const { shift, interval = { lower: shift, upper: shift } } = mannWhitney(canary, stable, 0.9);
      const { interval: wider = { lower: -1e9, upper: 1e9 } } = mannWhitney(canary, stable, 0.99);

      expect(interval.lower).toBeLessThanOrEqual(shift);
      expect(interval.upper).toBeGreaterThanOrEqual(shift);
      expect(wider.lower).toBeLessThanOrEqual(interval.lower);
      expect(wider.upper).toBeGreaterThanOrEqual(interval.upper);
    }));

  it('is never certain with fewer than five values a side', () =>
    holds(
      [
        fc.array(fc.integer(), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer(), { minLength: 1, maxLength: 4 }),
      ],
      (canary, stable) => {
        expect(mannWhitney(canary, stable).interval).toBeUndefined();
      },
    ));
});
