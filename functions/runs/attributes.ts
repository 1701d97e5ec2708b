import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** DynamoDB keeps magnitudes from 1e-130 to just below 1e126, and more digits than a number has. */
const largest = 9.99e125;
const smallest = 1e-130;

/**
 * What DynamoDB can keep of a number that somebody's metric may have: what is beyond its range
 * becomes the nearest that it keeps, and what is no number at all is written as none, as JSON does.
 */
const storable = (value: number): number | null => {
  if (Number.isNaN(value)) return null;
  if (Math.abs(value) < smallest) return 0;
  return Math.max(-largest, Math.min(largest, value));
};

const isPlain = (value: object): boolean =>
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

const withStorable = (value: unknown): unknown => {
  if (typeof value === 'number') return storable(value);
  if (Array.isArray(value)) return value.map(withStorable);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, withStorable(part)]),
  );
};

/**
 * Plain data as DynamoDB's attributes. No number keeps an item from being written: a tick that could
 * not be recorded would be rolled back, and a number of a metric is no reason for that.
 */
export const toAttributes = (item: object): Record<string, AttributeValue> =>
  // Its guard against large numbers is for the digits of integers; what is written here is a double.
  marshall(withStorable(item), { removeUndefinedValues: true, allowImpreciseNumbers: true });

/** The plain data of an item, each number as it was written, however large. */
export const fromAttributes = (item: Record<string, AttributeValue>): Record<string, unknown> =>
  unmarshall(item, { wrapNumbers: Number });
