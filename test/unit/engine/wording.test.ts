import { describe, expect } from 'vitest';
import { aCatchingMachine, aMachine, aPass, aTask } from '../../support/engine/a-machine.ts';
import { type MachineTest, testMachines } from './test-machines.ts';

const failed = (name: string, machine: object, state: string, cause: string): MachineTest => ({
  name,
  machine,
  setting: { functions: { work: [{ throws: 'DriftError' }] } },
  expected: {
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause: `An error occurred while executing the state '${state}' (entered at the event id #2). ${cause}`,
  },
});

const fails = (expression: string, cause: string): MachineTest => ({
  name: `says so for ${expression}`,
  machine: aMachine({ Show: aPass({ Output: `{% ${expression} %}` }) }),
  expected: { status: 'FAILED', cause: expect.stringContaining(cause) },
});

const undefinedIn = (field: string): string =>
  `The JSONata expression '$missing' specified for the field '${field}' returned nothing (undefined).`;

describe('the cause of a failed evaluation', () => {
  testMachines([
    failed(
      'names the place in the Arguments',
      aMachine({
        Work: aTask('work', {
          Arguments: { FunctionName: 'work', Payload: { a: ['{% $missing %}'] } },
        }),
      }),
      'Work',
      undefinedIn('Arguments/Payload/a[0]'),
    ),
    failed(
      'names the rule of a Choice',
      aMachine({
        'Good?': { Type: 'Choice', Choices: [{ Condition: '{% $missing %}', Next: 'Yes' }] },
        Yes: { Type: 'Succeed' },
      }),
      'Good?',
      undefinedIn('Choices[0]/Condition'),
    ),
    failed(
      'names the catcher',
      aCatchingMachine([
        { ErrorEquals: ['DriftError'], Next: 'Hold', Output: '{% $missing %}' },
        { ErrorEquals: ['States.ALL'], Next: 'Elsewhere' },
      ]),
      'Work',
      undefinedIn('Catch[0]/Output'),
    ),
    failed(
      'names the type that a field does not take',
      aMachine({ Bad: { Type: 'Fail', Error: '{% 1 %}' } }),
      'Bad',
      "The field 'Error' must be a string, but was: number.",
    ),
    fails('$states.input.missing', 'returned nothing (undefined).'),
    fails('$hash("abc", "CRC")', 'threw an error during evaluation.'),
    fails('$parse("{")', 'threw an error during evaluation.'),
    fails('$error("stop")', 'threw an error during evaluation. stop'),
    fails('function($x) { $x }', 'evaluated to a function'),
    fails('{"f": $sum}', 'evaluated to a function'),
  ]);
});
