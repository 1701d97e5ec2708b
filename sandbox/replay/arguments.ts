import { Command, CommanderError } from 'commander';
import { InvalidInputError, type Mistake } from '../../functions/platform/errors.ts';
import { now } from '../../functions/platform/runtime.ts';
import { misreadWords } from '../terminal/misread-words.ts';
import { explanation } from './help.ts';
import {
  type RecordingFlags,
  type RecordingRequest,
  readRequest,
  strayFlags,
} from './record/request.ts';

/** What the command line asks for. */
export interface Asked {
  readonly service: string;
  readonly samples: readonly string[];
  readonly json: boolean;
  /** What is recorded first, instead of samples that there are already. */
  readonly recording?: RecordingRequest;
}

interface Flags extends RecordingFlags {
  readonly service?: string;
  readonly samples?: readonly string[];
}

const programOf = (write: (text: string) => void): Command =>
  new Command('replay')
    .description('Judges recorded measurements offline.')
    .option('--service <file>', 'the catalogue file of the service: catalog/services/<service>.yml')
    .option('--samples <file...>', 'recordings, each judged by itself; - is standard input')
    .option('--json', 'one line of JSON for each bucket, then the decision, and nothing else')
    .option('--from <source...>', 'record from a Prometheus: prometheus and its URL')
    .option('--range <start..end>', 'which time is recorded')
    .option('--stable <labels>', 'what tells stable apart: key=value,key=value')
    .option('--canary <labels>', 'what tells the canary apart')
    .option('--weight <percent>', 'the weight of the canary, where it is not to be measured')
    .option(
      '--record <file>',
      'write what is recorded there, and judge nothing; - is standard output',
    )
    .addHelpText('after', explanation)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} });

const samplesMistakes = (samples: readonly string[]): Mistake[] => [
  ...(samples.length > 0
    ? []
    : [
        {
          path: '--samples',
          value: 'nothing',
          allowed: 'a file of recorded buckets, or -; or --from prometheus URL instead',
        },
      ]),
  ...(samples.filter((file) => file === '-').length > 1
    ? [{ path: '--samples', value: '- more than once', allowed: 'standard input once' }]
    : []),
];

/** Samples that there are, or a recording that is to be made. */
const inputOf = (flags: Flags): { readonly recording?: RecordingRequest } | Mistake[] => {
  const { from, samples } = flags;
  if (from === undefined) {
    const mistakes = [...samplesMistakes(samples ?? []), ...strayFlags(flags)];
    return mistakes.length > 0 ? mistakes : {};
  }
  const read = readRequest(flags, now());
  const both = samples && { path: '--samples', value: 'with --from', allowed: 'one of them' };
  const mistakes = [...(both ? [both] : []), ...('mistakes' in read ? read.mistakes : [])];
  return 'value' in read && mistakes.length === 0 ? { recording: read.value } : mistakes;
};

const checkedFlags = (flags: Flags): Asked => {
  const { service = '', samples = [], json = false } = flags;
  const input = inputOf(flags);
  const mistakes = [
    ...(service ? [] : [{ path: '--service', value: 'nothing', allowed: 'a catalogue file' }]),
    ...(Array.isArray(input) ? input : []),
  ];
  if (mistakes.length > 0) throw new InvalidInputError('the command line', mistakes);
  return { service, samples, json, ...input };
};

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
    throw new InvalidInputError('the command line', [misreadWords(error, program)], {
      cause: error,
    });
  }
  return checkedFlags(program.opts<Flags>());
};
