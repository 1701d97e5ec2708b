import { describe } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask } from './run-machine.ts';

const catching = (catchers: object[], more: object = {}) =>
  aMachine({
    Work: aTask('work', { Catch: catchers, Next: 'Done', ...more }),
    ...Object.fromEntries(
      [...new Set(catchers.map((catcher) => ('Next' in catcher ? String(catcher.Next) : '')))].map(
        (name) => [name, { Type: 'Pass', End: true }],
      ),
    ),
    Done: { Type: 'Succeed' },
  });

const throwing = (name: string) => ({ functions: { work: [{ throws: name }] } });

const cause = '{"errorType":"DriftError","errorMessage":"DriftError happened","trace":[]}';

describe('Catch', () => {
  testCases([
    {
      name: 'goes to the first catcher that lists the error, with the error as its output',
      machine: catching([
        { ErrorEquals: ['Other'], Next: 'Elsewhere' },
        { ErrorEquals: ['DriftError'], Next: 'Hold' },
        { ErrorEquals: ['States.ALL'], Next: 'Elsewhere' },
      ]),
      setting: throwing('DriftError'),
      expected: {
        status: 'SUCCEEDED',
        states: ['Work', 'Hold'],
        output: { Error: 'DriftError', Cause: cause },
        events: 9,
      },
    },
    {
      name: 'shapes the error by the catcher’s Output and Assign',
      machine: catching([
        {
          ErrorEquals: ['States.ALL'],
          Next: 'Hold',
          Output: '{% $states.errorOutput.Error %}',
          Assign: { why: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
        },
      ]),
      setting: throwing('DriftError'),
      expected: {
        status: 'SUCCEEDED',
        output: 'DriftError',
        variables: { why: 'DriftError happened' },
      },
    },
    {
      name: 'does not use the state’s own Assign when the error is caught',
      machine: catching([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }], { Assign: { a: 1 } }),
      setting: throwing('DriftError'),
      expected: { status: 'SUCCEEDED', variables: {}, states: ['Work', 'Hold'] },
    },
    {
      name: 'catches only after the retries are used up',
      machine: catching([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }], {
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }],
      }),
      setting: throwing('DriftError'),
      expected: { status: 'SUCCEEDED', seconds: 3, states: ['Work', 'Hold'] },
    },
    {
      name: 'fails the run when no catcher lists the error',
      machine: catching([{ ErrorEquals: ['Other', 'States.Timeout'], Next: 'Hold' }]),
      setting: throwing('DriftError'),
      expected: { status: 'FAILED', error: 'DriftError', states: ['Work'] },
    },
    {
      name: 'does not catch States.Runtime by States.ALL',
      machine: catching([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }]),
      setting: throwing('States.Runtime'),
      expected: { status: 'FAILED', error: 'States.Runtime' },
    },
    {
      name: 'does not catch States.DataLimitExceeded by States.ALL',
      machine: catching([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }]),
      setting: { functions: { work: [{ answers: 'x'.repeat(262_144) }] } },
      expected: { status: 'FAILED', error: 'States.DataLimitExceeded', events: 6 },
    },
    {
      name: 'catches States.DataLimitExceeded by its own name',
      machine: catching([{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Hold' }]),
      setting: { functions: { work: [{ answers: 'x'.repeat(262_144) }] } },
      expected: { status: 'SUCCEEDED', states: ['Work', 'Hold'] },
    },
    {
      name: 'does not catch a time-out by States.TaskFailed',
      machine: catching([{ ErrorEquals: ['States.TaskFailed'], Next: 'Hold' }], {
        TimeoutSeconds: 3,
      }),
      setting: { functions: { work: [{ isKilled: true }] } },
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 3 },
    },
    {
      name: 'gives a time-out an empty cause in the catcher',
      machine: catching([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }], { TimeoutSeconds: 3 }),
      setting: { functions: { work: [{ isKilled: true }] } },
      expected: { status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } },
    },
    {
      name: 'catches Lambda’s own time-out and crash by their names',
      machine: catching([{ ErrorEquals: ['Sandbox.Timedout', 'Runtime.ExitError'], Next: 'Hold' }]),
      setting: throwing('Sandbox.Timedout'),
      expected: { status: 'SUCCEEDED', states: ['Work', 'Hold'] },
    },
    {
      name: 'catches a failed evaluation of the Output after the task succeeded',
      machine: catching([{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Hold' }], {
        Output: '{% $states.result.Payload.missing %}',
      }),
      setting: { functions: { work: [{ answers: {} }] } },
      expected: { status: 'SUCCEEDED', states: ['Work', 'Hold'], events: 10 },
    },
    {
      name: 'ends the run when the catcher’s own Output fails, without another catcher',
      machine: catching([
        { ErrorEquals: ['DriftError'], Next: 'Hold', Output: '{% $missing %}' },
        { ErrorEquals: ['States.ALL'], Next: 'Elsewhere' },
      ]),
      setting: throwing('DriftError'),
      expected: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause:
          "An error occurred while executing the state 'Work' (entered at the event id #2). The JSONata expression '$missing' specified for the field 'Catch[0]/Output' returned nothing (undefined).",
      },
    },
  ]);
});
