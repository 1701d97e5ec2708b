import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { decimal } from './parsers.ts';
import type { Item } from './values.ts';

export const largestItemBytes = 400 * 1024;

/** A fraction as it is stored: its sign and its significant digits, on one side of the point or both. */
const storedFraction = /^(-?)(?:0\.0*([1-9]\d*)|([1-9]\d*)\.(\d+))$/;

const textBytes = (text: string): number => Buffer.byteLength(text);

/**
 * One byte, one for each two significant digits on either side of the decimal point, one for a minus
 * sign. The developer guide is vaguer; this was measured against AWS by paritysuite's
 * dynamodb-conformance at the 400 KB limit.
 */
const numberBytes = (text: string): number => {
  if (text === '0') return 1;
  if (/^[1-9]\d*$/.test(text)) return 1 + Math.ceil(text.replace(/0+$/, '').length / 2);
  const [found, sign = '', small = '', whole = '', rest = ''] = storedFraction.exec(text) ?? [];
  if (found === undefined) return decimalBytes(text);
  return 1 + sign.length + [small, whole, rest].reduce((sum, part) => sum + pairsIn(part), 0);
};

const pairsIn = (digits: string): number => Math.ceil(digits.length / 2);

const decimalBytes = (text: string): number => {
  const { c, e, s } = decimal(text);
  if (c.length === 1 && c[0] === 0) return 1;
  const whole = Math.min(Math.max(e + 1, 0), c.length);
  return 1 + Math.ceil(whole / 2) + Math.ceil((c.length - whole) / 2) + (s === -1 ? 1 : 0);
};

const total = <Member>(members: readonly Member[], bytes: (member: Member) => number): number =>
  members.reduce((sum, member) => sum + bytes(member), 0);

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B) return value.B.length;
  if (value.SS) return total(value.SS, textBytes);
  if (value.NS) return total(value.NS, numberBytes);
  if (value.BS) return total(value.BS, (member) => member.length);
  if (value.L) return 3 + total(value.L, (member) => 1 + valueBytes(member));
  if (value.M) return 3 + Object.keys(value.M).length + itemBytes(value.M);
  return 1;
};

const known = new WeakMap<Readonly<Item>, number>();

/** The size that limits, pages and capacity units are counted by; the item must not change later. */
export const itemBytes = (item: Readonly<Item>): number => {
  const measured = known.get(item);
  if (measured !== undefined) return measured;
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += textBytes(name) + valueBytes(value);
  }
  known.set(item, bytes);
  return bytes;
};

export const writeUnits = (...bytes: number[]): number =>
  Math.max(1, Math.ceil(Math.max(0, ...bytes) / 1024));

/** Half as much without ConsistentRead, twice as much in a transaction. */
export const readUnits = (bytes: number, factor: 0.5 | 1 | 2): number =>
  Math.max(1, Math.ceil(bytes / 4096)) * factor;
