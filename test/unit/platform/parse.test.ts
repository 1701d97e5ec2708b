import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { parse, tryParse } from '../../../functions/platform/parse.ts';
import { named, text, whole } from '../../../functions/platform/schema.ts';

const mistakesOf = (schema: z.core.$ZodType, input: unknown) => {
  const parsed = tryParse(schema, input);
  return 'mistakes' in parsed ? parsed.mistakes : [];
};

describe('a mistake in an input', () => {
  it.each<[string, z.core.$ZodType, unknown, string, string, string]>([
    ['another type', z.string(), 1, '(whole)', '1', 'string'],
    [
      'a missing field',
      z.object({ a: z.object({ b: text() }) }),
      { a: {} },
      'a.b',
      'nothing',
      'string',
    ],
    ['a value of no list', z.enum(['a', 'b']), 'c', '(whole)', '"c"', '"a", "b"'],
    ['an empty text', text(), '', '(whole)', '""', 'text that is not empty'],
    ['a text that is too long', text(2), 'abc', '(whole)', '"abc"', 'at most 2 characters'],
    ['a number that is too small', whole(1), 0, '(whole)', '0', 'at least 1'],
    ['a part of a whole', whole(1), 1.5, '(whole)', '1.5', 'a whole number'],
    ['a part of a whole beyond its bounds', whole(1), 0.5, '(whole)', '0.5', 'a whole number'],
    ['a number that is too big', whole(1, 2), 3, '(whole)', '3', 'at most 2'],
    ['a number at an open end', z.number().check(z.gt(0)), 0, '(whole)', '0', 'more than 0'],
    ['a number at the other open end', z.number().check(z.lt(1)), 1, '(whole)', '1', 'less than 1'],
    ['an unknown field', z.strictObject({}), { 'a b': 1 }, '"a b"', '1', 'no field of that name'],
    ['a field without a name', z.strictObject({}), { '': 1 }, '""', '1', 'no field of that name'],
    [
      'a text of another form',
      z.string().check(z.regex(/^a$/)),
      'b',
      '(whole)',
      '"b"',
      'text like /^a$/',
    ],
    [
      'a text of another form, where the schema says which',
      z.string().check(z.regex(/^a$/, 'the letter a')),
      'b',
      '(whole)',
      '"b"',
      'the letter a',
    ],
    ['no time', z.iso.datetime(), 'b', '(whole)', '"b"', expect.stringMatching(/^text like /)],
    [
      'a text of none of the kinds',
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })]),
      { kind: 'b' },
      'kind',
      '"b"',
      '"a"',
    ],
    [
      'the fewest of what a choice asks',
      z.union([z.object({ a: text(), b: text() }), z.object({ a: text() })]),
      {},
      'a',
      'nothing',
      'string',
    ],
    [
      'a name that is not allowed',
      named(text()),
      { toString: 'x' },
      'toString',
      '"toString"',
      'a name of your own',
    ],
    [
      'what does not compare',
      z.string().check(z.minLength(1)),
      { length: { toString: 0 } },
      '(whole)',
      '{"length":{"toString":0}}',
      'the right types',
    ],
  ])('says path, value and what is allowed: %s', (_what, schema, input, path, value, allowed) => {
    expect(mistakesOf(schema, input)).toEqual([{ path, value, allowed }]);
  });

  it('is refused by name with what it is in', () => {
    const refused = () => parse(text(), '', 'the deploy event');

    expect(refused).toThrow(InvalidInputError);
    expect(refused).toThrow(
      'the deploy event is invalid: (whole): "" is not allowed; allowed: text that is not empty. Nothing was changed.',
    );
  });

  it('is one of the first ten when there are many', () => {
    const input = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`k${at}`, at]));

    expect(() => parse(z.strictObject({}), input, 'x')).toThrow(/k9: 9 .*; and 2 more\. Nothing/);
  });

  it('is the last one when there are ten', () => {
    const input = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`k${at}`, at]));

    expect(() => parse(z.strictObject({}), input, 'x')).toThrow(/no field of that name\. Nothing/);
  });
});

describe('values by name', () => {
  it('keep their names', () => {
    expect(parse(named(text()), { 'error-rate': 'few requests' }, 'x')).toEqual({
      'error-rate': 'few requests',
    });
  });

  it('have no name that would be left out in silence', () => {
    const input = JSON.parse('{"__proto__":"x"}');

    expect(mistakesOf(named(text()), input)).toMatchObject([
      { path: '(whole)', allowed: 'names but not __proto__' },
    ]);
  });
});
