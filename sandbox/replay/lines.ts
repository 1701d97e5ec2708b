import { InvalidInputError } from '../../functions/platform/errors.ts';

export interface Line {
  readonly number: number;
  readonly text: string;
}

/** A bucket with two histograms of a thousand bounds takes less than a twentieth of it. */
const longest = 1_000_000;

const tooLong = (number: number): InvalidInputError =>
  new InvalidInputError('the recording', [
    {
      path: `line ${number}`,
      value: `a line of more than ${longest} characters`,
      allowed: 'one bucket on each line',
    },
  ]);

const isBlank = ({ text }: Line): boolean => text.trim() === '';

/** A file may begin with the mark that says how its bytes are ordered. */
const plain = (text: string, number: number): string =>
  (number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text).replace(/\r$/, '');

/**
 * The lines of a text that comes in pieces, blank ones left out. Holds one line at a time, however
 * much comes.
 *
 * @throws InvalidInputError for a line that is too long to be one.
 */
export async function* linesOf(pieces: AsyncIterable<string>): AsyncGenerator<Line> {
  let [rest, number] = ['', 0];
  for await (const piece of pieces) {
    const texts = `${rest}${piece}`.split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) {
      const line = { number: ++number, text: plain(text, number) };
      if (!isBlank(line)) yield line;
    }
    if (rest.length > longest) throw tooLong(number + 1);
  }
  const last = { number: number + 1, text: plain(rest, number + 1) };
  if (!isBlank(last)) yield last;
}
