import { aCase, type DynamoDbCase, invalid, item, key, n, s, TableName } from './a-case.ts';

const lease = item({ epoch: n(7), owner: s('other') }, 'lease');
const run = item({ state: s('open') }, 'run');
const given = [lease, run];

export const transactGetCases: readonly DynamoDbCase[] = [
  aCase('TransactGetItems', {
    name: 'TransactGetItems answers in order, with nothing for no item',
    given,
    input: {
      TransactItems: [
        { Get: { TableName, Key: key('run') } },
        { Get: { TableName, Key: key('gone') } },
        { Get: { TableName, Key: key('lease'), ProjectionExpression: 'epoch' } },
      ],
    },
    expected: { output: { Responses: [{ Item: run }, {}, { Item: { epoch: n(7) } }] } },
  }),
  aCase('TransactGetItems', {
    name: 'TransactGetItems of an item twice is refused',
    given,
    input: {
      TransactItems: [
        { Get: { TableName, Key: key('run') } },
        { Get: { TableName, Key: key('run') } },
      ],
    },
    expected: invalid('Transaction request cannot include multiple operations on one item'),
  }),
];
