import { isDeepStrictEqual } from 'node:util';
import type { Expected, Item } from '../../support/dynamodb/a-case.ts';
import type { Answer } from './emulated-table.ts';

/** In what an emulator differs: whether it refuses, with which error, what it answers or leaves. */
export type Aspect =
  | 'accepted'
  | 'refused'
  | 'error'
  | 'message'
  | 'item'
  | 'reasons'
  | 'output'
  | 'capacity'
  | 'items';

export type Differences = Partial<
  Record<Aspect, { readonly expected: unknown; readonly seen: unknown }>
>;

type Refusal = Extract<Expected, { error: string }>;

/** Members of a set have no order, and a missing field is the same as an undefined one. */
const plain = (value: unknown, name = ''): unknown => {
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const members = value.map((each) => plain(each));
    return name === 'SS' || name === 'NS' ? members.sort() : members;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, each]) =>
      each === undefined ? [] : [[field, plain(each, field)]],
    ),
  );
};

const compare = (aspect: Aspect, expected: unknown, seen: unknown): Differences =>
  isDeepStrictEqual(plain(expected), plain(seen)) ? {} : { [aspect]: { expected, seen } };

const withoutCapacity = ({
  ConsumedCapacity,
  ItemCollectionMetrics,
  ...output
}: Record<string, unknown>) => [output, { ConsumedCapacity, ItemCollectionMetrics }] as const;

const compareOutputs = (expected: object, seen: Record<string, unknown>): Differences => {
  const [wanted, wantedCapacity] = withoutCapacity({ ...expected });
  const [output, capacity] = withoutCapacity(seen);
  return {
    ...compare('output', wanted, output),
    ...compare('capacity', wantedCapacity, capacity),
  };
};

const compareRefusals = (expected: Refusal, error: NonNullable<Answer['error']>): Differences => {
  const { name, message, $metadata, Item, CancellationReasons } = error;
  if (name !== expected.error || $metadata.httpStatusCode !== 400)
    return { error: { expected: expected.error, seen: `${name} (${$metadata.httpStatusCode})` } };
  return {
    ...(message.includes(expected.message ?? '')
      ? {}
      : { message: { expected: expected.message, seen: message } }),
    ...compare('item', expected.item, Item),
    ...compare('reasons', expected.reasons, CancellationReasons),
  };
};

/** In what an answer or a refusal is not as expected. */
export const answerDifferences = (expected: Expected, { output, error }: Answer): Differences => {
  if ('output' in expected)
    return output
      ? compareOutputs(expected.output, output)
      : { refused: { expected: expected.output, seen: error } };
  return error
    ? compareRefusals(expected, error)
    : { accepted: { expected: expected.error, seen: output } };
};

/** Whether the items of a table are those expected. */
export const itemDifferences = (expected: readonly Item[], seen: readonly Item[]): Differences =>
  compare('items', expected, seen);
