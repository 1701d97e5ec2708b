import { describe } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine } from './run-machine.ts';

const end = { Type: 'Succeed' };

const verdict = (more: object = {}) =>
  aMachine({
    'Verdict?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.v = 'pass' %}", Next: 'Passed', Assign: { by: 'rule' } },
        { Condition: '{% $states.input.v > 5 %}', Next: 'Great', Output: 'great' },
      ],
      ...more,
    },
    Passed: { Type: 'Succeed', Output: '{% $by %}' },
    Great: end,
    ...('Default' in more ? { Other: { Type: 'Succeed' } } : {}),
  });

describe('Choice', () => {
  testCases([
    {
      name: 'takes the first rule that holds, with its Assign',
      machine: verdict(),
      setting: { input: { v: 'pass' } },
      expected: { status: 'SUCCEEDED', output: 'rule', states: ['Verdict?', 'Passed'], events: 6 },
    },
    {
      name: 'takes the Output of the rule that holds',
      machine: verdict({ Output: 'of the default', Default: 'Other' }),
      setting: { input: { v: 6 } },
      expected: { status: 'SUCCEEDED', output: 'great', states: ['Verdict?', 'Great'] },
    },
    {
      name: 'takes Default with the state’s own Output and Assign',
      machine: verdict({ Default: 'Other', Output: 'of the default', Assign: { by: 'default' } }),
      setting: { input: { v: 4 } },
      expected: { status: 'SUCCEEDED', output: 'of the default', variables: { by: 'default' } },
    },
    {
      name: 'fails without a match and without Default',
      machine: verdict(),
      setting: { input: { v: 4 } },
      expected: { status: 'FAILED', error: 'States.NoChoiceMatched', states: ['Verdict?'] },
    },
    {
      name: 'takes a literal condition',
      machine: aMachine({
        Always: { Type: 'Choice', Choices: [{ Condition: true, Next: 'End' }] },
        End: end,
      }),
      expected: { status: 'SUCCEEDED', states: ['Always', 'End'] },
    },
    {
      name: 'ends the run when a condition is undefined, though a Default is there',
      machine: verdict({
        Default: 'Other',
        Choices: [
          { Condition: '{% $nothing %}', Next: 'Passed' },
          { Condition: true, Next: 'Great' },
        ],
      }),
      expected: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause:
          "An error occurred while executing the state 'Verdict?' (entered at the event id #2). The JSONata expression '$nothing' specified for the field 'Choices[0]/Condition' returned nothing (undefined).",
        events: 4,
      },
    },
    {
      name: 'ends the run when a condition is no boolean',
      machine: aMachine({
        Odd: { Type: 'Choice', Choices: [{ Condition: "{% 'yes' %}", Next: 'End' }] },
        End: end,
      }),
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError', states: ['Odd'] },
    },
  ]);
});
