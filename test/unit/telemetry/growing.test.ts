import { describe, expect, it } from 'vitest';
import {
  firstAfter,
  firstSince,
  growingSum,
  startAlike,
} from '../../../functions/telemetry/domain/growing.ts';

const starts = (count: number) => Array.from({ length: count }, (_, at) => ({ at, value: at + 1 }));
const sum = growingSum(({ value }: { readonly value: number }) => value);
const sumFrom = (first: number, count: number): number =>
  starts(count)
    .slice(first)
    .reduce((total, { value }) => total + value, 0);

describe('a sum of a list that grows', () => {
  it.each([0, 1, 64, 65, 1_000])('is that of its %i buckets, from any of them on', (count) => {
    const buckets = starts(count);

    for (const first of [0, 1, 63, 500].filter((each) => each <= count))
      expect(sum(buckets, first)).toBe(sumFrom(first, count));
  });

  it('has what was added since it was last asked for', () => {
    const buckets = starts(300);
    sum(buckets);

    buckets.push({ at: 300, value: 301 });

    expect(sum(buckets)).toBe(sumFrom(0, 301));
    expect(sum(buckets, 100)).toBe(sumFrom(100, 301));
  });
});

describe('sides whose buckets start alike', () => {
  it.each([3, 300])('are those with the same %i starts', (count) => {
    const [one, other] = [starts(count), starts(count)];

    expect(startAlike(one, other)).toBe(true);
    expect(startAlike(one, starts(count + 1))).toBe(false);
    expect(startAlike(one, other.toReversed())).toBe(false);
    expect(startAlike(one.toReversed(), other.toReversed())).toBe(false);
  });

  it('are looked at again where they have grown', () => {
    const [one, other] = [starts(300), starts(300)];
    startAlike(one, other);

    one.push({ at: 300, value: 1 });
    other.push({ at: 301, value: 1 });

    expect(startAlike(one, other)).toBe(false);
  });
});

describe('the first bucket', () => {
  it.each([
    [-1, 0, 0],
    [0, 0, 1],
    [1, 1, 1],
    [3, 1, 2],
    [4, 2, 2],
  ])('since and after %i is the one of index %i and %i', (time, since, after) => {
    const buckets = [{ at: 0 }, { at: 3 }];

    expect(firstSince(buckets, time)).toBe(since);
    expect(firstAfter(buckets, time)).toBe(after);
  });
});
