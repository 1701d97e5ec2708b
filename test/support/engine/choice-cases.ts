import type { EngineCase } from './a-case.ts';
import { aMachine, aPass } from './a-machine.ts';

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
    Great: { Type: 'Succeed' },
    ...('Default' in more ? { Other: { Type: 'Succeed' } } : {}),
  });

/** A choice between yes and no. */
const decides = (Condition: unknown) =>
  aMachine({
    'Good?': { Type: 'Choice', Choices: [{ Condition, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Succeed' },
    No: { Type: 'Succeed' },
  });

const conditions = (
  [
    ["{% $states.input.a = 'x' and $states.input.n >= 3 %}", 'Yes'],
    ["{% $states.input.a != 'x' or $states.input.n < 3 %}", 'No'],
    ["{% $states.input.a in ['w', 'x'] %}", 'Yes'],
    ['{% $not($exists($states.input.none)) %}', 'Yes'],
    ['{% $exists($states.input.none) %}', 'No'],
    ['{% $count($states.input.list[$ > 1]) = 2 %}', 'Yes'],
    ['{% $states.input.list[0] = $states.input.list[1] %}', 'No'],
    ['{% $states.input.none.deeper = 1 %}', 'No'],
    ['{% $states.input.nothing = null %}', 'Yes'],
    ['{% $contains($states.input.a, /^[a-z]$/) %}', 'Yes'],
  ] as const
).map(
  ([condition, next]): EngineCase => ({
    name: `goes to ${next} for ${condition}`,
    machine: decides(condition),
    input: { a: 'x', n: 3, list: [1, 2, 3], nothing: null },
    expected: { status: 'SUCCEEDED', paths: ['Good?', next] },
  }),
);

/** Which way a Choice takes, and with what. */
export const choiceCases: readonly EngineCase[] = [
  {
    name: 'takes the first rule that holds, with its Assign',
    machine: verdict(),
    input: { v: 'pass' },
    expected: { status: 'SUCCEEDED', output: 'rule', paths: ['Verdict?', 'Passed'], eventCount: 6 },
  },
  {
    name: 'takes the Output of the rule that holds',
    machine: verdict({ Output: 'of the default', Default: 'Other' }),
    input: { v: 6 },
    expected: { status: 'SUCCEEDED', output: 'great', paths: ['Verdict?', 'Great'] },
  },
  {
    name: 'takes Default with the state’s own Output and Assign',
    machine: verdict({ Default: 'Other', Output: 'of the default', Assign: { by: 'default' } }),
    input: { v: 4 },
    expected: {
      status: 'SUCCEEDED',
      output: 'of the default',
      variables: { by: 'default' },
      paths: ['Verdict?', 'Other'],
    },
  },
  {
    name: 'does not take the state’s own Output and Assign for a rule that says none',
    machine: aMachine({
      'Good?': {
        Type: 'Choice',
        Choices: [{ Condition: true, Next: 'Yes' }],
        Default: 'No',
        Output: 'of the default',
        Assign: { by: 'default' },
      },
      Yes: { Type: 'Succeed' },
      No: { Type: 'Succeed' },
    }),
    input: 'kept',
    expected: { status: 'SUCCEEDED', output: 'kept', variables: {}, paths: ['Good?', 'Yes'] },
  },
  {
    name: 'takes the first of two rules that hold, even when both lead to Default’s state',
    machine: aMachine({
      'Which?': {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input > 1 %}', Output: 'first', Next: 'Done' },
          { Condition: '{% $states.input > 0 %}', Output: 'second', Next: 'Done' },
        ],
        Output: 'default',
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    }),
    input: 2,
    expected: { status: 'SUCCEEDED', output: 'first' },
  },
  {
    name: 'fails without a match and without Default',
    machine: verdict(),
    input: { v: 4 },
    expected: { status: 'FAILED', error: 'States.NoChoiceMatched', paths: ['Verdict?'] },
  },
  {
    name: 'takes a literal condition',
    machine: decides(true),
    expected: { status: 'SUCCEEDED', paths: ['Good?', 'Yes'] },
  },
  {
    name: 'does not take a literal condition of false',
    machine: decides(false),
    expected: { status: 'SUCCEEDED', paths: ['Good?', 'No'] },
  },
  ...conditions,
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
      paths: ['Verdict?'],
      eventCount: 4,
    },
  },
  {
    name: 'ends the run when a condition is no boolean',
    machine: decides("{% 'yes' %}"),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Good?'] },
  },
  {
    name: 'compares no numbers with texts',
    machine: decides('{% $states.input.a > 1 %}'),
    input: { a: 'x' },
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Good?'] },
  },
  {
    name: 'counts in a loop until the rule holds',
    machine: aMachine({
      Begin: aPass({ Assign: { n: 0 }, Next: 'Enough?' }),
      'Enough?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $n >= 3 %}', Next: 'Done' }],
        Assign: { n: '{% $n + 1 %}' },
        Default: 'Again',
      },
      Again: aPass({ Next: 'Enough?' }),
      Done: { Type: 'Succeed', Output: '{% $n %}' },
    }),
    expected: {
      status: 'SUCCEEDED',
      output: 3,
      paths: ['Begin', ...Array(3).fill(['Enough?', 'Again']).flat(), 'Enough?', 'Done'],
    },
  },
];
