import { ExecutionNotRedrivable } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { aStepFunctions, machineArn } from './aws.ts';
import { noon } from './run-machine.ts';

const executionArn = `${machineArn.replace('stateMachine', 'execution')}:run-1`;
const start = { stateMachineArn: machineArn, name: 'run-1', input: '{"a":1}' };
const secondsIn = (seconds: number): Date => new Date(noon + seconds * 1_000);

describe('StopExecution', () => {
  it('aborts an execution with its error and cause', async () => {
    const { send, driveTo } = aStepFunctions();
    send('StartExecution', start);
    await driveTo(5);

    const answer = send('StopExecution', { executionArn, error: 'Halt', cause: 'by hand' });

    expect(answer).toEqual({ stopDate: secondsIn(5) });
    expect(send('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      error: 'Halt',
      cause: 'by hand',
    });
  });

  it('changes nothing of an execution that has ended', async () => {
    const { send, driveTo } = aStepFunctions();
    send('StartExecution', start);
    await driveTo(90);

    const answer = send('StopExecution', { executionArn });

    expect(answer).toEqual({ stopDate: secondsIn(60) });
    expect(send('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED' });
  });
});

describe('RedriveExecution', () => {
  it('takes an aborted execution up again where it was', async () => {
    const { send, driveTo, tokens, executions } = aStepFunctions();
    send('StartExecution', start);
    await driveTo(5);
    send('StopExecution', { executionArn });
    await driveTo(30);

    const answer = send('RedriveExecution', { executionArn });
    await driveTo(31);
    send('SendTaskSuccess', { taskToken: tokens.at(-1), output: '"yes"' });
    await driveTo(32);

    expect(answer).toEqual({ redriveDate: secondsIn(30) });
    expect(tokens).toHaveLength(2);
    expect(executions.get(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: 'yes' });
  });

  it('refuses an execution that runs', () => {
    const { send } = aStepFunctions();
    send('StartExecution', start);

    expect(() => send('RedriveExecution', { executionArn })).toThrow(ExecutionNotRedrivable);
  });
});
