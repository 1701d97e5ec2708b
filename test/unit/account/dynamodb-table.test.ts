import { describe, expect, it } from 'vitest';
import { dynamoDb } from '../../../sandbox/account/dynamodb/dynamodb.ts';
import { aCall, noon, sender, someSurroundings } from '../../support/an-account.ts';
import { item, key, n, s, TableName } from '../../support/dynamodb/a-case.ts';
import { aTable } from '../../support/dynamodb/a-table.ts';

const get = { TableName, Key: key() };
const transaction = (ClientRequestToken: string, amount = 1) => ({
  ClientRequestToken,
  TransactItems: [
    {
      Update: {
        TableName,
        Key: key(),
        UpdateExpression: 'ADD #n :one',
        ExpressionAttributeNames: { '#n': 'count' },
        ExpressionAttributeValues: { ':one': n(amount) },
      },
    },
  ],
});

describe('a transaction with a ClientRequestToken', () => {
  it('is applied once within ten minutes', async () => {
    const { send, items, wait } = aTable();

    await send('TransactWriteItems', transaction('token'));
    await wait(9 * 60_000);
    await send('TransactWriteItems', transaction('token'));

    expect(items(TableName)).toEqual([item({ count: n(1) })]);
  });

  it('is applied again after ten minutes', async () => {
    const { send, items, wait } = aTable();

    await send('TransactWriteItems', transaction('token'));
    await wait(10 * 60_000);
    await send('TransactWriteItems', transaction('token'));

    expect(items(TableName)).toEqual([item({ count: n(2) })]);
  });

  it('is refused with other parameters', async () => {
    const { send, items } = aTable();
    await send('TransactWriteItems', transaction('token'));

    const refused = send('TransactWriteItems', transaction('token', 2));

    await expect(refused).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' });
    expect(items(TableName)).toEqual([item({ count: n(1) })]);
  });
});

describe('the table', () => {
  it('keeps its items apart from what is put and from what is looked at', async () => {
    const { send, items } = aTable();
    const given = item({ m: { M: { a: n(1) } } });

    await send('PutItem', { TableName, Item: given });
    given.m = n(2);
    for (const each of items(TableName)) each.m = n(3);

    expect(items(TableName)).toEqual([item({ m: { M: { a: n(1) } } })]);
  });

  it('deletes expired items only when told to', async () => {
    const seconds = noon / 1000;
    const { send, items, expire, wait } = aTable([
      item({ ttl: n(seconds + 10) }, 'soon'),
      item({ ttl: n(seconds + 1000) }, 'later'),
      item({ ttl: n(1) }, 'ancient'),
      item({ ttl: s('never') }, 'text'),
    ]);

    await wait(11_000);
    const seen = await send('GetItem', { TableName, Key: key('soon'), ConsistentRead: true });
    const count = expire(TableName);

    expect(seen).toHaveProperty('Item');
    expect(count).toBe(1);
    expect(items(TableName).map(({ sk }) => sk?.S)).toEqual(['ancient', 'later', 'text']);
  });

  it('does not exist in another region', () => {
    const { service, surroundings } = aTable();

    const call = aCall(surroundings, { region: 'eu-west-1' });

    expect(() => service.GetItem?.(get, call)).toThrow('Requested resource not found');
  });

  it('may have a number for its sort key', async () => {
    const surroundings = someSurroundings();
    const keys = [
      { name: 'id', type: 'S' },
      { name: 'at', type: 'N' },
    ] as const;
    const { service, items } = dynamoDb(surroundings, [{ name: 'events', keys }]);
    const send = sender(service, surroundings);

    for (const at of ['10', '9', '-1.5', '9.0'])
      await send('PutItem', { TableName: 'events', Item: { id: s('x'), at: n(at) } });

    expect(items('events').map(({ at }) => at?.N)).toEqual(['-1.5', '9', '10']);
  });

  it.each([
    ['Query', { IndexName: 'by-state' }],
    ['Query', { KeyConditions: {} }],
    ['Scan', { TotalSegments: 2 }],
    ['PutItem', { Item: item(), Expected: {} }],
    ['UpdateItem', { Key: key(), AttributeUpdates: {} }],
    ['GetItem', { Key: key(), AttributesToGet: ['a'] }],
  ])('says that it does not simulate %s with %o', async (command, input) => {
    const { send } = aTable();

    const refused = send(command, { TableName, ...input });

    await expect(refused).rejects.toMatchObject({ name: 'NotSimulatedError' });
  });
});

describe('request units', () => {
  it('are counted as AWS bills them', async () => {
    const { send, consumed } = aTable([item({ a: s('x'.repeat(5000)) })]);

    await send('GetItem', get);
    await send('GetItem', { ...get, ConsistentRead: true });
    await send('TransactGetItems', { TransactItems: [{ Get: get }] });
    await send('PutItem', { TableName, Item: item({ a: s('x'.repeat(1500)) }) });
    await send('TransactWriteItems', transaction('token'));
    await send('TransactWriteItems', transaction('token'));

    expect(consumed()).toEqual({
      GetItem: { calls: 2, read: 3, write: 0 },
      TransactGetItems: { calls: 1, read: 4, write: 0 },
      PutItem: { calls: 1, read: 0, write: 5 },
      TransactWriteItems: { calls: 2, read: 2, write: 4 },
    });
  });

  it('are spent by a write whose condition fails', async () => {
    const { send, consumed } = aTable([item()]);

    const refused = send('PutItem', {
      TableName,
      Item: item(),
      ConditionExpression: 'attribute_not_exists(pk)',
    });

    await expect(refused).rejects.toThrow('The conditional request failed');
    expect(consumed()).toEqual({ PutItem: { calls: 1, read: 0, write: 1 } });
  });
});
