import type { Command, CommanderError } from 'commander';
import type { Mistake } from '../../functions/platform/errors.ts';

/** A flag without the name of its value. */
const flagIn = (message: string): string => /'([^' ]*)[^']*'/.exec(message)?.[1] ?? 'arguments';

const flagsOf = (program: Command): string =>
  [...program.options.map(({ long }) => long), '--help'].join(', ');

const tooMany = ({ args, registeredArguments }: Command): Mistake => {
  const names = registeredArguments.map((each) => `[${each.name()}]`).join(' ');
  const allowed = names || 'flags alone';
  return { path: 'arguments', value: JSON.stringify(args[registeredArguments.length]), allowed };
};

/** Of `option '--seed <number>' argument 'x' is invalid. what its reader wants`. */
const misread = (message: string): Mistake => {
  const [, value = '', allowed = ''] = /argument '(.*)' is invalid\. (.*)$/s.exec(message) ?? [];
  return { path: flagIn(message), value: JSON.stringify(value), allowed };
};

/** What is wrong with the words of a command line, by what commander says of them. */
export const misreadWords = ({ code, message }: CommanderError, program: Command): Mistake => {
  switch (code) {
    case 'commander.unknownOption':
      return { path: flagIn(message), value: 'this flag', allowed: flagsOf(program) };
    case 'commander.optionMissingArgument':
      return { path: flagIn(message), value: 'nothing', allowed: 'a value after the flag' };
    case 'commander.invalidArgument':
      return misread(message);
    case 'commander.excessArguments':
      return tooMany(program);
    default:
      return { path: 'arguments', value: message, allowed: 'see --help' };
  }
};
