import { styleText } from 'node:util';

export type Tone = 'plain' | 'dim' | 'strong' | 'good' | 'bad' | 'doubt' | 'dark' | 'traffic';

const formats = {
  plain: [],
  dim: ['dim'],
  strong: ['bold'],
  good: ['green', 'bold'],
  bad: ['red', 'bold'],
  doubt: ['yellow', 'bold'],
  dark: ['magenta', 'bold'],
  traffic: ['cyan', 'bold'],
} as const;

/** Where text goes and what the reader's terminal can do. */
export interface Screen {
  readonly write: (text: string) => void;
  /** Characters in a line, read anew each time because a window can be resized. */
  readonly columns: () => number;
  /** Whether a person watches: colour, cursor movement and pacing make sense only then. */
  readonly isLive: boolean;
}

/** What is needed of `process.stdout`. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

const usual = 100;
const narrowest = 50;
const widest = 120;

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** A terminal knows its width itself; for a pipe COLUMNS may say what is wanted. */
const columnsOf = (output: Output, environment: Environment): number => {
  const asked = Number(environment.COLUMNS);
  const wanted = Number.isInteger(asked) && asked > 0 ? asked : usual;
  const columns = (output.isTTY === true && output.columns) || wanted;
  return Math.min(widest, Math.max(narrowest, columns));
};

/** Piped, in CI, with NO_COLOR or on a dumb or tiny terminal nothing moves and nothing is coloured. */
export const screenOf = (output: Output, environment: Environment): Screen => ({
  write: (text) => void output.write(text),
  columns: () => columnsOf(output, environment),
  isLive:
    output.isTTY === true &&
    !isSet(environment.CI) &&
    !isSet(environment.NO_COLOR) &&
    environment.TERM !== 'dumb' &&
    (output.columns ?? usual) >= narrowest,
});

/** Colours text where the screen shows colour. */
export const paint = (screen: Screen, tone: Tone, text: string): string =>
  screen.isLive && formats[tone].length > 0
    ? styleText([...formats[tone]], text, { validateStream: false })
    : text;
