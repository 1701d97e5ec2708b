import {
  InvalidOutput,
  InvalidToken,
  TaskDoesNotExist,
  TaskTimedOut,
  ValidationException,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { aStepFunctions, machineArn } from './aws.ts';

const executionArn = `${machineArn.replace('stateMachine', 'execution')}:run-1`;

/** A simulated Step Functions whose one execution listens, and its token. */
const aListener = async () => {
  const aws = aStepFunctions();
  aws.send('StartExecution', { stateMachineArn: machineArn, name: 'run-1' });
  await aws.driveTo(1);
  return { ...aws, taskToken: aws.tokens.at(-1) ?? '' };
};

describe('task tokens', () => {
  it('end the task with the output sent', async () => {
    const { send, driveTo, executions, taskToken } = await aListener();

    const answer = send('SendTaskSuccess', { taskToken, output: '{"wake":true}' });
    await driveTo(2);

    expect(answer).toEqual({});
    expect(executions.get(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: { wake: true },
    });
  });

  it('fail the task with the error and cause sent', async () => {
    const { send, driveTo, executions, taskToken } = await aListener();

    send('SendTaskFailure', { taskToken, error: 'No', cause: 'declined' });
    await driveTo(2);

    expect(executions.get(executionArn)).toMatchObject({ status: 'FAILED', error: 'No' });
  });

  it('take a heartbeat while the task waits', async () => {
    const { send, taskToken } = await aListener();

    expect(send('SendTaskHeartbeat', { taskToken })).toEqual({});
  });

  it('are timed out when the task has been answered', async () => {
    const { send, taskToken } = await aListener();
    send('SendTaskSuccess', { taskToken, output: '1' });

    expect(() => send('SendTaskSuccess', { taskToken, output: '1' })).toThrow(TaskTimedOut);
  });

  it('are timed out when nobody answered in time', async () => {
    const { send, driveTo, taskToken } = await aListener();
    await driveTo(61);

    expect(() => send('SendTaskHeartbeat', { taskToken })).toThrow(TaskTimedOut);
    expect(() => send('SendTaskFailure', { taskToken })).toThrow(TaskTimedOut);
  });

  it('are unknown when no execution issued them', async () => {
    const { send, taskToken } = await aListener();
    const last = taskToken.endsWith('A') ? 'B' : 'A';
    const other = `${taskToken.slice(0, -1)}${last}`;

    expect(() => send('SendTaskHeartbeat', { taskToken: other })).toThrow(TaskDoesNotExist);
  });

  it('are refused when they do not look like one', async () => {
    const { send } = await aListener();

    expect(() => send('SendTaskHeartbeat', { taskToken: 'x' })).toThrow(InvalidToken);
  });

  it('take only JSON as the output, and leave the task waiting', async () => {
    const { send, taskToken, executions } = await aListener();

    expect(() => send('SendTaskSuccess', { taskToken, output: '{' })).toThrow(InvalidOutput);
    expect(executions.get(executionArn)?.status).toBe('RUNNING');
  });

  it('take an error of 256 characters at most', async () => {
    const { send, taskToken } = await aListener();

    expect(() => send('SendTaskFailure', { taskToken, error: 'x'.repeat(257) })).toThrow(
      ValidationException,
    );
  });
});
