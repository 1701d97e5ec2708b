import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { aCase, type DynamoDbCase, invalid, item, key, list, map, n, s } from './a-case.ts';

const signals = ['signal#01', 'signal#02', 'signal#10', 'state'].map((sk, at) =>
  item({ weight: n(at), kind: s(at % 2 ? 'odd' : 'even') }, sk),
);
const [first, second, tenth, state] = signals;
const other = item({ weight: n(9) }, 'signal#01', 'run#2');
const given = [...signals, other];
const ConsistentRead = true;
const pk = s('run#1');

const query = (
  name: string,
  condition: string,
  values: Record<string, AttributeValue>,
  more: object,
  output: object,
): DynamoDbCase =>
  aCase('Query', {
    name,
    given,
    input: {
      ConsistentRead,
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ':pk': pk, ...values },
      ...more,
    },
    expected: { output },
  });

const found = (...items: unknown[]) => ({
  Items: items,
  Count: items.length,
  ScannedCount: items.length,
});

export const readCases: readonly DynamoDbCase[] = [
  query(
    'Query reads a partition in the order of its sort keys',
    'pk = :pk',
    {},
    {},
    found(...signals),
  ),
  query(
    'Query reads backwards',
    'pk = :pk',
    {},
    { ScanIndexForward: false },
    found(state, tenth, second, first),
  ),
  query(
    'Query takes a prefix',
    'pk = :pk AND begins_with(sk, :p)',
    { ':p': s('signal#') },
    {},
    found(first, second, tenth),
  ),
  query(
    'Query takes a range',
    'pk = :pk AND sk BETWEEN :a AND :b',
    { ':a': s('signal#02'), ':b': s('signal#10') },
    {},
    found(second, tenth),
  ),
  query('Query takes one sort key', 'sk = :a AND pk = :pk', { ':a': s('state') }, {}, found(state)),
  query(
    'Query takes what is before',
    'pk = :pk AND sk < :a',
    { ':a': s('signal#10') },
    {},
    found(first, second),
  ),
  query(
    'Query takes what is not before, with the value first',
    'pk = :pk AND :a <= sk',
    { ':a': s('signal#10') },
    {},
    found(tenth, state),
  ),
  query(
    'Query of an empty partition finds nothing',
    'pk = :pk',
    { ':pk': s('run#9') },
    {},
    found(),
  ),
  query(
    'Query filters after reading',
    'pk = :pk',
    { ':k': s('odd') },
    { FilterExpression: 'kind = :k' },
    { Items: [second, state], Count: 2, ScannedCount: 4 },
  ),
  query(
    'Query counts its limit before the filter',
    'pk = :pk',
    { ':k': s('odd') },
    { FilterExpression: 'kind = :k', Limit: 1 },
    { Items: [], Count: 0, ScannedCount: 1, LastEvaluatedKey: key('signal#01') },
  ),
  query(
    'Query stops at its limit and says where',
    'pk = :pk',
    {},
    { Limit: 2 },
    { ...found(first, second), LastEvaluatedKey: key('signal#02') },
  ),
  query(
    'Query goes on behind a key',
    'pk = :pk',
    {},
    { Limit: 2, ExclusiveStartKey: key('signal#02') },
    { ...found(tenth, state), LastEvaluatedKey: key('state') },
  ),
  query(
    'Query goes on behind a key that is gone',
    'pk = :pk',
    {},
    { ExclusiveStartKey: key('signal#05') },
    found(tenth, state),
  ),
  query(
    'Query goes on backwards',
    'pk = :pk',
    {},
    { ScanIndexForward: false, ExclusiveStartKey: key('signal#10') },
    found(second, first),
  ),
  query(
    'Query ends behind the last key',
    'pk = :pk',
    {},
    { ExclusiveStartKey: key('state') },
    found(),
  ),
  query('Query only counts', 'pk = :pk', {}, { Select: 'COUNT' }, { Count: 4, ScannedCount: 4 }),
  query(
    'Query returns the attributes asked for',
    'pk = :pk AND sk = :a',
    { ':a': s('state') },
    { ProjectionExpression: 'weight, absent' },
    { Items: [{ weight: n(3) }], Count: 1, ScannedCount: 1 },
  ),
  aCase('Scan', {
    name: 'Scan filters all partitions',
    given,
    input: {
      ConsistentRead,
      FilterExpression: 'weight = :w',
      ExpressionAttributeValues: { ':w': n(9) },
    },
    expected: { output: { Items: [other], Count: 1, ScannedCount: 5 } },
  }),
  aCase('GetItem', {
    name: 'GetItem of no item answers without an item',
    given,
    input: { ConsistentRead, Key: key('gone') },
    expected: { output: {} },
  }),
  aCase('GetItem', {
    name: 'GetItem returns nested parts in their place',
    given: [item({ m: map({ a: n(1), b: list(n(0), map({ c: n(2), d: n(3) }), n(4)) }) })],
    input: { ConsistentRead, Key: key(), ProjectionExpression: 'm.b[2], m.b[1].c' },
    expected: { output: { Item: { m: map({ b: list(map({ c: n(2) }), n(4)) }) } } },
  }),
  aCase('GetItem', {
    name: 'the capacity of a consistent read is its size in 4 KB',
    given: [item({ a: s('x'.repeat(5000)) })],
    input: {
      ConsistentRead,
      Key: key(),
      ProjectionExpression: 'pk',
      ReturnConsumedCapacity: 'TOTAL',
    },
    expected: {
      output: {
        Item: { pk },
        ConsumedCapacity: { TableName: 'runs', CapacityUnits: 2 },
      },
    },
  }),
  aCase('BatchGetItem', {
    name: 'BatchGetItem returns what there is',
    given: [state ?? {}],
    input: { RequestItems: { runs: { ConsistentRead, Keys: [key('state'), key('gone')] } } },
    expected: { output: { Responses: { runs: [state] }, UnprocessedKeys: {} } },
  }),
  aCase('BatchGetItem', {
    name: 'BatchGetItem of a key twice is refused',
    given,
    input: { RequestItems: { runs: { Keys: [key('state'), key('state')] } } },
    expected: invalid('Provided list of item keys contains duplicates'),
  }),
];
