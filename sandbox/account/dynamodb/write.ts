import type {
  AttributeValue,
  ReturnValue,
  ReturnValuesOnConditionCheckFailure,
} from '@aws-sdk/client-dynamodb';
import { supportFields } from '../supported-fields.ts';
import { acceptItem } from './accept.ts';
import { matches } from './condition.ts';
import { validation } from './errors.ts';
import { type ExpressionInput, type Expressions, readExpressions } from './expressions.ts';
import { type Request, required, tableNamed } from './request.ts';
import { itemProblem, keyOf, keyProblem, type Place, placeOf, refuseEmptyKeys } from './schema.ts';
import { itemBytes, largestItemBytes } from './size.ts';
import type { Table } from './table.ts';
import { updated } from './update.ts';
import { cloneItem, type Item } from './values.ts';

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

export interface WriteInput extends ExpressionInput {
  readonly TableName?: string;
  readonly Item?: Readonly<Record<string, AttributeValue>>;
  readonly Key?: Readonly<Record<string, AttributeValue>>;
  readonly ReturnValues?: ReturnValue;
  readonly ReturnValuesOnConditionCheckFailure?: ReturnValuesOnConditionCheckFailure;
}

/** A write as it was asked for: parsed and valid in itself, not yet held against a table. */
export interface WriteRequest {
  readonly kind: WriteKind;
  readonly input: WriteInput;
  /** The whole item of a Put, else the key. */
  readonly item: Item;
  readonly expressions: Expressions;
}

/** A write held against its table. */
export interface PlannedWrite extends WriteRequest {
  readonly table: Table;
  readonly place: Place;
  /** What the table's keys have against it: alone it is refused, in a transaction it is a reason. */
  readonly problem: string | undefined;
  readonly old: Item | undefined;
}

const common = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];

const known: Readonly<Record<WriteKind, readonly string[]>> = {
  Put: [...common, 'Item'],
  Update: [...common, 'Key', 'UpdateExpression'],
  Delete: [...common, 'Key'],
  ConditionCheck: [...common, 'Key'],
};

/** @throws a ValidationException for what is wrong whatever the table holds. */
export const readWrite = (
  kind: WriteKind,
  command: string,
  input: WriteInput,
  more: readonly string[] = [],
): WriteRequest => {
  supportFields(`DynamoDB ${command}`, input, [...known[kind], ...more]);
  const item = acceptItem(
    kind === 'Put' ? required('item', input.Item) : required('key', input.Key),
  );
  const expressions = readExpressions(input);
  if (kind === 'ConditionCheck') required('conditionExpression', input.ConditionExpression);
  if (itemBytes(item) > largestItemBytes)
    throw validation('Item size has exceeded the maximum allowed size');
  return { kind, input, item, expressions };
};

const updateProblem = ({ expressions }: WriteRequest, { schema }: Table): string | undefined => {
  const changed = schema.find(({ name }) =>
    expressions.update?.paths.some((path) => path.length === 1 && path[0] === name),
  );
  if (changed)
    return `One or more parameter values were invalid: Cannot update attribute ${changed.name}. This attribute is part of the key`;
  const nested = schema.find(
    ({ name }) => expressions.update?.nestedPaths[name] || expressions.condition?.nestedPaths[name],
  );
  return (
    nested &&
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${nested.name}`
  );
};

/**
 * @throws ResourceNotFoundException for an unknown table, ValidationException for an empty key.
 */
export const planWrite = (request: Request, write: WriteRequest): PlannedWrite => {
  const table = tableNamed(request, write.input.TableName);
  refuseEmptyKeys(write.item, table.schema);
  const keys = write.kind === 'Put' ? itemProblem : keyProblem;
  const problem = keys(write.item, table.schema) ?? updateProblem(write, table);
  const place = placeOf(write.item, table.schema);
  return { ...write, table, place, problem, old: table.read(place, undefined) };
};

export const isConditionMet = ({ expressions: { condition, values }, old }: PlannedWrite) =>
  condition === undefined || matches(condition.expression, old ?? {}, values);

/**
 * The item after the write, or undefined when there is none.
 *
 * @throws a ValidationException when the update does not fit the item.
 */
export const outcomeOf = (write: PlannedWrite): Item | undefined => {
  const { kind, item, expressions, old, table } = write;
  if (kind === 'ConditionCheck') return old;
  if (kind === 'Delete') return undefined;
  if (kind === 'Put') return item;
  const before = old ?? keyOf(item, table.schema);
  const after = expressions.update
    ? updated(before, expressions.update, expressions.values)
    : before;
  if (itemBytes(after) > largestItemBytes)
    throw validation('Item size to update has exceeded the maximum allowed size');
  return after;
};

/** The item to return beside a failed condition, where it was asked for. */
export const itemOnFailure = ({ input, old }: PlannedWrite): Item | undefined =>
  input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && old ? cloneItem(old) : undefined;
