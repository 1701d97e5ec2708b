import { describe, expect, it } from 'vitest';
import { aMachine, aTask } from '../../support/engine/a-machine.ts';
import { runMachine } from './run-machine.ts';
import { testMachines } from './test-machines.ts';

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

describe('an execution', () => {
  testMachines([
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
