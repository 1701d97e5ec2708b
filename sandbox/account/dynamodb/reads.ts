import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  KeysAndAttributes,
  TransactGetItem,
  TransactGetItemsCommandInput,
  TransactGetItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { supportFields } from '../supported-fields.ts';
import { acceptItem } from './accept.ts';
import { validation } from './errors.ts';
import { type ExpressionInput, readExpressions } from './expressions.ts';
import type { ProjectionTree } from './parsers.ts';
import { project } from './project.ts';
import {
  type Charge,
  consumedCapacity,
  momentOf,
  type Request,
  required,
  tableNamed,
} from './request.ts';
import { keyProblem, placeOf, refuseEmptyKeys } from './schema.ts';
import { itemBytes, readUnits } from './size.ts';
import type { Moment, Table } from './table.ts';
import { checkCount } from './transact-write.ts';
import type { Item } from './values.ts';

type Output<Whole> = Omit<Whole, '$metadata'>;

interface Wanted {
  readonly table: Table;
  readonly key: Item;
  readonly projection: ProjectionTree | undefined;
}

interface Found {
  readonly item: Item | undefined;
  readonly bytes: number;
}

const wantedOf = (
  table: Table,
  key: Readonly<Item> | undefined,
  expressions: ExpressionInput,
): Wanted => {
  const accepted = acceptItem(required('key', key));
  const { projection } = readExpressions(expressions);
  refuseEmptyKeys(accepted, table.schema);
  const problem = keyProblem(accepted, table.schema);
  if (problem !== undefined) throw validation(problem);
  return { table, key: accepted, projection };
};

const find = ({ table, key, projection }: Wanted, at: Moment): Found => {
  const stored = table.read(placeOf(key, table.schema), at);
  if (!stored) return { item: undefined, bytes: 0 };
  const item = projection ? project(stored, projection.paths) : stored;
  return { item, bytes: itemBytes(stored) };
};

const reading = ['ProjectionExpression', 'ExpressionAttributeNames'];

export const getItem = (
  input: GetItemCommandInput,
  request: Request,
): Output<GetItemCommandOutput> => {
  const known = ['TableName', 'Key', 'ConsistentRead', 'ReturnConsumedCapacity', ...reading];
  supportFields('DynamoDB GetItem', input, known);
  const { ProjectionExpression, ExpressionAttributeNames } = input;
  const table = tableNamed(request, input.TableName);
  const wanted = wantedOf(table, input.Key, { ProjectionExpression, ExpressionAttributeNames });
  const { item, bytes } = find(wanted, momentOf(request, input.ConsistentRead));
  const units = readUnits(bytes, input.ConsistentRead ? 1 : 0.5);
  const charges = [{ table: table.name, read: units, write: 0 }];
  request.charge(charges);
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, charges)?.[0];
  return { ...(item && { Item: item }), ...(ConsumedCapacity && { ConsumedCapacity }) };
};

const refuseDuplicates = (wanted: readonly Wanted[], message: string): void => {
  const places = wanted.map(({ table, key }) =>
    JSON.stringify([table.name, placeOf(key, table.schema)]),
  );
  if (new Set(places).size < places.length) throw validation(message);
};

const mostBatchKeys = 100;
const mostBatchBytes = 16 * 1024 * 1024;

interface Batch {
  readonly responses: Record<string, Item[]>;
  readonly unprocessed: Record<string, KeysAndAttributes>;
  readonly charges: Charge[];
  bytes: number;
}

const readBatch = (name: string, keys: KeysAndAttributes, request: Request, batch: Batch) => {
  supportFields('DynamoDB BatchGetItem', keys, ['Keys', 'ConsistentRead', ...reading]);
  const table = tableNamed(request, name);
  const { Keys, ConsistentRead, ...expressions } = keys;
  const wanted = required('keys', Keys).map((key) => wantedOf(table, key, expressions));
  refuseDuplicates(wanted, 'Provided list of item keys contains duplicates');
  batch.responses[name] ??= [];
  for (const each of wanted) {
    const { item, bytes } = find(each, momentOf(request, ConsistentRead));
    if (batch.bytes + bytes > mostBatchBytes) {
      const left = batch.unprocessed[name]?.Keys ?? [];
      batch.unprocessed[name] = { ...keys, Keys: [...left, each.key] };
      continue;
    }
    batch.bytes += bytes;
    const read = readUnits(bytes, ConsistentRead ? 1 : 0.5);
    batch.charges.push({ table: table.name, read, write: 0 });
    if (item) batch.responses[name].push(item);
  }
};

export const batchGetItem = (
  input: BatchGetItemCommandInput,
  request: Request,
): Output<BatchGetItemCommandOutput> => {
  supportFields('DynamoDB BatchGetItem', input, ['RequestItems', 'ReturnConsumedCapacity']);
  const tables = Object.entries(required('requestItems', input.RequestItems));
  const keys = tables.flatMap(([, { Keys }]) => Keys ?? []);
  if (keys.length > mostBatchKeys)
    throw validation('Too many items requested for the BatchGetItem call');
  if (keys.length === 0)
    throw validation(
      "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  const batch: Batch = { responses: {}, unprocessed: {}, charges: [], bytes: 0 };
  for (const [name, each] of tables) readBatch(name, each, request, batch);
  request.charge(batch.charges);
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, batch.charges);
  return {
    Responses: batch.responses,
    UnprocessedKeys: batch.unprocessed,
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
};

const readGet = (action: TransactGetItem, request: Request): Wanted => {
  supportFields('DynamoDB TransactGetItems', action, ['Get']);
  const get = required('get', action.Get);
  supportFields('DynamoDB TransactGetItems Get', get, ['TableName', 'Key', ...reading]);
  const { TableName, Key, ...expressions } = get;
  return wantedOf(tableNamed(request, TableName), Key, expressions);
};

export const transactGetItems = (
  input: TransactGetItemsCommandInput,
  request: Request,
): Output<TransactGetItemsCommandOutput> => {
  supportFields('DynamoDB TransactGetItems', input, ['TransactItems', 'ReturnConsumedCapacity']);
  const actions = required('transactItems', input.TransactItems);
  checkCount(actions);
  const wanted = actions.map((action) => readGet(action, request));
  refuseDuplicates(wanted, 'Transaction request cannot include multiple operations on one item');
  const found = wanted.map((each) => find(each, undefined));
  const charges = found.map(({ bytes }, at) => ({
    table: wanted[at]?.table.name ?? '',
    read: readUnits(bytes, 2),
    write: 0,
  }));
  request.charge(charges);
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, charges);
  return {
    Responses: found.map(({ item }) => (item ? { Item: item } : {})),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
};
