import type { Output } from '../terminal/screen.ts';
import type { Recording } from './command.ts';
import type { LeftOut } from './feed.ts';
import type { Pages } from './report.ts';
import { joined } from './words.ts';

/** The metrics of a plan that are not judged, in one sentence. */
export const leftOutText = (leftOut: readonly LeftOut[]): string =>
  `not judged: ${joined(leftOut.map(({ metric, because }) => `${metric} (${because})`))}`;

/**
 * The lines of `--json`: a bucket, or the decision. What a reader should know besides goes where
 * errors go, so that what is piped on stays NDJSON of one shape.
 */
export const jsonPages = (
  recordings: readonly Recording[],
  output: Output,
  errors: Output,
): Pages => {
  const isOne = recordings.length === 1;
  const write = (fields: object): void => void output.write(`${JSON.stringify(fields)}\n`);
  return {
    page: ({ source, leftOut }) => {
      const named = isOne ? {} : { file: source.file };
      const note = (sentence: string): void => void errors.write(`${source.file}: ${sentence}\n`);
      if (leftOut.length > 0) note(leftOutText(leftOut));
      return {
        note,
        line: ({ at, verdict, because, metrics }) =>
          write({ ...named, at, verdict, because, metrics }),
        decide: ({ decision, at, because }) => write({ ...named, decision, at, because }),
      };
    },
    end: () => {},
  };
};
