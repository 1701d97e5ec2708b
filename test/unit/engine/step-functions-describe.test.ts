import { ExecutionDoesNotExist, InvalidArn } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { aMachine } from '../../support/engine/a-machine.ts';
import { aStepFunctions, listening, machineArn } from './aws.ts';
import { noon } from './run-machine.ts';

const executionArn = `${machineArn.replace('stateMachine', 'execution')}:run-1`;
const start = { stateMachineArn: machineArn, name: 'run-1', input: '{"a":1}' };
const secondsIn = (seconds: number): Date => new Date(noon + seconds * 1_000);

describe('DescribeExecution', () => {
  it('describes an execution that succeeded', async () => {
    const { send, driveTo } = aStepFunctions(aMachine({ Done: { Type: 'Succeed', Output: 7 } }));
    send('StartExecution', start);
    await driveTo(1);

    const answer = send('DescribeExecution', { executionArn });

    expect(answer).toMatchObject({
      executionArn,
      stateMachineArn: machineArn,
      name: 'run-1',
      status: 'SUCCEEDED',
      startDate: secondsIn(0),
      stopDate: secondsIn(0),
      input: '{"a":1}',
      output: '7',
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
    });
  });

  it('describes an execution that failed, with error and cause', async () => {
    const { send, driveTo } = aStepFunctions(
      aMachine({ Bad: { Type: 'Fail', Error: 'RolledBackError', Cause: 'it was worse' } }),
    );
    send('StartExecution', start);
    await driveTo(1);

    const answer = send('DescribeExecution', { executionArn });

    expect(answer).toMatchObject({
      status: 'FAILED',
      error: 'RolledBackError',
      cause: 'it was worse',
      redriveStatus: 'REDRIVABLE',
    });
    expect(answer).not.toHaveProperty('output');
  });

  it('refuses what is no ARN and what does not exist', () => {
    const { send } = aStepFunctions();

    expect(() => send('DescribeExecution', { executionArn: 'run-1' })).toThrow(InvalidArn);
    expect(() => send('DescribeExecution', { executionArn })).toThrow(ExecutionDoesNotExist);
  });
});

describe('ListExecutions', () => {
  it('lists the newest first, by status, page by page', async () => {
    const { send, driveTo } = aStepFunctions();
    for (const name of ['a', 'b', 'c']) send('StartExecution', { ...start, name });
    send('StopExecution', { executionArn: executionArn.replace('run-1', 'b') });
    await driveTo(1);

    const query = { stateMachineArn: machineArn, statusFilter: 'RUNNING', maxResults: 1 };
    const first = send('ListExecutions', query);
    const second = send('ListExecutions', { ...query, nextToken: Object(first).nextToken });

    expect(first).toMatchObject({ executions: [{ name: 'c' }] });
    expect(second).toMatchObject({ executions: [{ name: 'a' }] });
    expect(second).toHaveProperty('nextToken', undefined);
  });
});

describe('DescribeStateMachine', () => {
  it('answers the definition as it was given', () => {
    const { send } = aStepFunctions();

    const answer = send('DescribeStateMachine', { stateMachineArn: machineArn });

    expect(answer).toMatchObject({ name: 'rollout', status: 'ACTIVE', type: 'STANDARD' });
    expect(JSON.parse(Object(answer).definition)).toEqual(listening);
  });
});
