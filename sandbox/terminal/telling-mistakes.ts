import { InvalidInputError, mistakeLine } from '../../functions/platform/errors.ts';

/**
 * The exit code of a command: what it answers, or 2 for bad input, with one line for each mistake.
 *
 * @throws whatever else the command throws.
 */
export const tellingMistakes = async (
  run: () => Promise<number>,
  tell: (line: string) => void,
): Promise<number> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    for (const mistake of error.mistakes) tell(mistakeLine(mistake));
    return 2;
  }
};
