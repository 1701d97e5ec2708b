import { describe, expect, it } from 'vitest';
import { reactionOf, reactionText } from '../../../sandbox/report/reaction.ts';
import { clockText, durationText } from '../../../sandbox/report/time-text.ts';

describe('times', () => {
  it.each([
    [0, '00:00:00'],
    [59.9, '00:00:59'],
    [3_725, '01:02:05'],
    [259_200, '72:00:00'],
  ])('writes %d seconds on the clock as %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });

  it.each([
    [0.44, '0.4 s'],
    [12.4, '12 s'],
    [59.7, '1 min'],
    [252, '4 min 12 s'],
    [11_100, '3 h 5 min'],
    [7_200, '2 h'],
  ])('writes a duration of %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});

describe('the reaction to a regression', () => {
  it.each([
    [
      { startsAt: 100, decidedAt: 340, stableAt: 345 },
      '4 min 5 s = 4 min detection + 5 s reaction',
    ],
    [{ startsAt: 100, decidedAt: null, stableAt: null }, 'not decided'],
    [
      { startsAt: 100, decidedAt: 160, stableAt: null },
      '1 min detection, stable never had 100 % again',
    ],
    [null, 'no regression'],
  ])('of %j is "%s"', (regression, text) => {
    expect(reactionText(reactionOf({ regression }))).toBe(text);
  });
});
