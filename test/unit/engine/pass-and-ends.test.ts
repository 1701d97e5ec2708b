import { describe } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine } from './run-machine.ts';

const pass = (more: object) => ({ Type: 'Pass', End: true, ...more });

describe('Pass, Succeed and Fail', () => {
  testCases([
    {
      name: 'passes its input on when it says no output',
      machine: aMachine({ Pass: pass({}) }),
      setting: { input: { a: 1 } },
      expected: { status: 'SUCCEEDED', output: { a: 1 }, events: 4, seconds: 0 },
    },
    {
      name: 'answers a literal output, with text around braces left alone',
      machine: aMachine({ Pass: pass({ Output: { a: [1, 'two {% no %}', null, true] } }) }),
      expected: { status: 'SUCCEEDED', output: { a: [1, 'two {% no %}', null, true] } },
    },
    {
      name: 'evaluates expressions at any depth of an output',
      machine: aMachine({ Pass: pass({ Output: { a: ['{% $states.input.x + 1 %}'] } }) }),
      setting: { input: { x: 1 } },
      expected: { status: 'SUCCEEDED', output: { a: [2] } },
    },
    {
      name: 'sees variables as they were at entry in Output and Assign alike',
      machine: aMachine({
        Set: pass({ Assign: { n: 1 }, Next: 'Add', End: undefined }),
        Add: pass({
          Assign: { n: '{% $n + 1 %}', m: '{% $n + 10 %}' },
          Output: '{% $n %}',
          Next: 'Show',
          End: undefined,
        }),
        Show: {
          Type: 'Succeed',
          Output: { before: '{% $states.input %}', n: '{% $n %}', m: '{% $m %}' },
        },
      }),
      expected: { status: 'SUCCEEDED', output: { before: 1, n: 2, m: 11 } },
    },
    {
      name: 'ends in Succeed with an output of its own',
      machine: aMachine({ Done: { Type: 'Succeed', Output: '{% $states.context.State.Name %}' } }),
      expected: { status: 'SUCCEEDED', output: 'Done', events: 4 },
    },
    {
      name: 'fails with a literal error and cause',
      machine: aMachine({ Bad: { Type: 'Fail', Error: 'RolledBackError', Cause: 'it was worse' } }),
      expected: { status: 'FAILED', error: 'RolledBackError', cause: 'it was worse', events: 3 },
    },
    {
      name: 'fails with a computed error and cause',
      machine: aMachine({
        Bad: { Type: 'Fail', Error: '{% $states.input.e %}', Cause: "{% 'a' & 'b' %}" },
      }),
      setting: { input: { e: 'Named' } },
      expected: { status: 'FAILED', error: 'Named', cause: 'ab' },
    },
    {
      name: 'fails without an error where the state says none',
      machine: aMachine({ Bad: { Type: 'Fail' } }),
      expected: { status: 'FAILED', error: undefined, cause: undefined },
    },
    {
      name: 'refuses an error that is no text',
      machine: aMachine({ Bad: { Type: 'Fail', Error: '{% 1 %}' } }),
      expected: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause:
          "An error occurred while executing the state 'Bad' (entered at the event id #2). The field 'Error' must be a string, but was: number.",
      },
    },
  ]);
});
