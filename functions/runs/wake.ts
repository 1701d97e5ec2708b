import {
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { changingClient } from '../platform/clients.ts';
import { ChangeFailedError } from '../platform/errors.ts';
import { findAnyRun } from './record.ts';

const client = changingClient(SFNClient);

/** Ends the wait behind a token. @returns false if nothing waits there any more. */
export const endWait = async (token: string): Promise<boolean> => {
  try {
    await client().send(new SendTaskSuccessCommand({ taskToken: token, output: '"wake"' }));
    return true;
  } catch (cause) {
    const isOver =
      cause instanceof TaskTimedOut ||
      cause instanceof TaskDoesNotExist ||
      cause instanceof InvalidToken;
    if (isOver) return false;
    throw new ChangeFailedError(
      'The waiting run could not be woken, or it is not known whether it was. Its signal is in the mailbox and is read at the next tick; retrying is safe.',
      { cause },
    );
  }
};

/**
 * Wakes a run that waits, so that it reads its mailbox at once. A token that is already over is read
 * once more; after that the next tick finds the signal.
 */
export const wake = async (runId: string): Promise<void> => {
  const first = (await findAnyRun(runId))?.listener?.token;
  if (first === undefined || (await endWait(first))) return;
  const second = (await findAnyRun(runId))?.listener?.token;
  if (second !== undefined && second !== first) await endWait(second);
};
