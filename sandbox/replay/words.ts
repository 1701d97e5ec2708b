/** Milliseconds as people write them: no digit that says nothing. */
export const millisecondsText = (value: number): string =>
  `${Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 3 })} ms`;

export const clockOf = (time: number): string => new Date(time).toISOString().slice(11, 16);

/** A span of a recording; the day is told elsewhere. */
export const spanText = (start: number, end: number): string =>
  `from ${clockOf(start)} to ${clockOf(end)} UTC`;

export const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
