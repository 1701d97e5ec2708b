import { describe, expect, it } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask, runMachine } from './run-machine.ts';

const done = { Type: 'Succeed' };

describe('Task', () => {
  testCases([
    {
      name: 'answers what lambda:invoke answers, in five events',
      machine: aMachine({ Work: aTask('work') }),
      setting: { functions: { work: [{ answers: { weight: 10 } }] } },
      expected: {
        status: 'SUCCEEDED',
        output: { Payload: { weight: 10 }, StatusCode: 200, ExecutedVersion: '$LATEST' },
        events: 7,
      },
    },
    {
      name: 'shapes its result by Output and Assign',
      machine: aMachine({
        Work: aTask('work', {
          Output: '{% $states.result.Payload.a %}',
          Assign: { b: '{% $states.result.Payload.b %}' },
          Next: 'Done',
        }),
        Done: { Type: 'Succeed', Output: ['{% $states.input %}', '{% $b %}'] },
      }),
      setting: { functions: { work: [{ answers: { a: 1, b: 2 } }] } },
      expected: { status: 'SUCCEEDED', output: [1, 2] },
    },
    {
      name: 'takes an answer of nothing as null',
      machine: aMachine({ Work: aTask('work', { Output: '{% $states.result.Payload %}' }) }),
      expected: { status: 'SUCCEEDED', output: null },
    },
    {
      name: 'fails with the error that the function threw, and its cause as JSON text',
      machine: aMachine({ Work: aTask('work') }),
      setting: { functions: { work: [{ throws: 'DriftError' }] } },
      expected: {
        status: 'FAILED',
        error: 'DriftError',
        cause: '{"errorType":"DriftError","errorMessage":"DriftError happened","trace":[]}',
        events: 6,
      },
    },
    {
      name: 'times out when the function takes longer than TimeoutSeconds',
      machine: aMachine({ Work: aTask('work', { TimeoutSeconds: 30 }) }),
      setting: { functions: { work: [{ takes: 31 }] } },
      expected: { status: 'FAILED', error: 'States.Timeout', cause: undefined, seconds: 30 },
    },
    {
      name: 'times out when the invocation was killed and never answers',
      machine: aMachine({ Work: aTask('work', { TimeoutSeconds: '{% $states.input.limit %}' }) }),
      setting: { input: { limit: 20 }, functions: { work: [{ isKilled: true }] } },
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 20, events: 6 },
    },
    {
      name: 'does not end while a killed invocation has no time limit',
      machine: aMachine({ Work: aTask('work') }),
      setting: { functions: { work: [{ isKilled: true }] } },
      expected: { status: 'RUNNING', states: ['Work'] },
    },
    {
      name: 'fails when TimeoutSeconds is computed to be no positive whole number',
      machine: aMachine({ Work: aTask('work', { TimeoutSeconds: '{% 0 %}' }) }),
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError', events: 4 },
    },
    {
      name: 'fails before it is scheduled when its Arguments are undefined',
      machine: aMachine({
        Work: aTask('work', {
          Arguments: { FunctionName: 'work', Payload: { a: ['{% $missing %}'] } },
        }),
      }),
      expected: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause:
          "An error occurred while executing the state 'Work' (entered at the event id #2). The JSONata expression '$missing' specified for the field 'Arguments/Payload/a[0]' returned nothing (undefined).",
        events: 4,
      },
    },
    {
      name: 'ends the run when the name of the function is no text, whatever is caught',
      machine: aMachine({
        Work: aTask('work', {
          Arguments: { FunctionName: '{% 7 %}' },
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
          Next: 'Done',
        }),
        Done: done,
      }),
      expected: { status: 'FAILED', error: 'States.Runtime', states: ['Work'], seconds: 0 },
    },
    {
      name: 'has no task token without waitForTaskToken',
      machine: aMachine({
        Work: aTask('work', {
          Arguments: { FunctionName: 'work', Payload: '{% $states.context.Task.Token %}' },
        }),
      }),
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError' },
    },
  ]);

  it('hands the function plain data that it cannot change for others', async () => {
    const machine = aMachine({
      Work: aTask('work', { Output: '{% $states.input %}', Next: 'Done' }),
      Done: done,
    });
    const input = { list: [1, 2] };

    const { invocations, execution } = await runMachine(machine, { input });

    expect(invocations[0]).toEqual({ at: 0, functionArn: 'work', payload: input });
    expect(invocations[0]?.payload).not.toBe(input);
    expect(execution.output).toEqual(input);
  });

  it('sends an empty object when the machine says no payload', async () => {
    const machine = aMachine({ Work: aTask('work', { Arguments: { FunctionName: 'work' } }) });

    const { invocations } = await runMachine(machine);

    expect(invocations[0]?.payload).toEqual({});
  });

  it('ignores the answer of a function that comes after the task timed out', async () => {
    const machine = aMachine({
      Work: aTask('work', {
        TimeoutSeconds: 5,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Wait' }],
        Next: 'Done',
      }),
      Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' },
      Done: done,
    });

    const { states, types } = await runMachine(machine, { functions: { work: [{ takes: 9 }] } });

    expect(states).toEqual(['Work', 'Wait', 'Done']);
    expect(types).not.toContain('TaskSucceeded');
  });

  it('rejects when the sandbox itself fails to invoke, whatever the machine catches', async () => {
    const machine = aMachine({
      Work: aTask('work', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], Next: 'Done' }),
      Done: done,
    });

    const running = runMachine(machine, { functions: { work: [{ isBroken: true }] } });

    await expect(running).rejects.toThrow('a mistake of the sandbox');
  });
});
