import fc from 'fast-check';

/** Must never be repeated in full: it stands for a secret, or for whatever fills a disk. */
export const huge = `${'secret'.repeat(20)}${'x'.repeat(100_000)}`;

const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  ' ',
  '0',
  '-1',
  'a.b',
  'a\nb',
  '\u2028',
  '\u001b[2J',
  '\ud83d',
  'ＡＢＣ',
  '\u202eevil',
  huge,
];

/** Names that something may trip over. */
export const aName = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 20 }));

const numbers = [
  ...[0, -0, 1, -1, 0.1, 1.5, 100, 101, 2 ** 31, 2 ** 53, 1e21, 1e308, 5e-324],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

export const aNumber = fc.oneof(fc.constantFrom(...numbers), fc.double());

const texts = ['null', 'true', '.nan', '1e999', '{}', '[]', '2026-02-30T00:00:00Z', '${jndi:x}'];

export const aText = fc.oneof(
  aName,
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 300 }),
);

const aLeaf = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, false, {}, []),
  aNumber,
  aText,
);

/** Any value that a JSON or YAML text can hold, and some that it cannot. */
export const aValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    aLeaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(aName, tie('value')), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;

/** What JSON can carry: what an event, a state's input or a record is made of. */
export const aJsonValue = aValue.map((value): unknown => JSON.parse(JSON.stringify(value ?? null)));
