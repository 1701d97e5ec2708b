import type { ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Call, Service, Surroundings } from '../service.ts';
import { acceptItem } from './accept.ts';
import { validation } from './errors.ts';
import { query, scan } from './query.ts';
import { batchGetItem, getItem, transactGetItems } from './reads.ts';
import { type Charge, checkReturnConsumedCapacity, type Request, type Units } from './request.ts';
import { itemProblem, type KeySchema, placeOf } from './schema.ts';
import { deleteItem, putItem, updateItem } from './single-writes.ts';
import { Table } from './table.ts';
import { transactWriter } from './transact-write.ts';
import { cloneItem, type Item } from './values.ts';

export interface TableDefinition {
  readonly name: string;
  /** Default: `pk` and `sk`, both strings. */
  readonly keys?: KeySchema;
  /** The attribute that `expire` looks at; default `ttl`. */
  readonly timeToLive?: string;
}

export interface DynamoDbOptions {
  /**
   * How old the table is that a read without ConsistentRead sees. AWS promises "usually within a
   * second"; the default of 500 finds code that relies on a fresh answer without asking for it.
   */
  readonly staleMilliseconds?: number;
  /** Bytes of items examined for one page of a Query or Scan; AWS: 1 MB. */
  readonly pageBytes?: number;
}

export interface CommandUse extends Units {
  readonly calls: number;
}

export interface SimulatedDynamoDb {
  readonly service: Service;
  /** Deep copies of the items as they are now, by partition key and sort key. */
  items(table: string): readonly Item[];
  /** Puts items that seem to have been there for ever, so that stale reads see them too. */
  seed(table: string, items: readonly Item[]): void;
  /**
   * Deletes the items whose time to live (epoch seconds) has passed, as AWS does some time within a
   * few days, and returns how many there were.
   */
  expire(table: string): number;
  /** Request units consumed so far by each command. */
  consumed(): Readonly<Record<string, CommandUse>>;
}

const defaultKeys: KeySchema = [
  { name: 'pk', type: 'S' },
  { name: 'sk', type: 'S' },
];
const megabyte = 1024 * 1024;
/** Items whose time to live passed more than five years ago are not deleted. */
const oldestExpirySeconds = 5 * 365 * 24 * 3600;

const meter = () => {
  const used: Record<string, CommandUse> = {};
  return {
    used: () => structuredClone(used),
    charge: (command: string, charges: readonly Charge[]): void => {
      const before = used[command] ?? { calls: 0, read: 0, write: 0 };
      used[command] = {
        calls: before.calls + 1,
        read: charges.reduce((sum, { read }) => sum + read, before.read),
        write: charges.reduce((sum, { write }) => sum + write, before.write),
      };
    },
  };
};

const expired = (item: Item, attribute: string, nowSeconds: number): boolean => {
  const at = Number(item[attribute]?.N ?? Number.NaN);
  return at < nowSeconds && at > nowSeconds - oldestExpirySeconds;
};

const expire = (table: Table, attribute: string, now: number): number => {
  const gone = table.sorted().filter((item) => expired(item, attribute, now / 1000));
  for (const item of gone) table.write(placeOf(item, table.schema), undefined, now);
  return gone.length;
};

const seed = (table: Table, items: readonly Item[]): void => {
  for (const given of items) {
    const item = acceptItem(given);
    const problem = itemProblem(item, table.schema);
    if (problem !== undefined) throw validation(problem);
    table.seed(placeOf(item, table.schema), item);
  }
};

interface Billed {
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

type Command = <Input extends Billed>(
  name: string,
  run: (input: Input, request: Request) => unknown,
) => (input: Input, call: Call) => unknown;

const serviceOf = (command: Command): Service => ({
  PutItem: command('PutItem', putItem),
  UpdateItem: command('UpdateItem', updateItem),
  DeleteItem: command('DeleteItem', deleteItem),
  GetItem: command('GetItem', getItem),
  BatchGetItem: command('BatchGetItem', batchGetItem),
  Query: command('Query', query),
  Scan: command('Scan', scan),
  TransactWriteItems: command('TransactWriteItems', transactWriter()),
  TransactGetItems: command('TransactGetItems', transactGetItems),
});

const tablesOf = (
  definitions: readonly TableDefinition[],
  keptMilliseconds: number,
): ReadonlyMap<string, Table> =>
  new Map(
    definitions.map(({ name, keys = defaultKeys }) => [
      name,
      new Table(name, keys, keptMilliseconds),
    ]),
  );

/** The simulated DynamoDB of one region. Tables exist from the start; there are no indexes. */
export const dynamoDb = (
  { clock, region }: Surroundings,
  definitions: readonly TableDefinition[],
  { staleMilliseconds = 500, pageBytes = megabyte }: DynamoDbOptions = {},
): SimulatedDynamoDb => {
  const tables = tablesOf(definitions, staleMilliseconds);
  const { used, charge } = meter();
  const command: Command = (name, run) => (input, call) => {
    checkReturnConsumedCapacity(input.ReturnConsumedCapacity);
    return run(input, {
      tables: call.region === region ? tables : new Map(),
      now: clock.now,
      stale: clock.now - staleMilliseconds,
      pageBytes,
      charge: (charges) => charge(name, charges),
    });
  };
  const tableOf = (name: string): Table => {
    const table = tables.get(name);
    if (!table) throw new Error(`There is no simulated table ${name}.`);
    return table;
  };
  const timeToLiveOf = (name: string): string =>
    definitions.find((each) => each.name === name)?.timeToLive ?? 'ttl';
  return {
    service: serviceOf(command),
    items: (name) => tableOf(name).sorted().map(cloneItem),
    seed: (name, items) => seed(tableOf(name), items),
    expire: (name) => expire(tableOf(name), timeToLiveOf(name), clock.now),
    consumed: used,
  };
};
