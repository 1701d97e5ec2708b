import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  type QueryCommandInput,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { changingClient, readingClient } from '../platform/clients.ts';
import { environmentReader } from '../platform/env.ts';
import { ChangeFailedError, UnreadableError } from '../platform/errors.ts';
import { text } from '../platform/schema.ts';
import { fromAttributes, toAttributes } from './attributes.ts';
import type { Key } from './domain/keys.ts';

const env = environmentReader(z.object({ TABLE_NAME: text() }));
const reader = readingClient(DynamoDBClient);
const writer = changingClient(DynamoDBClient);

/** An item as plain data. */
export type Item = Readonly<Record<string, unknown>>;

/** Reads one item, strongly consistent; undefined if there is none. @throws UnreadableError */
export const readItem = async (key: Key): Promise<Item | undefined> => {
  try {
    const answer = await reader().send(
      new GetItemCommand({
        TableName: env().TABLE_NAME,
        Key: toAttributes(key),
        ConsistentRead: true,
      }),
    );
    return answer.Item && fromAttributes(answer.Item);
  } catch (cause) {
    throw new UnreadableError(
      `The table could not be read at ${key.pk}/${key.sk}. Nothing was changed; retrying may help.`,
      { cause },
    );
  }
};

/** Reads all items of a partition whose sort key begins as given, strongly consistent, in order. */
export const readItems = async (pk: string, beginsWith = ''): Promise<Item[]> => {
  const query: QueryCommandInput = {
    TableName: env().TABLE_NAME,
    ConsistentRead: true,
    KeyConditionExpression: beginsWith ? 'pk = :pk AND begins_with(sk, :sk)' : 'pk = :pk',
    ExpressionAttributeValues: toAttributes({ ':pk': pk, ':sk': beginsWith || undefined }),
  };
  try {
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: reader() }, query)) {
      items.push(...(page.Items ?? []).map(fromAttributes));
    }
    return items;
  } catch (cause) {
    throw new UnreadableError(
      `The table could not be read at ${pk}. Nothing was changed; retrying may help.`,
      { cause },
    );
  }
};

/** One write of a transaction, in plain data. */
export type Write =
  | { readonly put: Item & Key; readonly onlyIfNew?: true }
  | { readonly delete: Key; readonly onlyIfThere?: true }
  | {
      readonly update: Key;
      readonly set?: Item;
      readonly remove?: readonly string[];
      readonly add?: Readonly<Record<string, number>>;
      /** A condition over `#name` and `:name` placeholders; the values go to `where`. */
      readonly condition: string;
      readonly where?: Item;
    }
  | { readonly check: Key; readonly condition: string; readonly where?: Item };

const namesIn = (condition: string): string[] => condition.match(/#\w+/g) ?? [];

const named = (names: Iterable<string>): Record<string, string> | undefined => {
  const entries = [...names].map((name) => [`#${name}`, name] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
};

const valued = (values: Item): Record<string, AttributeValue> | undefined =>
  Object.keys(values).length > 0 ? toAttributes(values) : undefined;

const updateOf = (write: Extract<Write, { update: Key }>, table: string): TransactWriteItem => {
  const set = Object.entries(write.set ?? {}).filter(([, value]) => value !== undefined);
  const add = Object.entries(write.add ?? {});
  const remove = write.remove ?? [];
  const clauses = [
    set.length > 0 && `SET ${set.map(([name]) => `#${name} = :set_${name}`).join(', ')}`,
    add.length > 0 && `ADD ${add.map(([name]) => `#${name} :add_${name}`).join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.map((name) => `#${name}`).join(', ')}`,
  ].filter((clause) => clause !== false);
  const names = new Set([
    ...set.map(([name]) => name),
    ...add.map(([name]) => name),
    ...remove,
    ...namesIn(write.condition).map((name) => name.slice(1)),
  ]);
  return {
    Update: {
      TableName: table,
      Key: toAttributes(write.update),
      UpdateExpression: clauses.join(' '),
      ConditionExpression: write.condition,
      ExpressionAttributeNames: named(names),
      ExpressionAttributeValues: valued({
        ...Object.fromEntries(set.map(([name, value]) => [`:set_${name}`, value])),
        ...Object.fromEntries(add.map(([name, value]) => [`:add_${name}`, value])),
        ...write.where,
      }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
};

const transactItem = (write: Write, table: string): TransactWriteItem => {
  if ('put' in write)
    return {
      Put: {
        TableName: table,
        Item: toAttributes(write.put),
        ConditionExpression: write.onlyIfNew && 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: write.onlyIfNew && 'ALL_OLD',
      },
    };
  if ('delete' in write)
    return {
      Delete: {
        TableName: table,
        Key: toAttributes(write.delete),
        ConditionExpression: write.onlyIfThere && 'attribute_exists(pk)',
      },
    };
  if ('update' in write) return updateOf(write, table);
  return {
    ConditionCheck: {
      TableName: table,
      Key: toAttributes(write.check),
      ConditionExpression: write.condition,
      ExpressionAttributeNames: named(namesIn(write.condition).map((name) => name.slice(1))),
      ExpressionAttributeValues: valued(write.where ?? {}),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
};

/**
 * What became of a transaction: written, or refused by the condition of the write at `index`, with
 * the item that was found there.
 */
export type Written =
  | { readonly written: true }
  | { readonly written: false; readonly index: number; readonly found: Item | undefined };

const refusal = (error: TransactionCanceledException): Written | undefined => {
  const reasons = error.CancellationReasons ?? [];
  const index = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
  if (index === -1) return undefined;
  const found = reasons[index]?.Item;
  return { written: false, index, found: found && fromAttributes(found) };
};

/**
 * Writes all or nothing. What cannot be encoded is a mistake of this code and no doubtful write: it
 * is thrown as it is.
 *
 * @throws ChangeFailedError when it is not known whether it was written, or another transaction was
 * in the way: the caller's caller repeats, after a read.
 */
export const writeAll = async (writes: readonly Write[]): Promise<Written> => {
  const table = env().TABLE_NAME;
  const TransactItems = writes.map((write) => transactItem(write, table));
  try {
    await writer().send(new TransactWriteItemsCommand({ TransactItems }));
    return { written: true };
  } catch (cause) {
    const refused = cause instanceof TransactionCanceledException ? refusal(cause) : undefined;
    if (refused) return refused;
    throw new ChangeFailedError(
      'The run could not be recorded, or it is not known whether it was. Retrying is safe: it begins with a read.',
      { cause },
    );
  }
};
