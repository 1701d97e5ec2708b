import { describe, expect, it } from 'vitest';
import { brief, shown } from '../../../functions/platform/brief.ts';

describe('a text in brief', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 4, 'abcd'],
    ['abcde', 4, 'a...'],
    ['a\nb', 9, 'a b'],
    ['a\r\n\tb', 9, 'a b'],
    ['a\u2028b\u2029c', 9, 'a b c'],
    ['\u001b[2Jx', 9, ' [2Jx'],
    ['', 9, ''],
  ])('%j in %i characters is %j', (text, most, said) => {
    expect(brief(text, most)).toBe(said);
  });

  it('holds no half of a character where it was cut', () => {
    expect(brief('😀😀😀', 5).isWellFormed()).toBe(true);
  });
});

describe('a value that is shown', () => {
  const circle: unknown[] = [];
  circle.push(circle);

  it.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [12, '12'],
    ['a"b', '"a\\"b"'],
    [true, 'true'],
    [Symbol.for('a'), 'Symbol(a)'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{ a: [1, { b: 2 }] }, '{"a":[1,{"b":2}]}'],
    [[[[[1]]]], '[[["..."]]]'],
    [circle, '[[["..."]]]'],
    [Array.from({ length: 99 }, () => 1), '[1,1,1,1,1,1,1,1,1,1]'],
  ])('%j', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it.each([
    ['a text', 'x'.repeat(1_000_000)],
    ['a name', { ['x'.repeat(1_000_000)]: 1 }],
    ['many names', Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`name-${at}`, at]))],
  ])('is cut to one short line: %s', (_what, value) => {
    expect(shown(value)).toHaveLength(80);
    expect(shown(value)).toMatch(/\.\.\.$/);
  });
});
