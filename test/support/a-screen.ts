import { type Output, type Screen, screenOf } from '../../sandbox/terminal/screen.ts';

/** An output that remembers what was written to it. */
export const aPage = (shape: Partial<Output> = {}) => {
  const written: string[] = [];
  const output: Output = { ...shape, write: (text: string) => written.push(text) };
  return { output, text: () => written.join('') };
};

export const aPlainScreen = (columns = 100): Screen =>
  screenOf(aPage().output, { COLUMNS: String(columns) });

/** What begins every code that moves a cursor or changes a colour. */
export const escapeCode = '\u001b';
