import {
  ExecutionAlreadyExists,
  InvalidExecutionInput,
  InvalidName,
  StateMachineDoesNotExist,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { aStepFunctions, machineArn } from './aws.ts';
import { noon } from './run-machine.ts';

const executionArn = `${machineArn.replace('stateMachine', 'execution')}:run-1`;
const start = { stateMachineArn: machineArn, name: 'run-1', input: '{"a":1}' };
const secondsIn = (seconds: number): Date => new Date(noon + seconds * 1_000);

describe('StartExecution', () => {
  it('starts an execution of the name given', () => {
    const { send, executions } = aStepFunctions();

    const answer = send('StartExecution', start);

    expect(answer).toEqual({ executionArn, startDate: secondsIn(0) });
    expect([...executions.keys()]).toEqual([executionArn]);
  });

  it('answers the running execution for the same name and input', async () => {
    const { send, driveTo, executions } = aStepFunctions();
    send('StartExecution', start);
    await driveTo(5);

    const answer = send('StartExecution', { ...start, input: '{ "a": 1 }' });

    expect(answer).toEqual({ executionArn, startDate: secondsIn(0) });
    expect(executions.size).toBe(1);
  });

  it('refuses the name of a running execution with another input', () => {
    const { send } = aStepFunctions();
    send('StartExecution', start);

    expect(() => send('StartExecution', { ...start, input: '{}' })).toThrow(ExecutionAlreadyExists);
  });

  it('refuses the name of an execution that has ended, even with the same input', async () => {
    const { send, driveTo } = aStepFunctions();
    send('StartExecution', start);
    await driveTo(61);

    expect(() => send('StartExecution', start)).toThrow(ExecutionAlreadyExists);
  });

  it('takes a name of 80 characters and gives one where none is said', () => {
    const { send, executions } = aStepFunctions();

    send('StartExecution', { ...start, name: 'x'.repeat(80) });
    send('StartExecution', { stateMachineArn: machineArn });

    expect(executions.size).toBe(2);
  });

  it.each(['x'.repeat(81), '', 'a b', 'a/b', 'a:b', 'a*', 'a\u0007'])(
    'refuses the name %j',
    (name) => {
      const { send } = aStepFunctions();

      expect(() => send('StartExecution', { ...start, name })).toThrow(InvalidName);
    },
  );

  it('refuses an input that is no JSON', () => {
    const { send } = aStepFunctions();

    expect(() => send('StartExecution', { ...start, input: '{' })).toThrow(InvalidExecutionInput);
  });

  it('refuses a machine that does not exist', () => {
    const { send } = aStepFunctions();
    const other = `${machineArn}-other`;

    expect(() => send('StartExecution', { ...start, stateMachineArn: other })).toThrow(
      StateMachineDoesNotExist,
    );
  });

  it('refuses a field that is not simulated', () => {
    const { send } = aStepFunctions();

    expect(() => send('StartExecution', { ...start, traceHeader: 'x' })).toThrow('traceHeader');
  });
});
