import type { EngineCase } from './a-case.ts';
import { aCatchingMachine, aMachine, aPass, aTask } from './a-machine.ts';

const throwing = (name: string) => ({ work: [{ throws: name }] });
const cause = '{"errorType":"DriftError","errorMessage":"DriftError happened","trace":[]}';

/** Which catcher takes an error, and what it makes of it. */
export const catchCases: readonly EngineCase[] = [
  {
    name: 'goes to the first catcher that lists the error, with the error as its output',
    machine: aCatchingMachine([
      { ErrorEquals: ['Other'], Next: 'Elsewhere' },
      { ErrorEquals: ['DriftError'], Next: 'Hold' },
      { ErrorEquals: ['States.ALL'], Next: 'Elsewhere' },
    ]),
    functions: throwing('DriftError'),
    expected: {
      status: 'SUCCEEDED',
      paths: ['Work', 'Hold'],
      output: { Error: 'DriftError', Cause: cause },
      eventCount: 9,
    },
  },
  {
    name: 'goes to the first of two catchers that list the error',
    machine: aCatchingMachine([
      { ErrorEquals: ['A', 'DriftError'], Next: 'Hold' },
      { ErrorEquals: ['DriftError'], Next: 'Elsewhere' },
    ]),
    functions: throwing('DriftError'),
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'] },
  },
  {
    name: 'goes to States.ALL when no earlier catcher lists the error',
    machine: aCatchingMachine([
      { ErrorEquals: ['Other'], Next: 'Elsewhere' },
      { ErrorEquals: ['States.ALL'], Next: 'Hold' },
    ]),
    functions: throwing('DriftError'),
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'] },
  },
  {
    name: 'shapes the error by the catcher’s Output and Assign',
    machine: aCatchingMachine([
      {
        ErrorEquals: ['States.ALL'],
        Next: 'Hold',
        Output: '{% $states.errorOutput.Error %}',
        Assign: { why: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
      },
    ]),
    functions: throwing('DriftError'),
    expected: {
      status: 'SUCCEEDED',
      output: 'DriftError',
      variables: { why: 'DriftError happened' },
    },
  },
  {
    name: 'keeps the whole error in a variable',
    machine: aMachine({
      Work: aTask('work', {
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Assign: { failure: '{% $states.errorOutput %}' },
            Next: 'Show',
          },
        ],
      }),
      Show: aPass({ Output: ['{% $failure.Error %}', '{% $failure.Cause %}'] }),
    }),
    functions: throwing('DriftError'),
    expected: { status: 'SUCCEEDED', output: ['DriftError', cause] },
  },
  {
    name: 'sees the state’s input in a catcher',
    machine: aCatchingMachine([
      { ErrorEquals: ['States.ALL'], Next: 'Hold', Output: '{% $states.input.a %}' },
    ]),
    input: { a: 1 },
    functions: throwing('DriftError'),
    expected: { status: 'SUCCEEDED', output: 1 },
  },
  {
    name: 'does not use the state’s own Output and Assign when the error is caught',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }], {
      Assign: { a: 1 },
      Output: 'mine',
    }),
    functions: throwing('DriftError'),
    expected: {
      status: 'SUCCEEDED',
      variables: {},
      output: { Error: 'DriftError', Cause: cause },
      paths: ['Work', 'Hold'],
    },
  },
  {
    name: 'does not use the catcher’s Assign when nothing is thrown',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold', Assign: { a: 1 } }], {
      Assign: { b: 2 },
      Output: 'mine',
    }),
    expected: {
      status: 'SUCCEEDED',
      variables: { b: 2 },
      output: 'mine',
      paths: ['Work', 'Done'],
    },
  },
  {
    name: 'catches only after the retries are used up',
    machine: aCatchingMachine([{ ErrorEquals: ['States.ALL'], Next: 'Hold' }], {
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }],
    }),
    functions: throwing('DriftError'),
    expected: {
      status: 'SUCCEEDED',
      seconds: 3,
      paths: ['Work', 'Hold'],
      invoked: ['work', 'work', 'work'],
    },
  },
  {
    name: 'catches the error of the last attempt',
    machine: aCatchingMachine(
      [
        { ErrorEquals: ['A'], Next: 'Elsewhere' },
        { ErrorEquals: ['B'], Next: 'Hold' },
      ],
      { Retry: [{ ErrorEquals: ['A'], MaxAttempts: 3 }] },
    ),
    functions: { work: [{ throws: 'A' }, { throws: 'B' }] },
    expected: { status: 'SUCCEEDED', paths: ['Work', 'Hold'], invoked: ['work', 'work'] },
  },
  {
    name: 'goes back to its own state from a catcher',
    machine: aMachine({
      Work: aTask('work', {
        Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['A'], Next: 'Work', Output: 'again' }],
        Output: '{% $states.input %}',
      }),
    }),
    input: 'first',
    functions: { work: [{ throws: 'A' }, { throws: 'A' }, { throws: 'A' }, { answers: 1 }] },
    expected: {
      status: 'SUCCEEDED',
      output: 'again',
      paths: ['Work', 'Work'],
      payloads: { work: ['first', 'first', 'again', 'again'] },
    },
  },
];
