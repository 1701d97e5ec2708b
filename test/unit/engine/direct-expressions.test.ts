import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { directOf } from '../../../sandbox/engine/expression/direct.ts';

const name = fc.constantFrom('a', 'b', 'c', 'toString', 'length');
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, 1.5, '', 'a', 'b', [], ['a'], [['a'], { a: 'b' }]),
    fc.dictionary(name, tie('any')),
    fc.array(tie('any'), { maxLength: 3 }),
  ),
})).any;
const path = fc
  .array(name, { minLength: 1, maxLength: 4 })
  .map(([first = 'a', ...rest]) => `$${[first, ...rest].join('.')}`);
const expression = fc.oneof(
  path,
  path.map((left) => `${left} = 'a'`),
);

const direct = (source: string) => directOf(jsonata(source).ast());

describe('the short way of a simple expression', () => {
  it('answers what JSONata answers, or leaves it to JSONata', async () => {
    await fc.assert(
      fc.asyncProperty(expression, fc.dictionary(name, value), async (source, bindings) => {
        const answer = direct(source)?.(bindings);
        const expected = await jsonata(source).evaluate(undefined, { ...bindings });

        if (answer !== undefined) expect(answer).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['$a.b', { a: { b: 1 } }, 1],
    ['$a.`b c`', { a: { 'b c': 'text' } }, 'text'],
    ["$a.b = 'x'", { a: { b: 'x' } }, true],
    ["$a.b = 'x'", { a: { b: 'y' } }, false],
  ])('knows %s', (source, bindings, expected) => {
    expect(direct(source)?.(bindings)).toBe(expected);
  });

  it.each(['$a[0]', '$a.b[0]', '$a.b[]', '$a{b: c}', '$a.b^(c)', '$a.*', '$a + 1', '$sum($a)'])(
    'does not know %s',
    (source) => {
      expect(direct(source)).toBeUndefined();
    },
  );

  it.each([
    ['a list', [{ b: 1 }]],
    ['a function of JSONata', { b: 1, _jsonata_function: true }],
    ['nothing', undefined],
  ])('leaves %s on the way to JSONata', (_, a) => {
    expect(direct('$a.b')?.({ a })).toBeUndefined();
  });
});
