import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { misreadWords } from './misread-words.ts';

/** What the command line asks for. */
export interface Asked {
  readonly workflow?: string;
  readonly scenario?: string;
  readonly service?: string;
  readonly list: boolean;
  readonly seed: number;
  readonly fast: boolean;
  readonly json: boolean;
  readonly report?: string;
}

/** Help was asked for and has been written; there is nothing else to do. */
export type Answer = Asked | 'helped';

export const largestSeed = 2 ** 32 - 1;
const seedRange = `an integer from 0 to ${largestSeed}`;

const seedOf = (text: string): number => {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > largestSeed) throw new InvalidArgumentError(seedRange);
  return seed;
};

const explanation = `
Without arguments: a good release (promoted), a bad one (rolled back) and a telemetry outage (held).

Exit codes: 0 every run ended as its scenario expects, 1 otherwise, 2 bad input.
On a terminal a rollout is shown in about eight seconds. Piped, with CI or with NO_COLOR it is plain text.`;

const programOf = (write: (text: string) => void): Command =>
  new Command('rehearse')
    .description(
      'Rehearses a workflow offline: the real machine and handlers in a simulated account.',
    )
    .argument('[workflow]', 'what to rehearse: rollout')
    .argument('[scenario]', 'what happens to it, see --list (default: good)')
    .option('--service <file>', 'a catalogue file of your own instead of the sample')
    .option('--list', 'list the scenarios with the outcome that each expects')
    .option('--seed <number>', 'the same seed gives the same run', seedOf, 1)
    .option('--fast', 'do not slow down for watching')
    .option('--json', 'one line of JSON for each run and nothing else')
    .option(
      '--report <directory>',
      'where the HTML reports go (default: rehearsals, none with --json)',
    )
    .addHelpText('after', explanation)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });

/**
 * Reads the command line.
 *
 * @param words the words after the program's name.
 * @throws InvalidInputError for an unknown flag or a value that a flag does not take.
 */
export const readArguments = (words: readonly string[], write: (text: string) => void): Answer => {
  const program = programOf(write);
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 'helped';
    throw new InvalidInputError('the command line', [misreadWords(error, program)], {
      cause: error,
    });
  }
  const [workflow, scenario] = program.args;
  const flags = { list: false, fast: false, json: false };
  return { ...flags, ...program.opts<Omit<Asked, 'workflow' | 'scenario'>>(), workflow, scenario };
};
