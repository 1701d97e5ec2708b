import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { bytes, type DynamoDbCase, item, key, n, s } from './a-case.ts';
import { type Refusal, refused } from './refusal.ts';

const emptyKey =
  'The AttributeValue for a key attribute cannot contain an empty string value. Key: ';
const mismatch = 'The provided key element does not match the schema';

const nested = (levels: number): AttributeValue =>
  levels === 0 ? s('leaf') : { M: { n: nested(levels - 1) } };

const rows: readonly Refusal[] = [
  ['PutItem', { Item: { pk: s(''), sk: s('a') } }, `${emptyKey}pk`],
  ['GetItem', { Key: key('') }, `${emptyKey}sk`],
  ['PutItem', { Item: { pk: s('a') } }, 'Missing the key sk in the item'],
  ['PutItem', { Item: { pk: s('a'), sk: n(1) } }, 'Type mismatch for key sk expected: S actual: N'],
  ['GetItem', { Key: { pk: s('a') } }, mismatch],
  ['GetItem', { Key: { pk: s('a'), sk: n(1) } }, mismatch],
  ['DeleteItem', { Key: item({ extra: n(1) }) }, mismatch],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET sk = :v', ExpressionAttributeValues: { ':v': s('b') } },
    'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
  ],
  [
    'PutItem',
    { Item: item({ a: { SS: [] } }) },
    'One or more parameter values were invalid: An string set  may not be empty',
  ],
  ['PutItem', { Item: item({ a: { SS: ['x', 'x'] } }) }, 'contains duplicates'],
  [
    'PutItem',
    { Item: item({ a: n('abc') }) },
    'The parameter cannot be converted to a numeric value: abc',
  ],
  [
    'PutItem',
    { Item: item({ a: n('1e126') }) },
    'Number overflow. Attempting to store a number with magnitude larger than supported range',
  ],
  [
    'PutItem',
    { Item: item({ a: n('1'.repeat(39)) }) },
    'Attempting to store more than 38 significant digits in a Number',
  ],
  [
    'PutItem',
    { Item: item({ a: { NULL: false } }) },
    'Null attribute value types must have the value of true',
  ],
  ['PutItem', { Item: item({ a: nested(32) }) }, 'Nesting Levels have exceeded supported limits'],
  [
    'PutItem',
    { Item: item(), ReturnValues: 'ALL_NEW' },
    'ReturnValues can only be ALL_OLD or NONE',
  ],
  [
    'Query',
    { KeyConditionExpression: 'sk = :v', ExpressionAttributeValues: { ':v': s('a') } },
    'Query condition missed key schema element: pk',
  ],
  [
    'Query',
    { KeyConditionExpression: 'pk > :v', ExpressionAttributeValues: { ':v': s('a') } },
    'Query key condition not supported',
  ],
  [
    'Query',
    { KeyConditionExpression: 'pk = :v OR sk = :v', ExpressionAttributeValues: { ':v': s('a') } },
    'Invalid operator used in KeyConditionExpression: OR',
  ],
  [
    'Query',
    {
      KeyConditionExpression: 'pk = :v AND begins_with(sk, :n)',
      ExpressionAttributeValues: { ':v': s('a'), ':n': n(1) },
    },
    'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  [
    'Query',
    {
      KeyConditionExpression: 'pk = :v AND sk = :n',
      ExpressionAttributeValues: { ':v': s('a'), ':n': n(1) },
    },
    'Condition parameter type does not match schema type',
  ],
  [
    'Query',
    {
      KeyConditionExpression: 'pk = :v AND sk > :v AND sk < :w',
      ExpressionAttributeValues: { ':v': s('a'), ':w': s('b') },
    },
    'KeyConditionExpressions must only contain one condition per key',
  ],
  [
    'Query',
    {
      KeyConditionExpression: 'pk = :v',
      FilterExpression: 'sk = :v',
      ExpressionAttributeValues: { ':v': s('a') },
    },
    'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
  ],
  [
    'Query',
    {
      KeyConditionExpression: 'pk = :v',
      ExclusiveStartKey: key('a', 'other'),
      ExpressionAttributeValues: { ':v': s('a') },
    },
    'The provided starting key is outside query boundaries based on provided conditions',
  ],
  [
    'GetItem',
    { Key: key(), ProjectionExpression: 'a, a.b' },
    'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
  ],
  [
    'PutItem',
    { Item: item(), ConditionExpression: 'contains(a, a)' },
    'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]',
  ],
  [
    'PutItem',
    {
      Item: item(),
      ConditionExpression: 'attribute_type(a, :v)',
      ExpressionAttributeValues: { ':v': s('X') },
    },
    'Invalid attribute type name found; type: X',
  ],
  [
    'UpdateItem',
    {
      Key: key(),
      UpdateExpression: 'SET a = list_append(a, :v)',
      ExpressionAttributeValues: { ':v': bytes(1) },
    },
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append, operand type: B',
  ],
];

export const validationCases: readonly DynamoDbCase[] = rows.map(refused);
