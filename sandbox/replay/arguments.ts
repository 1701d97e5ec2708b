import { Command, CommanderError } from 'commander';
import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';

/** What the command line asks for. */
export interface Asked {
  readonly service: string;
  readonly samples: readonly string[];
  readonly json: boolean;
}

const explanation = `
Judges what was recorded with a service's own plan, as a rollout would have judged it at the time: one
verdict for each bucket, and one decision for each file: promote, roll-back or hold.

A recording has one bucket on each line, oldest first, as JSON:
  {"at": "2026-03-02T12:00:00Z", "seconds": 60, "weight": 10,
   "stable": {"requests": 900, "errors": 2, "latency": {"bounds": [100, 250], "counts": [800, 90, 10]},
              "cpu": 35, "memory": 40},
   "canary": {"requests": 100, "errors": 1, "latency": {"p95": 180, "p99": 240}}}
A side that is null or missing is no data. Buckets with weight 0 at the beginning are the baseline.

Exit codes: 0 judged, whatever the decision; 2 bad input.
With --json the lines are NDJSON; with several files each has the file's name.`;

const programOf = (write: (text: string) => void): Command =>
  new Command('replay')
    .description('Judges recorded measurements offline.')
    .option('--service <file>', 'the catalogue file of the service: catalog/services/<service>.yml')
    .option('--samples <file...>', 'recordings, each judged by itself; - is standard input')
    .option('--json', 'one line of JSON for each bucket, then the decision, and nothing else')
    .addHelpText('after', explanation)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });

const mistakeOf = (error: CommanderError, program: Command): Mistake => {
  const flag = /'([^' ]*)[^']*'/.exec(error.message)?.[1] ?? 'arguments';
  const flags = program.options.map(({ long }) => long).join(', ');
  switch (error.code) {
    case 'commander.optionMissingArgument':
      return { path: flag, value: 'nothing', allowed: 'a value after the flag' };
    case 'commander.unknownOption':
      return { path: flag, value: 'this flag', allowed: `${flags}, --help` };
    default:
      return { path: 'arguments', value: error.message, allowed: flags };
  }
};

const missing = ({ service, samples }: Partial<Asked>): Mistake[] => [
  ...(service ? [] : [{ path: '--service', value: 'nothing', allowed: 'a catalogue file' }]),
  ...(samples?.length
    ? []
    : [{ path: '--samples', value: 'nothing', allowed: 'a file of recorded buckets, or -' }]),
  ...((samples?.filter((file) => file === '-').length ?? 0) > 1
    ? [{ path: '--samples', value: '- more than once', allowed: 'standard input once' }]
    : []),
];

/**
 * Reads the command line.
 *
 * @param words the words after the program's name.
 * @throws InvalidInputError for an unknown flag, or one that is missing or has no value.
 */
export const readArguments = (
  words: readonly string[],
  write: (text: string) => void,
): Asked | 'helped' => {
  const program = programOf(write);
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 'helped';
    throw new InvalidInputError('the command line', [mistakeOf(error, program)], { cause: error });
  }
  const flags = program.opts<Partial<Asked>>();
  const mistakes = missing(flags);
  if (mistakes.length > 0) throw new InvalidInputError('the command line', mistakes);
  const { service = '', samples = [], json = false } = flags;
  return { service, samples, json };
};
