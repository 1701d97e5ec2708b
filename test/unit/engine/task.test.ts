import { describe, expect, it } from 'vitest';
import { aMachine, aTask } from '../../support/engine/a-machine.ts';
import { runMachine } from './run-machine.ts';
import { testMachines } from './test-machines.ts';

const done = { Type: 'Succeed' };

describe('Task', () => {
  testMachines([
    {
      name: 'does not end while a killed invocation has no time limit',
      machine: aMachine({ Work: aTask('work') }),
      setting: { functions: { work: [{ isKilled: true }] } },
      expected: { status: 'RUNNING', states: ['Work'] },
    },
    {
      name: 'fails when TimeoutSeconds is computed to be negative',
      machine: aMachine({ Work: aTask('work', { TimeoutSeconds: '{% -1 %}' }) }),
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError', events: 4 },
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
  ]);

  it('hands the function plain data that it cannot change for others', async () => {
    const machine = aMachine({
      Work: aTask('work', { Output: '{% $states.input %}', Next: 'Done' }),
      Done: done,
    });
    const input = { list: [1, 2] };

    const { invocations, execution } = await runMachine(machine, { input });

    expect(invocations[0]).toEqual({ at: 0, functionName: 'work', payload: input });
    expect(invocations[0]?.payload).not.toBe(input);
    expect(execution.output).toEqual(input);
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

    const running = runMachine(machine, {
      invokeFunction: () => Promise.reject(new TypeError('a mistake of the sandbox')),
    });

    await expect(running).rejects.toThrow('a mistake of the sandbox');
  });
});
