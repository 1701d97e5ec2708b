import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { misreadWords } from '../terminal/misread-words.ts';
import { subjects } from './subject.ts';
import { variants } from './variants.ts';

/** What the command line asks for. */
export interface Asked {
  /** All of them when none is named. */
  readonly workflows: readonly string[];
  readonly runs?: number;
  readonly seed: number;
  /** How long to look; without it, until the schedules end or one breaks an invariant. */
  readonly minutes?: number;
  readonly quick: boolean;
  readonly json: boolean;
  /** A seed of a random schedule, a schedule as JSON, or the file of a kept case. */
  readonly replay?: string;
  readonly variants: boolean;
  readonly variant?: string;
}

const integer = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('an integer from 0 to 999999999');
};

const minutes = (text: string): number => {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= 1440) return value;
  throw new InvalidArgumentError('a number above 0, at most 1440');
};

const names = subjects.map(({ workflow }) => workflow);

const explanation = `
Looks for a broken invariant: every scenario without trouble, its steps baking ten minutes; with a
stop, an outage and a bad start in every state; with every fault at every mutating call; and then with
random faults and interventions, half of them near what was reached rarely. It ends at the first that
is found; with --minutes it goes on for so long, half of it at random, and another --seed begins
elsewhere. What is found is shrunk, kept as a file that npm test replays from then on, and printed.
Ctrl-C ends it with a report of what was done so far.

Exit codes: 0 every invariant held, 1 one is broken or a variant was missed, 2 bad input.`;

const program = (write: (text: string) => void): Command =>
  new Command('explore')
    .description('Rehearses workflows with faults until an invariant breaks.')
    .argument('[workflow]', `what to explore: ${names.join(', ')}; all of them if missing`)
    .option('--minutes <number>', 'how long to look altogether, whatever is found', minutes)
    .option('--runs <number>', 'random schedules after the enumerated ones (200)', integer)
    .option('--seed <number>', 'the seed of the first random schedule', integer, 1)
    .option('--quick', 'two kinds of fault at each call instead of all')
    .option(
      '--replay <schedule>',
      'one schedule: a kept file, what was printed, or the seed of a random one',
    )
    .option(
      '--variants',
      'explores the product with one guard removed at a time, which must be found; with --minutes after everything else',
    )
    .option('--variant <name>', 'with variant-loader.ts: says which guard is removed')
    .option('--json', 'one line of JSON and nothing else')
    .addHelpText('after', explanation)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });

const workflowsOf = (name: string | undefined): readonly string[] => {
  if (name === undefined) return names;
  if (names.includes(name)) return [name];
  throw new InvalidInputError('the command line', [
    { path: 'workflow', value: JSON.stringify(name), allowed: names.join(', ') },
  ]);
};

/** Without the loader the product is whole, and what is explored would not be the variant. */
const refuseUnloaded = (variant: string | undefined, loaded: string | undefined): void => {
  if (variant === undefined || variant === loaded) return;
  const isKnown = variants.some(({ name }) => name === variant);
  const allowed = isKnown
    ? 'with node --import ./sandbox/explore/variant-loader.ts sandbox/explore/main.ts; --variants tries all'
    : variants.map(({ name }) => name).join(', ');
  throw new InvalidInputError('the command line', [
    { path: '--variant', value: JSON.stringify(variant), allowed },
  ]);
};

/**
 * Reads the command line.
 *
 * @param loaded the variant of which the loader has removed the guard.
 * @returns undefined when help was asked for and has been written.
 * @throws InvalidInputError
 */
export const readArguments = (
  words: readonly string[],
  write: (text: string) => void,
  loaded?: string,
): Asked | undefined => {
  const command = program(write);
  try {
    command.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new InvalidInputError('the command line', [misreadWords(error, command)], {
      cause: error,
    });
  }
  const options = command.opts<Pick<Asked, 'seed'> & Partial<Omit<Asked, 'workflows'>>>();
  refuseUnloaded(options.variant, loaded);
  return {
    ...{ quick: false, json: false, variants: false },
    ...options,
    workflows: workflowsOf(command.args[0]),
  };
};
