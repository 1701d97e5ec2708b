import { describe, expect, it } from 'vitest';
import { isPublished, isSameRouting } from '../../../functions/traffic/domain/alias-routing.ts';
import { carriedShare } from '../../../functions/traffic/domain/capacity.ts';
import {
  isSameSplit,
  requireShare,
  sharesOfWeights,
} from '../../../functions/traffic/domain/shares.ts';
import {
  canaryShare,
  holdsOnly,
  isRevision,
  sharesElsewhere,
} from '../../../functions/traffic/domain/traffic.ts';
import { aSplit } from './an-alb.ts';

const sides = { stable: 'blue', canary: 'green' };

describe('a split', () => {
  it.each([
    ['the two sides', aSplit(90), true],
    ['a third side without traffic', aSplit(90, { shares: { blue: 90, green: 10, red: 0 } }), true],
    ['a third side with traffic', aSplit(90, { shares: { blue: 80, green: 10, red: 10 } }), false],
    ['somebody else', aSplit(90, { foreign: { other: 10 } }), false],
  ])('of %s holds nothing but the sides of the run: %s', (_what, split, isOurs) => {
    expect(holdsOnly(split, sides)).toBe(isOurs);
  });

  it.each([
    ['the two sides', aSplit(90), {}],
    [
      'others without traffic',
      aSplit(90, { shares: { blue: 100, red: 0 }, foreign: { o: 0 } }),
      {},
    ],
    [
      'others with traffic',
      aSplit(90, { shares: { blue: 60, green: 10, red: 10 }, foreign: { other: 20 } }),
      { red: 10, other: 20 },
    ],
  ])('of %s says what lies elsewhere', (_what, split, elsewhere) => {
    expect(sharesElsewhere(split, sides)).toEqual(elsewhere);
  });

  it('gives the canary what it says, and nothing when it does not name it', () => {
    expect([
      canaryShare(aSplit(90), sides),
      canaryShare(aSplit(90, { shares: {} }), sides),
    ]).toEqual([10, 0]);
  });

  it.each([
    ['the same shares', aSplit(90), true],
    ['the same shares up to floating point', aSplit(90.0000000001), true],
    ['other shares', aSplit(89), false],
    ['one side more', aSplit(90, { shares: { blue: 90, green: 10, red: 5 } }), false],
    ['one side less', aSplit(90, { shares: { blue: 90 } }), false],
    ['somebody else besides', aSplit(90, { foreign: { other: 1 } }), false],
  ])('is the same as one with %s: %s', (_what, other, isSame) => {
    expect(isSameSplit(aSplit(90), other)).toBe(isSame);
    expect(isSameSplit(other, aSplit(90))).toBe(isSame);
  });
});

describe('shares of weights', () => {
  it('are rounded for the smaller ones, and the largest takes what is left', () => {
    expect(sharesOfWeights({ a: 2, b: 1, c: 3 })).toEqual({ a: 33.333333, b: 16.666667, c: 50 });
    expect(sharesOfWeights({ a: 5, b: 1, c: 1 })).toEqual({
      a: 71.428572,
      b: 14.285714,
      c: 14.285714,
    });
  });
});

describe('a share', () => {
  it.each([0, 1, 99, 100])('may be %d', (share) => {
    expect(() => requireShare(share)).not.toThrow();
  });

  it.each([-1, 101, 0.5, Number.NaN])('may not be %d', (share) => {
    expect(() => requireShare(share)).toThrow(
      `the traffic shift is invalid: share: ${share} is not allowed; allowed: a whole number from 0 to 100. Nothing was changed.`,
    );
  });
});

describe('a revision that runs', () => {
  const arn = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/checkout:42';

  it.each([
    [arn, arn, true],
    [arn, 'checkout:42', true],
    [arn, 'checkout:4', false],
    [arn, 'out:42', false],
    [arn, '', false],
    ['42', '42', true],
    ['142', '42', false],
    [undefined, '42', false],
    [undefined, 'undefined', false],
  ])('as %s is %s: %s', (found, asked, isIt) => {
    expect(isRevision(found, asked)).toBe(isIt);
  });
});

describe('a version', () => {
  it.each([
    ['1', true],
    ['42', true],
    ['100', true],
    ['0', false],
    ['4a', false],
    ['$LATEST', false],
    ['', false],
  ])('%j is published: %s', (version, isIt) => {
    expect(isPublished(version)).toBe(isIt);
  });
});

describe('a routing', () => {
  const routing = (additional: Record<string, number>, version = '41') => ({ version, additional });

  it.each([
    ['the same', routing({ 42: 0.1 }), routing({ 42: 0.1 }), true],
    ['the same up to floating point', routing({ 42: 0.3 }), routing({ 42: 0.1 + 0.2 }), true],
    ['of another version', routing({ 42: 0.1 }), routing({ 42: 0.1 }, '40'), false],
    ['of another weight', routing({ 42: 0.1 }), routing({ 42: 0.2 }), false],
    ['without the additional one', routing({ 42: 0.1 }), routing({}), false],
    ['with one more', routing({}), routing({ 42: 0.1 }), false],
    ['with another additional one', routing({ 42: 0.1 }), routing({ 43: 0.1 }), false],
    [
      'with one of two changed',
      routing({ 42: 0.1, 43: 0.1 }),
      routing({ 42: 0.1, 43: 0.2 }),
      false,
    ],
    ['with a whole weight for another one', routing({ 42: 1 }), routing({ 43: 1 }), false],
  ])('is the same as %s: %s %s', (_what, one, other, isSame) => {
    expect(isSameRouting(one, other)).toBe(isSame);
  });
});

describe('the share that tasks carry', () => {
  it.each([
    [0, 4, 0],
    [1, 4, 25],
    [3, 4, 75],
    [9, 4, 100],
    [4, 0, 0],
    [-1, 4, 0],
  ])('of %i out of %i is %i %%', (healthy, fullTasks, share) => {
    expect(carriedShare(healthy, fullTasks)).toBe(share);
  });
});
