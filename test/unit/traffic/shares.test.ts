import { describe, expect, it } from 'vitest';
import {
  isSplitAt,
  requireShare,
  sharesOfWeights,
  splitText,
} from '../../../functions/traffic/domain/shares.ts';
import { aSplit } from './an-alb.ts';

describe('sharesOfWeights', () => {
  it.each<{ weights: Record<string, number>; shares: Record<string, number> }>([
    { weights: { blue: 90, green: 10 }, shares: { blue: 90, green: 10 } },
    { weights: { blue: 1, green: 9 }, shares: { blue: 10, green: 90 } },
    { weights: { blue: 999, green: 1 }, shares: { blue: 99.9, green: 0.1 } },
    { weights: { blue: 0, green: 100 }, shares: { blue: 0, green: 100 } },
    { weights: { blue: 0, green: 1 }, shares: { blue: 0, green: 100 } },
    { weights: { blue: 2, green: 1 }, shares: { blue: 66.666667, green: 33.333333 } },
    { weights: { a: 1, b: 1, c: 1 }, shares: { a: 33.333333, b: 33.333333, c: 33.333334 } },
  ])('reads the weights $weights as $shares', ({ weights, shares }) => {
    expect(sharesOfWeights(weights)).toEqual(shares);
  });
});

describe('isSplitAt', () => {
  const sides = { stable: 'blue', canary: 'green' };

  it.each([
    { name: 'the same shares', split: aSplit(90), is: true },
    { name: 'another share', split: aSplit(80), is: false },
    { name: 'a third target', split: aSplit(90, { foreign: { other: 0 } }), is: false },
    { name: 'a third side', split: aSplit(90, { shares: { blue: 90, red: 10 } }), is: false },
  ])('is $is for $name', ({ split, is }) => {
    expect(isSplitAt(split, sides, 10)).toBe(is);
  });
});

describe('requireShare', () => {
  it.each([-1, 101, 12.5, Number.NaN])('refuses %s', (share) => {
    expect(() => requireShare(share)).toThrow('allowed: a whole number from 0 to 100');
  });
});

describe('a split in words', () => {
  it('names a target group by the whole of the longest ARN, and repeats nothing much longer', () => {
    const group = `arn:aws-us-gov:elasticloadbalancing:ap-southeast-1:123456789012:targetgroup/${'n'.repeat(32)}/0123456789abcdef`;
    const foreign = { [group]: 20, ['x'.repeat(100_000)]: 10 };

    const words = splitText(aSplit(0, { shares: { blue: 70, green: 0 }, foreign }));

    expect(words).toContain(`blue 70 %, green 0 %, ${group} 20 %, xxx`);
    expect(words.length).toBeLessThan(500);
  });
});
