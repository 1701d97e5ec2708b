import { validation } from './errors.ts';
import { byteText, compareNumbers, compareStrings, type Item, typeOf } from './values.ts';

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The partition key and, where the table has one, the sort key. */
export type KeySchema = readonly [KeyAttribute] | readonly [KeyAttribute, KeyAttribute];

/** An item's place in its table, as text that is equal exactly where the keys are. */
export interface Place {
  readonly partition: string;
  readonly sort: string;
}

const largestKeyBytes = { partition: 2048, sort: 1024 };

export const keyOf = (item: Readonly<Item>, schema: KeySchema): Item =>
  Object.fromEntries(
    schema.flatMap(({ name }) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** @throws a ValidationException: this is checked before any table is read. */
export const refuseEmptyKeys = (item: Readonly<Item>, schema: KeySchema): void => {
  for (const { name } of schema) {
    const kind = item[name]?.S === '' ? 'string' : item[name]?.B?.length === 0 ? 'binary' : null;
    if (kind)
      throw validation(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
      );
  }
};

const sizeProblem = (item: Readonly<Item>, schema: KeySchema): string | undefined => {
  for (const [at, { name }] of schema.entries()) {
    const part = at === 0 ? 'partition' : 'sort';
    const bytes = item[name]?.B?.length ?? Buffer.byteLength(item[name]?.S ?? '');
    if (bytes > largestKeyBytes[part])
      return `One or more parameter values were invalid: Size of ${part === 'partition' ? 'hashkey' : 'rangekey'} has exceeded the maximum size limit of${largestKeyBytes[part]} bytes`;
  }
  return undefined;
};

/** What is wrong with the keys of a whole item, in DynamoDB's words. */
export const itemProblem = (item: Readonly<Item>, schema: KeySchema): string | undefined => {
  for (const { name, type } of schema) {
    const value = item[name];
    if (value === undefined)
      return `One or more parameter values were invalid: Missing the key ${name} in the item`;
    if (value[type] === undefined)
      return `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`;
  }
  return sizeProblem(item, schema);
};

/** What is wrong with a `Key`, which must hold the key attributes and nothing else. */
export const keyProblem = (key: Readonly<Item>, schema: KeySchema): string | undefined =>
  Object.keys(key).length === schema.length &&
  schema.every(({ name, type }) => key[name]?.[type] !== undefined)
    ? sizeProblem(key, schema)
    : 'The provided key element does not match the schema';

const textOf = (item: Readonly<Item>, key: KeyAttribute | undefined): string => {
  const value = key && item[key.name];
  return value?.S ?? value?.N ?? byteText(value?.B ?? new Uint8Array());
};

export const placeOf = (item: Readonly<Item>, [partition, sort]: KeySchema): Place => ({
  partition: textOf(item, partition),
  sort: textOf(item, sort),
});

/** How two sort keys of one partition stand to each other. */
export const compareSort = ([, sort]: KeySchema, left: string, right: string): number =>
  sort?.type === 'N' ? compareNumbers(left, right) : compareStrings(left, right);
