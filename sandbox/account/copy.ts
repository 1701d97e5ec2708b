/**
 * Copies what the SDK would send or receive, so that neither side of a call can change the other's
 * data afterwards. Fields that are undefined are left out, as on the wire; dates are shared, because
 * nobody changes them.
 */
export const copied = <Value>(value: Value): Value => copyOf(value) as Value;

const copyOf = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Set) return new Set(value);
  return copyOfFields(value as Record<string, unknown>);
};

const copyOfFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const copy: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) copy[name] = typeof value === 'object' ? copyOf(value) : value;
  }
  return copy;
};
