/** A text on one line of at most so many characters: what strangers wrote is never repeated in full. */
export const brief = (text: string, most: number): string => {
  const line = text.slice(0, most + 1).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  // A cut may fall into the middle of a character.
  return (line.length > most ? `${line.slice(0, most - 3)}...` : line).toWellFormed();
};

/** So little of a value is looked at that one which holds itself, or the same part often, ends. */
const sketchedParts = 10;

const sketched = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return value.slice(0, 100);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === 0) return '...';
  if (Array.isArray(value))
    return value.slice(0, sketchedParts).map((part) => sketched(part, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, sketchedParts)
      .map(([key, part]) => [key.slice(0, 100), sketched(part, depth - 1)]),
  );
};

/** A value as JSON, as far as one short line takes it. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(sketched(value, 3));
  return brief(text ?? String(value), 80);
};
