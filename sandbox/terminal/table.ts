import { wrap } from './wrap.ts';

export interface Column {
  readonly title: string;
  /** Characters; the one column without a width takes what is left. */
  readonly width?: number;
}

const gap = 2;

const widthsOf = (columns: readonly Column[], whole: number): number[] => {
  const fixed = columns.reduce((sum, { width }) => sum + (width ?? 0), 0);
  const left = whole - fixed - gap * (columns.length - 1);
  return columns.map(({ width }) => width ?? Math.max(10, left));
};

const rowLines = (cells: readonly string[], widths: readonly number[]): string[] => {
  const wrapped = cells.map((cell, index) => wrap(cell, widths[index] ?? 1));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    wrapped
      .map((lines, index) => (lines[line] ?? '').padEnd(widths[index] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
};

/** A table of at most `width` characters whose cells wrap; the first line is the header. */
export const tableLines = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] => {
  const widths = widthsOf(columns, width);
  const rule = widths.map((each) => '-'.repeat(each)).join(' '.repeat(gap));
  return [
    ...rowLines(
      columns.map(({ title }) => title),
      widths,
    ),
    rule,
    ...rows.flatMap((row) => rowLines(row, widths)),
  ];
};
