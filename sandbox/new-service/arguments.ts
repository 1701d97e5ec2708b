import { Command, CommanderError } from 'commander';
import { InvalidInputError } from '../../functions/platform/errors.ts';
import { misreadWords } from '../terminal/misread-words.ts';

/** The answers as flags give them; what is missing may still be asked for. */
export interface Flags {
  readonly name?: string;
  readonly kind?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly rule?: string;
  readonly cluster?: string;
  readonly side?: readonly string[];
  readonly function?: string;
  readonly alias?: string;
  readonly force: boolean;
}

const example = `
Examples:
  npm run new-service -- --name pricing --kind lambda-alias --function pricing --alias live \\
    --owner team-shop --description "Computes prices."
  npm run new-service -- --name checkout --kind alb --rule <listener-rule-arn> --cluster shop \\
    --side blue=<target-group-arn>,checkout-blue --side green=<target-group-arn>,checkout-green \\
    --owner team-shop --description "Takes orders."

On a terminal, what is missing is asked for. Exit codes: 0 written, 2 bad input.`;

const collect = (value: string, sides: readonly string[] | undefined): readonly string[] => [
  ...(sides ?? []),
  value,
];

const programOf = (write: (text: string) => void): Command =>
  new Command('new-service')
    .description('Writes an annotated catalogue file: catalog/services/<name>.yml.')
    .option('--name <name>', 'the service, as in deploy events')
    .option('--kind <kind>', 'where its traffic is split: alb or lambda-alias')
    .option('--description <text>', 'what it does, for people')
    .option('--owner <who>', 'who answers for it')
    .option('--rule <arn>', 'alb: the listener rule, or the listener for its default rule')
    .option('--cluster <name>', 'alb: the ECS cluster')
    .option('--side <name=arn,service>', 'alb: a target group and its service; twice', collect)
    .option('--function <name>', 'lambda-alias: the function')
    .option('--alias <name>', 'lambda-alias: the alias')
    .option('--force', 'write over an existing file')
    .addHelpText('after', example)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });

/**
 * Reads the flags.
 *
 * @throws InvalidInputError for an unknown flag or one without its value.
 */
export const readFlags = (
  words: readonly string[],
  write: (text: string) => void,
): Flags | 'helped' => {
  const program = programOf(write);
  try {
    const flags = program.parse([...words], { from: 'user' }).opts<Partial<Flags>>();
    return { ...flags, force: flags.force === true };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 'helped';
    throw new InvalidInputError('the command line', [misreadWords(error, program)], {
      cause: error,
    });
  }
};
