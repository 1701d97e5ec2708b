/** A value that JSON cannot hold: a function that an expression answered instead of calling it. */
export class NotPlainError extends Error {
  override readonly name = 'NotPlainError';
}

/**
 * Plain data that was measured, with the bytes its JSON text surely does not exceed. Data of a run
 * never changes, so what is known here is neither copied nor measured again: a state that passes a
 * whole plan on costs nothing.
 */
const measured = new WeakMap<object, number>();

const isFunction = (value: object): boolean =>
  typeof value === 'function' || '_jsonata_lambda' in value || '_jsonata_function' in value;

/** A number of bytes that the JSON text of plain data surely does not exceed. */
export const mostBytes = (value: unknown): number => {
  if (typeof value === 'string') return 2 + 6 * value.length;
  if (typeof value !== 'object' || value === null) return 25;
  const known = measured.get(value);
  if (known !== undefined) return known;
  let sum = 2;
  for (const [name, item] of Object.entries(value)) sum += 4 + 6 * name.length + mostBytes(item);
  measured.set(value, sum);
  return sum;
};

/**
 * The value as plain data: without what JSONata attaches to arrays. JSON has no number for Infinity
 * and NaN: AWS writes them as text.
 *
 * @throws NotPlainError
 */
export const plainCopy = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  if (measured.has(value)) return value;
  if (isFunction(value)) throw new NotPlainError();
  if (Array.isArray(value)) return value.map(plainCopy);
  const copy: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value))
    if (item !== undefined) copy[name] = plainCopy(item);
  return copy;
};
