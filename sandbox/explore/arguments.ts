import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { InvalidInputError } from '../../functions/platform/errors.ts';

/** What the command line asks for. */
export interface Asked {
  readonly workflow: string;
  readonly runs: number;
  readonly seed: number;
  readonly quick: boolean;
  readonly json: boolean;
  /** A seed of a random schedule, or a schedule as JSON. */
  readonly replay?: string;
  readonly variants: boolean;
  readonly variant?: string;
}

const integer = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('an integer from 0 to 999999999');
};

const explanation = `
Looks for a broken invariant: every scenario as it is, with a stop or an outage in every state, with
every fault at every mutating call, and then random faults and interventions. It ends at the first.

Exit codes: 0 every invariant held, 1 one is broken (the schedule that replays it is printed), 2 bad input.`;

const program = (write: (text: string) => void): Command =>
  new Command('explore')
    .description('Rehearses a workflow with faults until an invariant breaks.')
    .argument('[workflow]', 'what to explore: rollout', 'rollout')
    .option('--runs <number>', 'random schedules after the enumerated ones', integer, 200)
    .option('--seed <number>', 'the seed of the first random schedule', integer, 1)
    .option('--quick', 'two kinds of fault at each call instead of all')
    .option('--replay <schedule>', 'one schedule: the seed of a random one, or what was printed')
    .option(
      '--variants',
      'explores the product with one guard removed at a time, which must be found',
    )
    .option('--variant <name>', 'with variant-loader.ts: says which guard is removed')
    .option('--json', 'one line of JSON and nothing else')
    .addHelpText('after', explanation)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });

/**
 * Reads the command line.
 *
 * @returns undefined when help was asked for and has been written.
 * @throws InvalidInputError
 */
export const readArguments = (
  words: readonly string[],
  write: (text: string) => void,
): Asked | undefined => {
  const command = program(write);
  try {
    command.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    const allowed = 'see --help';
    throw new InvalidInputError('the command line', [
      { path: 'arguments', value: error.message.replace(/^error: /, ''), allowed },
    ]);
  }
  const [workflow = 'rollout'] = command.args;
  if (workflow === 'rollout')
    return {
      ...{ quick: false, json: false, variants: false },
      ...command.opts<Omit<Asked, 'workflow' | 'quick' | 'json' | 'variants'>>(),
      workflow,
    };
  throw new InvalidInputError('the command line', [
    { path: 'workflow', value: JSON.stringify(workflow), allowed: 'rollout' },
  ]);
};
