import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './a-case.ts';
import {
  aCase,
  type DynamoDbCase,
  type Expected,
  invalid,
  item,
  key,
  list,
  map,
  n,
  s,
} from './a-case.ts';
import { failingRows, returningRows } from './update-outcomes.ts';

export interface UpdateRow {
  readonly update: string;
  readonly old?: Item;
  readonly values?: Record<string, AttributeValue>;
  readonly names?: Record<string, string>;
  readonly returns?: string;
  readonly becomes?: Item;
  readonly attributes?: Item;
  readonly fails?: string;
}

const rows: readonly UpdateRow[] = [
  { update: 'SET a = :v', values: { ':v': n(1) }, becomes: { a: n(1) } },
  {
    update: 'SET a = :v, b = a',
    old: { a: n(1) },
    values: { ':v': n(2) },
    becomes: { a: n(2), b: n(1) },
  },
  {
    update: 'SET a = a + :v',
    old: { a: n('0.1') },
    values: { ':v': n('0.2') },
    becomes: { a: n('0.3') },
  },
  { update: 'SET a = :v - a', old: { a: n(3) }, values: { ':v': n(2) }, becomes: { a: n(-1) } },
  {
    update: 'SET a = if_not_exists(a, :zero) + :one',
    values: { ':zero': n(0), ':one': n(1) },
    becomes: { a: n(1) },
  },
  {
    update: 'SET a = if_not_exists(a, :v)',
    old: { a: n(5) },
    values: { ':v': n(0) },
    becomes: { a: n(5) },
  },
  {
    update: 'SET a = list_append(if_not_exists(a, :none), :v)',
    values: { ':none': list(), ':v': list(s('x')) },
    becomes: { a: list(s('x')) },
  },
  {
    update: 'SET a = list_append(:v, a)',
    old: { a: list(n(1)) },
    values: { ':v': list(n(0)) },
    becomes: { a: list(n(0), n(1)) },
  },
  {
    update: 'SET m.k = :v',
    old: { m: map({ j: n(1) }) },
    values: { ':v': n(2) },
    becomes: { m: map({ j: n(1), k: n(2) }) },
  },
  {
    update: 'SET l[1] = :v',
    old: { l: list(n(1), n(2)) },
    values: { ':v': n(9) },
    becomes: { l: list(n(1), n(9)) },
  },
  {
    update: 'SET l[7] = :v',
    old: { l: list(n(1)) },
    values: { ':v': n(9) },
    becomes: { l: list(n(1), n(9)) },
  },
  {
    update: 'SET l[0].k = :v',
    old: { l: list(map({})) },
    values: { ':v': n(1) },
    becomes: { l: list(map({ k: n(1) })) },
  },
  { update: 'REMOVE a, b', old: { a: n(1), c: n(3) }, becomes: { c: n(3) } },
  {
    update: 'REMOVE l[0], l[2]',
    old: { l: list(n(0), n(1), n(2), n(3)) },
    becomes: { l: list(n(1), n(3)) },
  },
  { update: 'REMOVE m.k', old: { m: map({ k: n(1), j: n(2) }) }, becomes: { m: map({ j: n(2) }) } },
  { update: 'ADD a :v', values: { ':v': n(2) }, becomes: { a: n(2) } },
  { update: 'ADD a :v', old: { a: n(40) }, values: { ':v': n(2) }, becomes: { a: n(42) } },
  {
    update: 'ADD t :v',
    old: { t: { SS: ['x'] } },
    values: { ':v': { SS: ['x', 'y'] } },
    becomes: { t: { SS: ['x', 'y'] } },
  },
  {
    update: 'DELETE t :v',
    old: { t: { NS: ['1', '2'] } },
    values: { ':v': { NS: ['2', '3'] } },
    becomes: { t: { NS: ['1'] } },
  },
  {
    update: 'DELETE t :v',
    old: { t: { SS: ['x'] } },
    values: { ':v': { SS: ['x'] } },
    becomes: {},
  },
  {
    update: 'SET a = :v REMOVE b ADD c :one DELETE d :x',
    old: { b: n(1), c: n(1), d: { SS: ['x', 'y'] } },
    values: { ':v': s('set'), ':one': n(1), ':x': { SS: ['x'] } },
    becomes: { a: s('set'), c: n(2), d: { SS: ['y'] } },
  },
  {
    update: 'SET #ttl = :v',
    names: { '#ttl': 'ttl' },
    values: { ':v': n('1700000000') },
    becomes: { ttl: n('1700000000') },
  },
];

const expected = ({ fails, attributes }: UpdateRow): Expected =>
  fails === undefined ? { output: attributes ? { Attributes: attributes } : {} } : invalid(fails);

const updateCase = (row: UpdateRow): DynamoDbCase => {
  const given = [item(row.old)];
  return aCase('UpdateItem', {
    name: `${row.update} of ${JSON.stringify(row.old ?? {})} ${row.fails ?? row.returns ?? 'updates'}`,
    given,
    input: {
      Key: key(),
      UpdateExpression: row.update,
      ...(row.values && { ExpressionAttributeValues: row.values }),
      ...(row.names && { ExpressionAttributeNames: row.names }),
      ...(row.returns && { ReturnValues: row.returns }),
    },
    expected: expected(row),
    after: row.becomes ? [item(row.becomes)] : given,
  });
};

export const updateCases: readonly DynamoDbCase[] = [
  ...[...rows, ...returningRows, ...failingRows].map(updateCase),
  aCase('UpdateItem', {
    name: 'UpdateItem without an item creates it',
    input: {
      Key: key(),
      UpdateExpression: 'SET a = :v',
      ExpressionAttributeValues: { ':v': n(1) },
    },
    expected: { output: {} },
    after: [item({ a: n(1) })],
  }),
];
