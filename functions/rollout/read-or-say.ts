import { UnreadableError, UnsupportedTrafficError } from '../platform/errors.ts';
import type { Unread } from './domain/decision.ts';

/** After so many attempts it is no passing trouble. */
const patience = 3;

/**
 * Reads the world, or says why not: that something cannot be read is no verdict on the canary.
 *
 * @param retry how often the machine has tried the state again; left out where nothing tries it again.
 * @throws UnreadableError while trying again may help.
 */
export const readOrSay = async <Read>(
  read: () => Promise<Read>,
  retry = patience,
): Promise<Read | Unread> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnsupportedTrafficError)
      return { unreadable: error.message, isLasting: true };
    if (error instanceof UnreadableError && retry >= patience) return { unreadable: error.message };
    throw error;
  }
};
