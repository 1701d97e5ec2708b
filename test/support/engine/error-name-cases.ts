import type { EngineCase } from './a-case.ts';
import { aCatchingMachine, aMachine, aTask } from './a-machine.ts';

const throwing = (name: string) => ({ work: [{ throws: name }] });
const killed = { work: [{ isKilled: true }] };
const tooLarge = { work: [{ answers: 'x'.repeat(262_144) }] };

/** Only the name: the cause of such an error has AWS's own words. */
const named = { Output: '{% $states.errorOutput.Error %}' };

/** Which names of errors a catcher takes, and which it never does. */
export const errorNameCases: readonly EngineCase[] = [
  {
    name: 'fails the run when no catcher lists the error',
    machine: aCatchingMachine([{ ErrorEquals: ['Other', 'States.Timeout'], Next: 'Hold' }]),
    functions: throwing('DriftError'),
    expected: { status: 'FAILED', error: 'DriftError', paths: ['Work'] },
  },
  {
    name: 'does not catch States.Runtime by States.ALL',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }]),
    functions: throwing('States.Runtime'),
    expected: { status: 'FAILED', error: 'States.Runtime', paths: ['Work'] },
  },
  {
    name: 'does not catch States.DataLimitExceeded by States.ALL',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }]),
    functions: tooLarge,
    expected: {
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      paths: ['Work'],
      eventCount: 6,
    },
  },
  {
    name: 'catches States.DataLimitExceeded by its own name',
    machine: aCatchingMachine([
      { ErrorEquals: ['States.DataLimitExceeded'], Next: 'Hold', ...named },
    ]),
    functions: tooLarge,
    expected: { status: 'SUCCEEDED', output: 'States.DataLimitExceeded', paths: ['Work', 'Hold'] },
  },
  {
    name: 'catches a time-out by its name',
    machine: aCatchingMachine([{ ErrorEquals: ['States.Timeout'], Next: 'Hold' }], {
      TimeoutSeconds: 1,
    }),
    functions: killed,
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'], seconds: 1 },
  },
  {
    name: 'does not catch a time-out by States.TaskFailed',
    machine: aCatchingMachine([{ ErrorEquals: ['States.TaskFailed'], Next: 'Hold' }], {
      TimeoutSeconds: 1,
    }),
    functions: killed,
    expected: { status: 'FAILED', error: 'States.Timeout', seconds: 1 },
  },
  {
    name: 'catches any error of the function by States.TaskFailed',
    machine: aCatchingMachine([{ ErrorEquals: ['States.TaskFailed'], Next: 'Hold' }]),
    functions: throwing('DriftError'),
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'] },
  },
  {
    name: 'gives a time-out an empty cause in the catcher',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }], {
      TimeoutSeconds: 1,
    }),
    functions: killed,
    expected: { status: 'SUCCEEDED', output: { Error: 'States.Timeout', Cause: '' } },
  },
  {
    name: 'catches Lambda’s own time-out and crash by their names',
    machine: aCatchingMachine([
      { ErrorEquals: ['Runtime.ExitError', 'Sandbox.Timedout'], Next: 'Hold' },
    ]),
    functions: throwing('Sandbox.Timedout'),
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'] },
  },
  {
    name: 'catches a failed evaluation of the Output after the task succeeded',
    machine: aCatchingMachine(
      [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Hold', ...named }],
      {
        Output: '{% $states.result.Payload.missing %}',
      },
    ),
    functions: { work: [{ answers: {} }] },
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'], eventCount: 10 },
  },
  {
    name: 'catches a failed evaluation by States.TaskFailed',
    machine: aCatchingMachine([{ ErrorEquals: ['States.TaskFailed'], Next: 'Hold', ...named }], {
      Arguments: { FunctionName: 'work', Payload: '{% $missing %}' },
    }),
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'], invoked: [] },
  },
  {
    name: 'catches a failed evaluation of the Arguments by States.ALL',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold', ...named }], {
      Arguments: { FunctionName: 'work', Payload: '{% $missing %}' },
    }),
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'], invoked: [] },
  },
  {
    name: 'catches an evaluation that threw',
    machine: aCatchingMachine(
      [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Hold', ...named }],
      {
        Arguments: { FunctionName: 'work', Payload: "{% $error('stop') %}" },
      },
    ),
    expected: {
      status: 'SUCCEEDED',
      output: 'States.QueryEvaluationError',
      paths: ['Work', 'Hold'],
    },
  },
  {
    name: 'ends the run when the catcher’s own Output fails, without another catcher',
    machine: aCatchingMachine([
      { ErrorEquals: ['DriftError'], Next: 'Hold', Output: '{% $missing %}' },
      { ErrorEquals: ['States.ALL'], Next: 'Elsewhere' },
    ]),
    functions: throwing('DriftError'),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Work'] },
  },
  {
    name: 'fails with the caught error in the end',
    machine: aMachine({
      Work: aTask('work', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Bad' }] }),
      Bad: {
        Type: 'Fail',
        Error: '{% $states.input.Error %}',
        Cause: '{% $parse($states.input.Cause).errorMessage %}',
      },
    }),
    functions: throwing('DriftError'),
    expected: {
      status: 'FAILED',
      error: 'DriftError',
      cause: 'DriftError happened',
      paths: ['Work', 'Bad'],
    },
  },
];
