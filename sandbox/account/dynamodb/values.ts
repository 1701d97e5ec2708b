import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { decimal, type Path } from './parsers.ts';

export type Item = Record<string, AttributeValue>;
export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

export const attributeTypes: readonly AttributeType[] = [
  'S',
  'N',
  'B',
  'BOOL',
  'NULL',
  'SS',
  'NS',
  'BS',
  'L',
  'M',
];

/** The type of a value that has been accepted, which therefore has exactly one. */
export const typeOf = (value: AttributeValue): AttributeType => {
  for (const type in value) return type as AttributeType;
  throw new Error('A value without a type was stored');
};

/** One character for each byte, so that text comparison is byte comparison. */
export const byteText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const compareText = (left: string, right: string): number =>
  left === right ? 0 : left < right ? -1 : 1;

const hasSurrogates = (text: string): boolean => /[\ud800-\udfff]/.test(text);

/** Strings are ordered by their UTF-8 bytes, which differs from UTF-16 order for some characters. */
export const compareStrings = (left: string, right: string): number =>
  hasSurrogates(left) || hasSurrogates(right)
    ? Buffer.compare(Buffer.from(left), Buffer.from(right))
    : compareText(left, right);

export const compareNumbers = (left: string, right: string): number =>
  left.length < 16 && right.length < 16
    ? Math.sign(Number(left) - Number(right))
    : decimal(left).cmp(right);

/** Negative, zero or positive; undefined when the two have no order. */
export const order = (left: AttributeValue, right: AttributeValue): number | undefined => {
  if (left.S !== undefined && right.S !== undefined) return compareStrings(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.B !== undefined && right.B !== undefined)
    return compareText(byteText(left.B), byteText(right.B));
  return undefined;
};

const isSameSet = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((member) => right.includes(member));

const members = (value: AttributeValue): readonly string[] | undefined =>
  value.SS ?? value.NS ?? value.BS?.map(byteText);

const isSameMap = (left: Item, right: Item): boolean => {
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length && keys.every((key) => isEqual(left[key], right[key]))
  );
};

export const isEqual = (
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean => {
  if (left === undefined || right === undefined || typeOf(left) !== typeOf(right)) return false;
  if (left.L && right.L) {
    const others = right.L;
    return (
      left.L.length === others.length && left.L.every((value, at) => isEqual(value, others[at]))
    );
  }
  if (left.M && right.M) return isSameMap(left.M, right.M);
  const [leftMembers, rightMembers] = [members(left), members(right)];
  if (leftMembers && rightMembers) return isSameSet(leftMembers, rightMembers);
  if (left.BOOL !== undefined) return left.BOOL === right.BOOL;
  return left.NULL !== undefined || order(left, right) === 0;
};

export const cloneValue = (value: AttributeValue): AttributeValue => {
  if (value.S !== undefined) return { S: value.S };
  if (value.N !== undefined) return { N: value.N };
  if (value.L) return { L: value.L.map(cloneValue) };
  if (value.M) return { M: cloneItem(value.M) };
  if (value.B) return { B: Uint8Array.from(value.B) };
  if (value.SS) return { SS: [...value.SS] };
  if (value.NS) return { NS: [...value.NS] };
  if (value.BS) return { BS: value.BS.map((bytes) => Uint8Array.from(bytes)) };
  return { ...value };
};

export const cloneItem = (item: Readonly<Item>): Item => {
  const copy: Item = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) copy[name] = cloneValue(value);
  }
  return copy;
};

/** The value at a document path, or undefined when the path leads nowhere. */
export const valueAt = (item: Readonly<Item>, path: Path): AttributeValue | undefined => {
  let value: AttributeValue | undefined = { M: item };
  for (const part of path) {
    value = typeof part === 'number' ? value?.L?.[part] : value?.M?.[part];
    if (value === undefined) return undefined;
  }
  return value;
};
