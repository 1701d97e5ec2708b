import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';
import { linesOf } from './lines.ts';
import { orderMistakes } from './order.ts';
import { parseSample, type Sample } from './sample.ts';
import type { Source } from './source.ts';
import { noSurvey, type Survey, surveyed } from './survey.ts';

/** A line of a recording: a bucket, or what is wrong with it. */
type Read = { readonly sample: Sample } | { readonly mistakes: readonly Mistake[] };

async function* readIn({ file, pieces }: Source): AsyncGenerator<Read> {
  let before: Sample | undefined;
  for await (const { number, text } of linesOf(pieces())) {
    const parsed = parseSample(text);
    const mistakes = 'mistakes' in parsed ? parsed.mistakes : orderMistakes(before, parsed.value);
    if (mistakes.length > 0) {
      const line = `${file} line ${number}`;
      yield { mistakes: mistakes.map((each) => ({ ...each, path: `${line}, ${each.path}` })) };
    } else if ('value' in parsed) {
      before = parsed.value;
      yield { sample: parsed.value };
    }
  }
}

const atFile = ({ file }: Source, error: InvalidInputError): Mistake[] =>
  error.mistakes.map((each) =>
    each.path.startsWith('line ') ? { ...each, path: `${file} ${each.path}` } : each,
  );

/** More of them tell nobody anything: the file is a wrong one, and may have millions. */
const mostMistakes = 20;

/**
 * Reads a recording once to see that it can be judged, and what it holds.
 *
 * @throws InvalidInputError with what is wrong with each line.
 */
export const survey = async (source: Source): Promise<Survey> => {
  const mistakes: Mistake[] = [];
  let found = noSurvey;
  let more = 0;
  try {
    for await (const read of readIn(source)) {
      if ('sample' in read) found = surveyed(found, read.sample);
      else if (mistakes.length < mostMistakes) mistakes.push(...read.mistakes);
      else more += read.mistakes.length;
    }
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    mistakes.push(...atFile(source, error));
  }
  if (more > 0)
    mistakes.push({ path: source.file, value: `the like, ${more} more times,`, allowed: 'none' });
  if (found.buckets === 0 && mistakes.length === 0)
    mistakes.push({ path: source.file, value: 'no bucket', allowed: 'one bucket on each line' });
  if (mistakes.length > 0) throw new InvalidInputError('the recording', mistakes);
  return found;
};

/**
 * The buckets of a recording that was surveyed, one at a time.
 *
 * @throws InvalidInputError when the file was changed meanwhile.
 */
export async function* samplesOf(source: Source): AsyncGenerator<Sample> {
  for await (const read of readIn(source)) {
    if ('mistakes' in read) throw new InvalidInputError('the recording', read.mistakes);
    yield read.sample;
  }
}
