import { describe, expect, it } from 'vitest';
import { tailBeginsAt } from '../../../functions/telemetry/domain/tails.ts';
import { aQuantile } from '../judge/tick.ts';

describe('a tail', () => {
  it.each([
    ['above the quantile by the increase', { limits: { increasePercent: 10 } }, 250, 275],
    [
      'at no less than the floor above it',
      { limits: { increasePercent: 10 }, floorMilliseconds: 10 },
      40,
      50,
    ],
    [
      'at the bound of two limits where that is farther',
      { limits: { increasePercent: 15, milliseconds: 900 } },
      600,
      900,
    ],
    [
      'by the increase of two limits where that is farther',
      { limits: { increasePercent: 15, milliseconds: 650 } },
      600,
      690,
    ],
    [
      'at the floor above it where that is farther than both limits',
      { limits: { increasePercent: 1, milliseconds: 605 }, floorMilliseconds: 20 },
      600,
      620,
    ],
    [
      'by the increase where stable does not keep the bound',
      { limits: { increasePercent: 15, milliseconds: 500 } },
      600,
      690,
    ],
    ['at the bound where there is nothing else', { limits: { milliseconds: 900 } }, 250, 900],
    ['at a number of six digits', { limits: { increasePercent: 10 } }, 123.4567, 135.802],
  ])('begins %s', (_what, change, milliseconds, begins) => {
    expect(tailBeginsAt(aQuantile(change), milliseconds)).toBe(begins);
  });
});
