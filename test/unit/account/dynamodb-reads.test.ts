import { describe, expect, it } from 'vitest';
import { type Item, item, key, n, s, TableName } from '../../support/dynamodb/a-case.ts';
import { aTable } from '../../support/dynamodb/a-table.ts';

const get = { TableName, Key: key() };

describe('reads without ConsistentRead', () => {
  it('see the table as it was half a second ago', async () => {
    const { send, wait } = aTable([item({ a: n(1) })]);

    await send('PutItem', { TableName, Item: item({ a: n(2) }) });

    expect(await send('GetItem', get)).toEqual({ Item: item({ a: n(1) }) });
    expect(await send('GetItem', { ...get, ConsistentRead: true })).toEqual({
      Item: item({ a: n(2) }),
    });
    await wait(499);
    expect(await send('GetItem', get)).toEqual({ Item: item({ a: n(1) }) });
    await wait(1);
    expect(await send('GetItem', get)).toEqual({ Item: item({ a: n(2) }) });
  });

  it.each([
    [
      'Query',
      { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': s('run#1') } },
    ],
    ['Scan', {}],
  ])('of a %s miss a new item and still see a deleted one', async (command, input) => {
    const { send } = aTable([item({}, 'gone')]);
    await send('PutItem', { TableName, Item: item({}, 'new') });
    await send('DeleteItem', { TableName, Key: key('gone') });

    const stale = await send(command, { TableName, ...input });
    const fresh = await send(command, { TableName, ConsistentRead: true, ...input });

    expect(stale).toMatchObject({ Items: [key('gone')] });
    expect(fresh).toMatchObject({ Items: [key('new')] });
  });

  it('are fresh when the option says so', async () => {
    const { send } = aTable([], { staleMilliseconds: 0 });

    await send('PutItem', { TableName, Item: item() });

    expect(await send('GetItem', get)).toEqual({ Item: item() });
  });
});

describe('paging', () => {
  const items = ['a', 'b', 'c', 'd', 'e'].flatMap((sk) => [item({}, sk), item({}, sk, 'run#2')]);

  const pages = async (command: string, input: object) => {
    const { send } = aTable(items, { pageBytes: 20 });
    const found: Item[][] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await send<{ Items: Item[]; LastEvaluatedKey?: Item }>(command, {
        TableName,
        ConsistentRead: true,
        ExclusiveStartKey,
        ...input,
      });
      found.push(page.Items);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  };

  it('of a Query ends a page at its bytes and goes on behind it', async () => {
    const found = await pages('Query', {
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': s('run#2') },
    });

    expect(found.length).toBeGreaterThan(2);
    expect(found.flat().map(({ sk }) => sk?.S)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('of a Scan reaches every item once', async () => {
    const found = await pages('Scan', {});

    expect(found.length).toBeGreaterThan(4);
    expect(found.flat()).toHaveLength(items.length);
    expect(new Set(found.flat().map((each) => JSON.stringify(each))).size).toBe(items.length);
  });
});
