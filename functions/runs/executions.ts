import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { changingClient, readingClient } from '../platform/clients.ts';
import { ChangeFailedError, UnreadableError } from '../platform/errors.ts';

const reader = readingClient(SFNClient);
const starter = changingClient(SFNClient);

/**
 * Starts an execution under a name that is used only once.
 *
 * @returns false if an execution of that name has been started with another input or has ended; while
 * it runs, the same request is simply answered again.
 * @throws ChangeFailedError
 */
export const startExecution = async (
  machineArn: string,
  name: string,
  input: object,
): Promise<boolean> => {
  try {
    await starter().send(
      new StartExecutionCommand({
        stateMachineArn: machineArn,
        name,
        input: JSON.stringify(input),
      }),
    );
    return true;
  } catch (cause) {
    if (cause instanceof ExecutionAlreadyExists) return false;
    throw new ChangeFailedError(
      `The execution ${name} could not be started, or it is not known whether it was. Retrying is safe: the name is used only once.`,
      { cause },
    );
  }
};

/** How an execution came to its end, in a word and a sentence. */
export interface Gone {
  readonly error: string;
  readonly because: string;
}

/** How a run's execution ended, or undefined while it is running. @throws UnreadableError */
export const whyGone = async (executionArn: string): Promise<Gone | undefined> => {
  try {
    const { status, error, cause } = await reader().send(
      new DescribeExecutionCommand({ executionArn }),
    );
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return undefined;
    const name = error ?? status ?? 'unknown';
    return { error: name, because: `the execution ended ${status} (${cause ?? name})` };
  } catch (cause) {
    if (cause instanceof ExecutionDoesNotExist)
      return { error: 'ExecutionDoesNotExist', because: 'the execution does not exist any more' };
    throw new UnreadableError(
      `The execution ${executionArn} could not be read. Nothing was changed; the next sweep tries again.`,
      { cause },
    );
  }
};
