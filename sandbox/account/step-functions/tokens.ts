import {
  InvalidOutput,
  InvalidToken,
  type SendTaskFailureInput,
  type SendTaskHeartbeatInput,
  type SendTaskSuccessInput,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Execution } from '../../engine/execution.ts';
import { assertCarriable } from '../../engine/limits.ts';
import { type TokenState, tokenPattern } from '../../engine/tokens.ts';
import { supportFields } from '../supported-fields.ts';
import { assertWords, refusal } from './refusal.ts';

const parsed = (output: string | undefined): unknown => {
  try {
    const value: unknown = JSON.parse(output ?? '');
    assertCarriable(value, 'The output');
    return value;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw refusal(InvalidOutput, `Invalid Output: '${reason}'`);
  }
};

/** Tells the one execution that issued the token. */
const tell = (
  executions: ReadonlyMap<string, Execution>,
  token: string | undefined,
  message: (execution: Execution, token: string) => TokenState,
): Record<string, never> => {
  if (token === undefined || !tokenPattern.test(token))
    throw refusal(InvalidToken, "Invalid Token: 'Invalid token'");
  for (const execution of executions.values()) {
    const state = message(execution, token);
    if (state === 'open') return {};
    if (state === 'closed')
      throw refusal(TaskTimedOut, "Task Timed Out: 'Provided task does not exist anymore'");
  }
  throw refusal(TaskDoesNotExist, "Task Does Not Exist: 'Provided task does not exist'");
};

/** The commands by which somebody answers a task that waits for its token. */
export const tokenCommands = (executions: ReadonlyMap<string, Execution>) => ({
  SendTaskSuccess: (input: SendTaskSuccessInput) => {
    supportFields('SendTaskSuccess', input, ['taskToken', 'output']);
    const output = parsed(input.output);
    return tell(executions, input.taskToken, (execution, token) =>
      execution.sendTaskSuccess(token, output),
    );
  },
  SendTaskFailure: (input: SendTaskFailureInput) => {
    supportFields('SendTaskFailure', input, ['taskToken', 'error', 'cause']);
    const { error, cause } = input;
    assertWords(error, cause);
    return tell(executions, input.taskToken, (execution, token) =>
      execution.sendTaskFailure(token, error, cause),
    );
  },
  SendTaskHeartbeat: (input: SendTaskHeartbeatInput) => {
    supportFields('SendTaskHeartbeat', input, ['taskToken']);
    return tell(executions, input.taskToken, (execution, token) =>
      execution.sendTaskHeartbeat(token),
    );
  },
});
