import { InvalidToken } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { aMachine } from '../../support/engine/a-machine.ts';
import { aStepFunctions, machineArn } from './aws.ts';
import { noon } from './run-machine.ts';

const executionArn = `${machineArn.replace('stateMachine', 'execution')}:run-1`;
const start = { stateMachineArn: machineArn, name: 'run-1', input: '{"a":1}' };

const statuses = (events: readonly { readonly detail: unknown }[]): string[] =>
  events.map(({ detail }) => Object(detail).status);

describe('status change events', () => {
  it('have AWS’s fields when an execution starts', () => {
    const { send, events } = aStepFunctions();

    send('StartExecution', start);

    expect(events).toMatchObject([
      {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [executionArn],
        detail: {
          executionArn,
          stateMachineArn: machineArn,
          name: 'run-1',
          status: 'RUNNING',
          startDate: noon,
          stopDate: null,
          input: '{"a":1}',
          output: null,
          error: null,
          cause: null,
        },
      },
    ]);
  });

  it('tell the error and cause of a failure', async () => {
    const { send, events, driveTo } = aStepFunctions(
      aMachine({ Bad: { Type: 'Fail', Error: 'RolledBackError', Cause: 'it was worse' } }),
    );

    send('StartExecution', start);
    await driveTo(1);

    expect(events.at(-1)?.detail).toMatchObject({
      status: 'FAILED',
      stopDate: noon,
      error: 'RolledBackError',
      cause: 'it was worse',
    });
  });

  it('tell the output of a success', async () => {
    const { send, events, driveTo } = aStepFunctions(aMachine({ Done: { Type: 'Succeed' } }));

    send('StartExecution', start);
    await driveTo(1);

    expect(events.at(-1)?.detail).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1}' });
  });

  it('tell a time-out without error and cause', async () => {
    const { send, events, driveTo } = aStepFunctions(
      aMachine({ Wait: { Type: 'Wait', Seconds: 9, End: true } }, { TimeoutSeconds: 5 }),
    );

    send('StartExecution', start);
    await driveTo(6);

    expect(events.at(-1)?.detail).toMatchObject({ status: 'TIMED_OUT', error: null, cause: null });
  });

  it('tell an abortion, and the new start of a redrive', async () => {
    const { send, events, driveTo } = aStepFunctions();

    send('StartExecution', start);
    await driveTo(1);
    send('StopExecution', { executionArn });
    await driveTo(2);
    send('RedriveExecution', { executionArn });
    await driveTo(90);

    expect(statuses(events)).toEqual(['RUNNING', 'ABORTED', 'RUNNING', 'FAILED']);
  });

  it('are not repeated for a start that was already there', () => {
    const { send, events } = aStepFunctions();

    send('StartExecution', start);
    send('StartExecution', start);

    expect(statuses(events)).toEqual(['RUNNING']);
  });
});

describe('GetExecutionHistory', () => {
  const answered = async () => {
    const aws = aStepFunctions();
    aws.send('StartExecution', start);
    await aws.driveTo(1);
    aws.send('SendTaskSuccess', { taskToken: aws.tokens.at(-1), output: '{"wake":true}' });
    await aws.driveTo(2);
    return aws;
  };

  it('answers events in the SDK’s shape, with data as JSON text', async () => {
    const { send, tokens } = await answered();

    const { events } = Object(send('GetExecutionHistory', { executionArn }));

    expect(events).toMatchObject([
      { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: new Date(noon) },
      { type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Listen', input: '{"a":1}' } },
      {
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          resourceType: 'lambda',
          resource: 'invoke.waitForTaskToken',
          region: 'eu-west-1',
          timeoutInSeconds: 60,
          parameters: JSON.stringify({ FunctionName: 'listen', Payload: { token: tokens[0] } }),
        },
      },
      { type: 'TaskStarted' },
      { type: 'TaskSubmitted' },
      { type: 'TaskSucceeded', taskSucceededEventDetails: { output: '{"wake":true}' } },
      {
        type: 'TaskStateExited',
        stateExitedEventDetails: { assignedVariables: { heard: '{"wake":true}' } },
      },
      { type: 'ExecutionSucceeded', executionSucceededEventDetails: { output: '{"wake":true}' } },
    ]);
  });

  it('answers page by page, the last event first if asked', async () => {
    const { send } = await answered();
    const query = { executionArn, maxResults: 5, reverseOrder: true };

    const first = Object(send('GetExecutionHistory', query));
    const second = Object(send('GetExecutionHistory', { ...query, nextToken: first.nextToken }));

    const ids = [...first.events, ...second.events].map(({ id }) => id);
    expect(ids).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
    expect(second.nextToken).toBeUndefined();
  });

  it('leaves the data of states out if asked', async () => {
    const { send } = await answered();
    const query = { executionArn, includeExecutionData: false };

    const { events } = Object(send('GetExecutionHistory', query));

    expect(events[1].stateEnteredEventDetails).toEqual({ name: 'Listen' });
  });

  it('refuses a page that it did not offer', async () => {
    const { send } = await answered();

    expect(() => send('GetExecutionHistory', { executionArn, nextToken: 'x' })).toThrow(
      InvalidToken,
    );
  });
});
