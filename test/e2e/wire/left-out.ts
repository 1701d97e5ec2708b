import type { EmulatorName } from './recorder.ts';

/** What an emulator does otherwise than AWS, so that it proves nothing here. */
interface LeftOut {
  readonly emulator: EmulatorName;
  readonly does: string;
  readonly decidedBy: string;
}

const leftOut: LeftOut[] = [];

/**
 * Lists a deviation, and is the title of the test that shows it: when the emulator agrees with AWS
 * one day, that test fails and the row goes.
 *
 * @param decidedBy what says what AWS does: a page under docs.aws.amazon.com unless it is a URL.
 */
export const deviates = (emulator: EmulatorName, does: string, decidedBy: string): string => {
  leftOut.push({ emulator, does, decidedBy });
  return `is left out: ${emulator} ${does}`;
};

export const leftOutText = (): string =>
  [
    'Left out of the wire suite, each with what says how AWS does it:',
    ...leftOut.map(({ emulator, does, decidedBy }) => {
      const url = new URL(decidedBy, 'https://docs.aws.amazon.com/');
      return `  ${emulator} ${does} (${url})`;
    }),
  ].join('\n');
