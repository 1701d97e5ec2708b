import {
  aCase,
  conditionFailed,
  type DynamoDbCase,
  invalid,
  item,
  key,
  map,
  n,
  s,
} from './a-case.ts';

const held = item({ owner: s('other') });

export const writeCases: readonly DynamoDbCase[] = [
  aCase('PutItem', {
    name: 'PutItem replaces the whole item',
    given: [item({ a: n(1), b: n(2) })],
    input: { Item: item({ a: n(3) }) },
    expected: { output: {} },
    after: [item({ a: n(3) })],
  }),
  aCase('PutItem', {
    name: 'PutItem keeps numbers without exponent and needless zeros',
    input: { Item: item({ a: n('0042.1200'), b: n('1E3'), c: n('-0') }) },
    expected: { output: {} },
    after: [item({ a: n('42.12'), b: n(1000), c: n(0) })],
  }),
  aCase('PutItem', {
    name: 'PutItem returns the old item with ALL_OLD',
    given: [held],
    input: { Item: item(), ReturnValues: 'ALL_OLD' },
    expected: { output: { Attributes: held } },
    after: [item()],
  }),
  aCase('PutItem', {
    name: 'PutItem returns nothing with ALL_OLD when there was no item',
    input: { Item: item(), ReturnValues: 'ALL_OLD' },
    expected: { output: {} },
    after: [item()],
  }),
  aCase('PutItem', {
    name: 'PutItem under a failed condition changes nothing',
    given: [held],
    input: { Item: item(), ConditionExpression: 'attribute_not_exists(pk)' },
    expected: conditionFailed(),
  }),
  aCase('PutItem', {
    name: 'a failed condition shows the item with ALL_OLD',
    given: [held],
    input: {
      Item: item(),
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
    expected: conditionFailed(held),
  }),
  aCase('UpdateItem', {
    name: 'a failed condition without an item shows none',
    input: {
      Key: key(),
      UpdateExpression: 'REMOVE a',
      ConditionExpression: 'attribute_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
    expected: conditionFailed(),
  }),
  aCase('DeleteItem', {
    name: 'DeleteItem of no item succeeds',
    input: { Key: key() },
    expected: { output: {} },
  }),
  aCase('DeleteItem', {
    name: 'DeleteItem returns the old item with ALL_OLD',
    given: [held, item({}, 'b')],
    input: { Key: key(), ReturnValues: 'ALL_OLD' },
    expected: { output: { Attributes: held } },
    after: [item({}, 'b')],
  }),
  aCase('PutItem', {
    name: 'the capacity of a write is its larger size in whole KB',
    given: [item({ a: s('x'.repeat(3000)) })],
    input: { Item: item({ a: s('y') }), ReturnConsumedCapacity: 'TOTAL' },
    expected: { output: { ConsumedCapacity: { TableName: 'runs', CapacityUnits: 3 } } },
    after: [item({ a: s('y') })],
  }),
  aCase('PutItem', {
    name: 'PutItem to an unknown table is refused',
    input: { TableName: 'nowhere', Item: item() },
    expected: { error: 'ResourceNotFoundException', message: 'Requested resource not found' },
  }),
  aCase('PutItem', {
    name: 'PutItem of more than 400 KB is refused',
    input: { Item: item({ a: s('x'.repeat(400 * 1024)) }) },
    expected: invalid('Item size has exceeded the maximum allowed size'),
  }),
  aCase('UpdateItem', {
    name: 'UpdateItem to more than 400 KB is refused',
    given: [item({ a: s('x'.repeat(300_000)) })],
    input: {
      Key: key(),
      UpdateExpression: 'SET b = a, c = :v',
      ExpressionAttributeValues: { ':v': map({}) },
    },
    expected: invalid('Item size to update has exceeded the maximum allowed size'),
  }),
];
