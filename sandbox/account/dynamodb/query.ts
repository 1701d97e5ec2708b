import type {
  AttributeValue,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { supportFields } from '../supported-fields.ts';
import { acceptItem } from './accept.ts';
import { matches } from './condition.ts';
import { validation } from './errors.ts';
import { type Expressions, readExpressions } from './expressions.ts';
import { partitionOf, sortConditionOf } from './key-condition.ts';
import { project } from './project.ts';
import { consumedCapacity, momentOf, oneOf, type Request, tableNamed } from './request.ts';
import { type KeySchema, keyOf, keyProblem, placeOf } from './schema.ts';
import { itemBytes, readUnits } from './size.ts';
import type { Table } from './table.ts';
import { type Item, isEqual } from './values.ts';

type Output = Omit<QueryCommandOutput, '$metadata'>;

interface Page {
  readonly items: readonly Item[];
  readonly bytes: number;
  readonly isLast: boolean;
}

const pageOf = (items: readonly Item[], limit: number, pageBytes: number): Page => {
  const page: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (page.length >= limit || bytes >= pageBytes) break;
    page.push(item);
    bytes += itemBytes(item);
  }
  return { items: page, bytes, isLast: page.length < limit && bytes < pageBytes };
};

const known = [
  'TableName',
  'ConsistentRead',
  'ExclusiveStartKey',
  'Limit',
  'Select',
  'FilterExpression',
  'ProjectionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnConsumedCapacity',
];

const checkInput = (input: QueryCommandInput | ScanCommandInput): void => {
  if (input.Limit !== undefined && input.Limit < 1)
    throw validation(
      `1 validation error detected: Value '${input.Limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  oneOf('select', input.Select, ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES']);
  if (input.Select === 'SPECIFIC_ATTRIBUTES' && input.ProjectionExpression === undefined)
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  if (
    (input.Select === 'COUNT' || input.Select === 'ALL_ATTRIBUTES') &&
    input.ProjectionExpression !== undefined
  )
    throw validation(
      `Cannot specify the ProjectionExpression when choosing to get ${input.Select === 'COUNT' ? 'only the Count' : 'ALL_ATTRIBUTES'}`,
    );
};

const startOf = (
  key: Readonly<Record<string, AttributeValue>> | undefined,
  schema: KeySchema,
): Item | undefined => {
  if (key === undefined) return undefined;
  const start = acceptItem(key);
  const problem = keyProblem(start, schema);
  if (problem !== undefined) throw validation(`The provided starting key is invalid: ${problem}`);
  return start;
};

interface Reading {
  readonly table: Table;
  readonly expressions: Expressions;
  readonly items: readonly Item[];
}

const answer = (
  input: QueryCommandInput | ScanCommandInput,
  { table, expressions, items }: Reading,
  request: Request,
): Output => {
  const { filter, projection, values } = expressions;
  const page = pageOf(items, input.Limit ?? Number.POSITIVE_INFINITY, request.pageBytes);
  const chosen = filter
    ? page.items.filter((item) => matches(filter.expression, item, values))
    : page.items;
  const read = readUnits(page.bytes, input.ConsistentRead ? 1 : 0.5);
  const charges = [{ table: table.name, read, write: 0 }];
  request.charge(charges);
  const ConsumedCapacity = consumedCapacity(input.ReturnConsumedCapacity, charges)?.[0];
  const last = page.isLast ? undefined : page.items.at(-1);
  return {
    ...(input.Select !== 'COUNT' && {
      Items: chosen.map((item) => (projection ? project(item, projection.paths) : item)),
    }),
    Count: chosen.length,
    ScannedCount: page.items.length,
    ...(last && { LastEvaluatedKey: keyOf(last, table.schema) }),
    ...(ConsumedCapacity && { ConsumedCapacity }),
  };
};

const checkStart = (
  start: Item | undefined,
  partition: Item,
  { keyCondition, values }: Expressions,
): void => {
  if (!start || !keyCondition || matches(keyCondition.expression, start, values)) return;
  const isInPartition = Object.entries(partition).every(([name, value]) =>
    isEqual(start[name], value),
  );
  throw validation(
    isInPartition
      ? 'The provided starting key does not match the range key predicate'
      : 'The provided starting key is outside query boundaries based on provided conditions',
  );
};

const refuseKeyFilter = ({ filter }: Expressions, schema: KeySchema): void => {
  const filtered = schema.find(({ name }) => filter?.pathHeads[name]);
  if (filtered)
    throw validation(
      `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${filtered.name}`,
    );
};

/** The items behind a starting key, which itself need not exist any more. */
const behind = (
  items: readonly Item[],
  start: Item | undefined,
  table: Table,
  isForward: boolean,
): readonly Item[] => {
  if (!start) return items;
  const place = placeOf(start, table.schema);
  return items.filter(
    (item) =>
      placeOf(item, table.schema).sort !== place.sort && table.isAfter(item, place) === isForward,
  );
};

export const query = (input: QueryCommandInput, request: Request): Output => {
  supportFields('DynamoDB Query', input, [...known, 'KeyConditionExpression', 'ScanIndexForward']);
  checkInput(input);
  const expressions = readExpressions(input);
  const { keyCondition, values } = expressions;
  if (!keyCondition)
    throw validation(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  const table = tableNamed(request, input.TableName);
  const partition = partitionOf(keyCondition, values, table.schema);
  refuseKeyFilter(expressions, table.schema);
  const start = startOf(input.ExclusiveStartKey, table.schema);
  checkStart(start, partition, expressions);
  const all = table.partition(
    placeOf(partition, table.schema).partition,
    momentOf(request, input.ConsistentRead),
  );
  const onSort = sortConditionOf(keyCondition, table.schema);
  const items = onSort ? all.filter((item) => matches(onSort, item, values)) : all;
  const isForward = input.ScanIndexForward ?? true;
  if (!isForward) items.reverse();
  const rest = behind(items, start, table, isForward);
  return answer(input, { table, expressions, items: rest }, request);
};

export const scan = (
  input: ScanCommandInput,
  request: Request,
): Omit<ScanCommandOutput, '$metadata'> => {
  supportFields('DynamoDB Scan', input, known);
  checkInput(input);
  const expressions = readExpressions(input);
  const table = tableNamed(request, input.TableName);
  const start = startOf(input.ExclusiveStartKey, table.schema);
  const items = table.scanned(momentOf(request, input.ConsistentRead));
  const rest = start
    ? items.filter((item) => table.isAfter(item, placeOf(start, table.schema)))
    : items;
  return answer(input, { table, expressions, items: rest }, request);
};
