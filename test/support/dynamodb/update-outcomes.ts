import { item, list, map, n, s } from './a-case.ts';
import type { UpdateRow } from './update-cases.ts';

const missingAttribute =
  'The provided expression refers to an attribute that does not exist in the item';
const badPath = 'The document path provided in the update expression is invalid for update';
const badOperand = 'An operand in the update expression has an incorrect data type';

export const returningRows: readonly UpdateRow[] = [
  {
    update: 'SET a = :v',
    old: { a: n(1), b: n(2) },
    values: { ':v': n(3) },
    returns: 'ALL_OLD',
    becomes: { a: n(3), b: n(2) },
    attributes: item({ a: n(1), b: n(2) }),
  },
  {
    update: 'SET a = :v',
    old: { a: n(1), b: n(2) },
    values: { ':v': n(3) },
    returns: 'ALL_NEW',
    becomes: { a: n(3), b: n(2) },
    attributes: item({ a: n(3), b: n(2) }),
  },
  {
    update: 'SET a = :v',
    old: { a: n(1), b: n(2) },
    values: { ':v': n(3) },
    returns: 'UPDATED_OLD',
    becomes: { a: n(3), b: n(2) },
    attributes: { a: n(1) },
  },
  {
    update: 'SET m.a = :v, m.b = :v',
    old: { m: map({ c: n(2) }) },
    values: { ':v': n(3) },
    returns: 'UPDATED_NEW',
    becomes: { m: map({ a: n(3), b: n(3), c: n(2) }) },
    attributes: { m: map({ a: n(3), b: n(3) }) },
  },
];

export const failingRows: readonly UpdateRow[] = [
  { update: 'SET a = b', fails: missingAttribute },
  { update: 'SET a = a + :v', values: { ':v': n(1) }, fails: missingAttribute },
  { update: 'SET a = a + :v', old: { a: s('x') }, values: { ':v': n(1) }, fails: badOperand },
  {
    update: 'SET a = list_append(a, :v)',
    old: { a: n(1) },
    values: { ':v': list() },
    fails: badOperand,
  },
  { update: 'SET m.k = :v', values: { ':v': n(1) }, fails: badPath },
  { update: 'SET m[0] = :v', old: { m: map({}) }, values: { ':v': n(1) }, fails: badPath },
  { update: 'ADD a :v', old: { a: s('x') }, values: { ':v': n(1) }, fails: badOperand },
  { update: 'DELETE a :v', old: { a: n(1) }, values: { ':v': { SS: ['x'] } }, fails: badOperand },
];
