import type { ConsumedCapacity, ReturnConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { tableNotFound, validation } from './errors.ts';
import type { Moment, Table } from './table.ts';

/** Read and write request units as AWS bills them. */
export interface Units {
  readonly read: number;
  readonly write: number;
}

export interface Charge extends Units {
  readonly table: string;
}

/** What a command may know and use besides its input. */
export interface Request {
  readonly tables: ReadonlyMap<string, Table>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The moment that a read without ConsistentRead sees. */
  readonly stale: number;
  /** How many bytes of items one page of a Query or Scan examines at most. */
  readonly pageBytes: number;
  charge(charges: readonly Charge[]): void;
}

const tableNameOf = (name: string): string => name.replace(/^arn:[^/]*:table\//, '');

/** @throws ResourceNotFoundException for a table that does not exist. */
export const tableNamed = (request: Request, name: string | undefined): Table => {
  if (name === undefined)
    throw validation(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    );
  const table = request.tables.get(tableNameOf(name));
  if (!table) throw tableNotFound();
  return table;
};

export const required = <Value>(name: string, value: Value | undefined): Value => {
  if (value === undefined)
    throw validation(
      `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
};

export const oneOf = <Value extends string>(
  name: string,
  value: Value | undefined,
  allowed: readonly Value[],
): Value | undefined => {
  if (value !== undefined && !allowed.includes(value))
    throw validation(
      `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
    );
  return value;
};

export const momentOf = (request: Request, isConsistent: boolean | undefined): Moment =>
  isConsistent ? undefined : request.stale;

export const checkReturnConsumedCapacity = (wanted: ReturnConsumedCapacity | undefined): void => {
  oneOf('returnConsumedCapacity', wanted, ['INDEXES', 'TOTAL', 'NONE']);
};

/** The ConsumedCapacity of an answer, per table, where it was asked for. */
export const consumedCapacity = (
  wanted: ReturnConsumedCapacity | undefined,
  charges: readonly Charge[],
): ConsumedCapacity[] | undefined => {
  if (wanted === undefined || wanted === 'NONE') return undefined;
  const byTable = Map.groupBy(charges, ({ table }) => table);
  return [...byTable].map(([TableName, parts]) => {
    const CapacityUnits = parts.reduce((sum, { read, write }) => sum + read + write, 0);
    return { TableName, CapacityUnits, ...(wanted === 'INDEXES' && { Table: { CapacityUnits } }) };
  });
};
