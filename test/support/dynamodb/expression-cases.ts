import { type DynamoDbCase, item, key, n, s } from './a-case.ts';
import { type Refusal, refused } from './refusal.ts';

const v = { ':v': n(1) };
const setA = { Key: key(), UpdateExpression: 'SET a = :v', ExpressionAttributeValues: v };

const rows: readonly Refusal[] = [
  [
    'UpdateItem',
    { ...setA, ExpressionAttributeNames: { '#x': 'x' } },
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
  ],
  [
    'UpdateItem',
    { ...setA, ExpressionAttributeValues: { ...v, ':x': n(2) } },
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET a = :v' },
    'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'REMOVE #a' },
    'Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
  ],
  [
    'PutItem',
    { Item: item(), ConditionExpression: 'a = :v' },
    'Invalid ConditionExpression: An expression attribute value used in expression is not defined; attribute value: :v',
  ],
  [
    'PutItem',
    { Item: item(), ExpressionAttributeValues: v },
    'ExpressionAttributeValues can only be specified when using expressions',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET a = :v, a.b = :v', ExpressionAttributeValues: v },
    'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET a = :v REMOVE a', ExpressionAttributeValues: v },
    'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET ttl = :v', ExpressionAttributeValues: v },
    'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: ttl',
  ],
  [
    'PutItem',
    { Item: item(), ConditionExpression: 'status = :v', ExpressionAttributeValues: v },
    'Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET a = now(:v)', ExpressionAttributeValues: v },
    'Invalid UpdateExpression: Invalid function name; function: now',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET a = :v SET b = :v', ExpressionAttributeValues: v },
    'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'ADD a :v', ExpressionAttributeValues: { ':v': s('x') } },
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'SET a = a + :v', ExpressionAttributeValues: { ':v': s('x') } },
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: '' },
    'Invalid UpdateExpression: The expression can not be empty;',
  ],
  [
    'UpdateItem',
    { Key: key(), UpdateExpression: 'INVALID SYNTAX' },
    'Invalid UpdateExpression: Syntax error; ',
  ],
  [
    'PutItem',
    { Item: item(), ConditionExpression: '((attribute_exists(a)))' },
    'Invalid ConditionExpression: The expression has redundant parentheses;',
  ],
  [
    'PutItem',
    {
      Item: item(),
      ConditionExpression: 'a < :v',
      ExpressionAttributeValues: { ':v': { BOOL: true } },
    },
    'Invalid ConditionExpression: Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
  ],
  [
    'PutItem',
    {
      Item: item(),
      ConditionExpression: 'a BETWEEN :b AND :a',
      ExpressionAttributeValues: { ':a': n(1), ':b': n(2) },
    },
    'Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
  ],
];

export const expressionCases: readonly DynamoDbCase[] = rows.map(refused);
