import type { EngineCase } from './a-case.ts';
import { aMachine } from './a-machine.ts';

/** How Succeed and Fail end a machine. */
export const endCases: readonly EngineCase[] = [
  {
    name: 'ends in Succeed with its input',
    machine: aMachine({ Done: { Type: 'Succeed' } }),
    input: [1, 'two', null],
    expected: { status: 'SUCCEEDED', output: [1, 'two', null], paths: ['Done'], eventCount: 4 },
  },
  {
    name: 'ends in Succeed with an output of its own',
    machine: aMachine({ Done: { Type: 'Succeed', Output: '{% $states.context.State.Name %}' } }),
    expected: { status: 'SUCCEEDED', output: 'Done' },
  },
  {
    name: 'fails when the output of Succeed has no value',
    machine: aMachine({ Done: { Type: 'Succeed', Output: '{% $states.input.none %}' } }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Done'] },
  },
  {
    name: 'fails with a literal error and cause',
    machine: aMachine({ Bad: { Type: 'Fail', Error: 'RolledBackError', Cause: 'it was worse' } }),
    expected: {
      status: 'FAILED',
      error: 'RolledBackError',
      cause: 'it was worse',
      paths: ['Bad'],
      eventCount: 3,
    },
  },
  {
    name: 'fails with a computed error and cause',
    machine: aMachine({
      Bad: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: "{% 'a' & 'b' %}" },
    }),
    input: { e: 'Named' },
    expected: { status: 'FAILED', error: 'Named', cause: 'ab' },
  },
  {
    name: 'fails with the error and cause that variables hold',
    machine: aMachine({
      Keep: {
        Type: 'Pass',
        Assign: { failure: { Error: 'DriftError', Cause: 'weights "moved"' } },
        Next: 'Bad',
      },
      Bad: { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
    }),
    expected: { status: 'FAILED', error: 'DriftError', cause: 'weights "moved"' },
  },
  {
    name: 'fails without an error where the state says none',
    machine: aMachine({ Bad: { Type: 'Fail' } }),
    expected: { status: 'FAILED', error: undefined, cause: undefined },
  },
  {
    name: 'fails with a cause alone',
    machine: aMachine({ Bad: { Type: 'Fail', Cause: 'because' } }),
    expected: { status: 'FAILED', error: undefined, cause: 'because' },
  },
  {
    name: 'refuses an error that is no text',
    machine: aMachine({ Bad: { Type: 'Fail', Error: '{% 1 %}' } }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Bad'] },
  },
];
