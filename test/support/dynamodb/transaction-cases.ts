import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import type { Item } from './a-case.ts';
import {
  aCase,
  type DynamoDbCase,
  type Expected,
  invalid,
  item,
  key,
  n,
  s,
  TableName,
} from './a-case.ts';

const lease = item({ epoch: n(7), owner: s('other') }, 'lease');
const run = item({ state: s('open') }, 'run');

const put = (sk: string, more: object = {}) => ({
  Put: { TableName, Item: item({}, sk), ...more },
});
const remove = (sk: string, more: object = {}) => ({
  Delete: { TableName, Key: key(sk), ...more },
});
const check = (sk: string, condition: string, more: object = {}) => ({
  ConditionCheck: { TableName, Key: key(sk), ConditionExpression: condition, ...more },
});
const update = (sk: string, expression: string, values?: Item, more: object = {}) => ({
  Update: {
    TableName,
    Key: key(sk),
    UpdateExpression: expression,
    ...(values && { ExpressionAttributeValues: values }),
    ...more,
  },
});

const isNew = { ConditionExpression: 'attribute_not_exists(pk)' };
const failed: CancellationReason = {
  Code: 'ConditionalCheckFailed',
  Message: 'The conditional request failed',
};
const none: CancellationReason = { Code: 'None' };

const canceled = (...reasons: CancellationReason[]): Expected => ({
  error: 'TransactionCanceledException',
  message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
  reasons,
});
const validationReason = (Message: string): CancellationReason => ({
  Code: 'ValidationError',
  Message,
});

const given = [lease, run];

const write = (
  name: string,
  TransactItems: object[],
  expected: Expected,
  after: readonly Item[] = given,
): DynamoDbCase =>
  aCase('TransactWriteItems', { name, given, input: { TransactItems }, expected, after });

export const transactionCases: readonly DynamoDbCase[] = [
  write(
    'a transaction puts, updates, deletes and checks together',
    [
      put('signal'),
      update('run', 'ADD signalsPut :one', { ':one': n(1) }),
      remove('old'),
      check('lease', 'epoch = :e', { ExpressionAttributeValues: { ':e': n(7) } }),
    ],
    { output: {} },
    [lease, item({ state: s('open'), signalsPut: n(1) }, 'run'), item({}, 'signal')],
  ),
  write(
    'a transaction with one failed condition changes nothing and says which failed',
    [put('signal'), put('run', isNew), remove('lease')],
    canceled(none, failed, none),
  ),
  write(
    'a transaction names every failed condition in order',
    [put('run', isNew), put('new', isNew), check('lease', 'attribute_not_exists(pk)')],
    canceled(failed, none, failed),
  ),
  write(
    'a failed check shows the item with ALL_OLD',
    [
      put('signal'),
      check('lease', 'attribute_not_exists(pk)', {
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ],
    canceled(none, { ...failed, Item: lease }),
  ),
  write(
    'a failed check of no item shows none',
    [check('gone', 'attribute_exists(pk)', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })],
    canceled(failed),
  ),
  write(
    'a failed update condition shows the item with ALL_OLD',
    [
      update(
        'lease',
        'SET epoch = :e',
        { ':e': n(8), ':now': n(6) },
        {
          ConditionExpression: 'epoch < :now',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      ),
    ],
    canceled({ ...failed, Item: lease }),
  ),
  write(
    'an update that does not fit its item is a reason',
    [
      put('signal'),
      update(
        'run',
        'ADD #s :one',
        { ':one': n(1) },
        { ExpressionAttributeNames: { '#s': 'state' } },
      ),
    ],
    canceled(
      none,
      validationReason('An operand in the update expression has an incorrect data type'),
    ),
  ),
  write(
    'a reference to a missing attribute is a reason',
    [update('run', 'SET a = b')],
    canceled(
      validationReason(
        'The provided expression refers to an attribute that does not exist in the item',
      ),
    ),
  ),
  write(
    'a key of the wrong type is a reason',
    [{ Delete: { TableName, Key: { pk: s('x'), sk: n(1) } } }],
    canceled(validationReason('The provided key element does not match the schema')),
  ),
  write(
    'an item with a key of the wrong type is a reason',
    [{ Put: { TableName, Item: { pk: s('x'), sk: n(1) } } }],
    canceled(
      validationReason(
        'One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N',
      ),
    ),
  ),
  write(
    'an empty key is refused before the transaction',
    [put('signal'), remove('')],
    invalid('The AttributeValue for a key attribute cannot contain an empty string value. Key: sk'),
  ),
  write(
    'a transaction with an item twice is refused',
    [put('signal'), remove('signal')],
    invalid('Transaction request cannot include multiple operations on one item'),
  ),
  write(
    'a transaction of nothing is refused',
    [],
    invalid('Member must have length greater than or equal to 1'),
  ),
  write(
    'a transaction of 101 actions is refused',
    Array.from({ length: 101 }, (_, at) => put(`s${at}`)),
    invalid('Member must have length less than or equal to 100'),
  ),
  write(
    'an unused value anywhere is refused before the transaction',
    [
      put('run', isNew),
      check('lease', 'attribute_exists(pk)', { ExpressionAttributeValues: { ':v': n(1) } }),
    ],
    invalid('Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}'),
  ),
  write(
    'a transaction on an unknown table is refused',
    [put('signal'), { Put: { TableName: 'nowhere', Item: item() } }],
    { error: 'ResourceNotFoundException', message: 'Requested resource not found' },
  ),
];
