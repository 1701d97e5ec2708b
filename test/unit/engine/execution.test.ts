import { describe, expect, it } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask, aTokenTask, runMachine } from './run-machine.ts';

const endless = aMachine({
  Wait: { Type: 'Wait', Seconds: 1, Next: 'Wait again' },
  'Wait again': { Type: 'Wait', Seconds: 1, Next: 'Odd?' },
  'Odd?': {
    Type: 'Choice',
    Choices: [{ Condition: "{% $states.input = 'stop' %}", Next: 'Done' }],
    Default: 'Wait',
  },
  Done: { Type: 'Succeed' },
});

const large = 'x'.repeat(200_000);

describe('an execution', () => {
  testCases([
    {
      name: 'times out with no further state, and without error and cause of its own',
      machine: { ...endless, TimeoutSeconds: 3 },
      expected: { status: 'TIMED_OUT', seconds: 3, error: undefined, cause: undefined },
    },
    {
      name: 'is not caught by any catcher when it times out',
      machine: aMachine(
        {
          Listen: aTokenTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] }),
          Done: { Type: 'Succeed' },
        },
        { TimeoutSeconds: 30 },
      ),
      expected: { status: 'TIMED_OUT', seconds: 30, states: ['Listen'] },
    },
    {
      name: 'does not time out when it ends in time',
      machine: aMachine({ Wait: { Type: 'Wait', Seconds: 30, End: true } }, { TimeoutSeconds: 31 }),
      expected: { status: 'SUCCEEDED', seconds: 30 },
    },
    {
      name: 'is aborted by a stop, with its error and cause',
      machine: endless,
      setting: { meanwhile: [{ at: 4.5, does: (execution) => execution.stop('Halt', 'by hand') }] },
      expected: { status: 'ABORTED', error: 'Halt', cause: 'by hand', seconds: 4.5 },
    },
    {
      name: 'stays ended when it is stopped afterwards',
      machine: aMachine({ Done: { Type: 'Succeed' } }),
      setting: { meanwhile: [{ at: 4, does: (execution) => execution.stop('Halt') }] },
      expected: { status: 'SUCCEEDED', error: undefined, seconds: 0 },
    },
    {
      name: 'fails when its history is full, its last event being the failure',
      machine: endless,
      setting: { historyLimit: 20 },
      expected: {
        status: 'FAILED',
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (20).',
        events: 20,
      },
    },
    {
      name: 'has 25,000 events at most',
      machine: aMachine({
        Go: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Done' }], Default: 'Go' },
        Done: { Type: 'Succeed' },
      }),
      expected: { status: 'FAILED', error: 'States.Runtime', events: 25_000, seconds: 0 },
    },
    {
      name: 'does not catch the end of its history',
      machine: aMachine({
        Work: aTask('work', {
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Work' }],
          Next: 'Done',
        }),
        Done: { Type: 'Succeed' },
      }),
      setting: { historyLimit: 10, functions: { work: [{ throws: 'A' }] } },
      expected: { status: 'FAILED', error: 'States.Runtime', events: 10 },
    },
    {
      name: 'carries no output larger than 256 KiB',
      machine: aMachine({
        Double: { Type: 'Pass', Output: '{% $states.input & $states.input %}', End: true },
      }),
      setting: { input: large },
      expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
    },
    {
      name: 'carries a text of 200,000 letters',
      machine: aMachine({ Keep: { Type: 'Pass', Output: '{% $states.input %}', End: true } }),
      setting: { input: large },
      expected: { status: 'SUCCEEDED', output: large },
    },
    {
      name: 'carries no variables larger than 256 KiB in one Assign',
      machine: aMachine({
        Set: {
          Type: 'Pass',
          Assign: { a: '{% $states.input %}', b: '{% $states.input %}' },
          End: true,
        },
      }),
      setting: { input: large },
      expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
    },
    {
      name: 'sends no Arguments larger than 256 KiB, catchable only by name',
      machine: aMachine({
        Work: aTask('work', {
          Arguments: {
            FunctionName: 'work',
            Payload: ['{% $states.input %}', '{% $states.input %}'],
          },
          Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Done' }],
        }),
        Done: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
      }),
      setting: { input: large },
      expected: { status: 'SUCCEEDED', output: 'States.DataLimitExceeded' },
    },
  ]);
});

describe('a redrive', () => {
  const machine = aMachine({
    Set: { Type: 'Pass', Assign: { n: 1 }, Next: 'Work' },
    Work: aTask('work', { Output: ['{% $n %}', '{% $states.context.Execution.RedriveCount %}'] }),
  });

  it('continues with the failed state and the variables it had', async () => {
    const { execution, states } = await runMachine(machine, {
      functions: { work: [{ throws: 'A' }, {}] },
      meanwhile: [{ at: 60, does: (failed) => failed.redrive() }],
    });

    expect(states).toEqual(['Set', 'Work', 'Work']);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 1], redriveCount: 1 });
    expect(execution.error).toBeUndefined();
  });

  it('gives the machine its whole time again', async () => {
    const slow = aMachine(
      { Wait: { Type: 'Wait', Seconds: 20, End: true } },
      { TimeoutSeconds: 10 },
    );

    const { execution, seconds } = await runMachine(slow, {
      meanwhile: [{ at: 60, does: (failed) => failed.redrive() }],
    });

    expect(execution.status).toBe('TIMED_OUT');
    expect(seconds).toBe(70);
  });

  it('is refused for an execution that succeeded', async () => {
    const { execution } = await runMachine(machine);

    expect(() => execution.redrive()).toThrow('Execution is SUCCEEDED and cannot be redriven');
  });

  it('is refused by name from a Parallel', async () => {
    const parallel = aMachine({
      Both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'A' } } }],
        End: true,
      },
    });
    const { execution } = await runMachine(parallel);

    expect(() => execution.redrive()).toThrow("from the Parallel state 'Both' is not supported");
  });
});
