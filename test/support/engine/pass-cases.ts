import type { EngineCase } from './a-case.ts';
import { aMachine, aPass } from './a-machine.ts';

const first = (more: object) =>
  aMachine({ First: aPass({ ...more, Next: 'Done' }), Done: { Type: 'Succeed' } });

/** What a Pass makes of its input, and how variables come and go. */
export const passCases: readonly EngineCase[] = [
  {
    name: 'passes its input on when it says no output',
    machine: aMachine({ Keep: aPass() }),
    input: { a: 1 },
    expected: { status: 'SUCCEEDED', output: { a: 1 }, eventCount: 4, seconds: 0 },
  },
  {
    name: 'answers a literal output, with text around braces left alone',
    machine: aMachine({ Show: aPass({ Output: { a: [1, 'two {% no %}', null, true] } }) }),
    expected: { status: 'SUCCEEDED', output: { a: [1, 'two {% no %}', null, true] } },
  },
  {
    name: 'answers an output of false',
    machine: aMachine({ Show: aPass({ Output: false }) }),
    expected: { status: 'SUCCEEDED', output: false },
  },
  {
    name: 'answers an output of null',
    machine: aMachine({ Show: aPass({ Output: null }) }),
    expected: { status: 'SUCCEEDED', output: null },
  },
  {
    name: 'answers an empty text',
    machine: aMachine({ Show: aPass({ Output: '' }) }),
    expected: { status: 'SUCCEEDED', output: '' },
  },
  {
    name: 'answers an empty list and an empty object',
    machine: aMachine({ Show: aPass({ Output: { list: [], object: {} } }) }),
    expected: { status: 'SUCCEEDED', output: { list: [], object: {} } },
  },
  {
    name: 'evaluates expressions at any depth of an output',
    machine: aMachine({
      Show: aPass({ Output: { a: ['{% $states.input.x + 1 %}', { b: '{% 2 %}' }] } }),
    }),
    input: { x: 1 },
    expected: { status: 'SUCCEEDED', output: { a: [2, { b: 2 }] } },
  },
  {
    name: 'fails when one value of an output is undefined',
    machine: aMachine({ Show: aPass({ Output: { a: 1, b: '{% $states.input.missing %}' } }) }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', eventCount: 4 },
  },
  {
    name: 'sees variables as they were at entry in Output and Assign alike',
    machine: aMachine({
      Set: aPass({ Assign: { n: 1 }, Next: 'Add' }),
      Add: aPass({
        Assign: { n: '{% $n + 1 %}', m: '{% $n + 10 %}' },
        Output: '{% $n %}',
        Next: 'Show',
      }),
      Show: {
        Type: 'Succeed',
        Output: { before: '{% $states.input %}', n: '{% $n %}', m: '{% $m %}' },
      },
    }),
    expected: {
      status: 'SUCCEEDED',
      output: { before: 1, n: 2, m: 11 },
      variables: { n: 2, m: 11 },
    },
  },
  {
    name: 'swaps two variables in one Assign',
    machine: aMachine({
      Set: aPass({ Assign: { a: 1, b: 2 }, Next: 'Swap' }),
      Swap: aPass({ Assign: { a: '{% $b %}', b: '{% $a %}' } }),
    }),
    expected: { status: 'SUCCEEDED', variables: { a: 2, b: 1 } },
  },
  {
    name: 'keeps variables of every kind',
    machine: aMachine({
      Set: aPass({
        Assign: {
          text: 'a "b"\nc',
          none: null,
          list: [1, [2]],
          object: { a: { b: true } },
          zero: 0,
        },
        Next: 'Show',
      }),
      Show: aPass({
        Output: ['{% $text %}', '{% $none %}', '{% $list %}', '{% $object.a.b %}', '{% $zero %}'],
      }),
    }),
    expected: { status: 'SUCCEEDED', output: ['a "b"\nc', null, [1, [2]], true, 0] },
  },
  {
    name: 'replaces a whole variable, not a part of it',
    machine: aMachine({
      Set: aPass({ Assign: { run: { id: 'a', epoch: 1 } }, Next: 'Again' }),
      Again: aPass({ Assign: { run: { epoch: '{% $run.epoch + 1 %}' } }, Next: 'Show' }),
      Show: aPass({ Output: '{% $run %}' }),
    }),
    expected: { status: 'SUCCEEDED', output: { epoch: 2 } },
  },
  {
    name: 'keeps the input of the execution for every state',
    machine: aMachine({
      First: aPass({ Output: 'gone', Next: 'Show' }),
      Show: aPass({ Output: ['{% $states.input %}', '{% $states.context.Execution.Input.a %}'] }),
    }),
    input: { a: 1 },
    expected: { status: 'SUCCEEDED', output: ['gone', 1] },
  },
  {
    name: 'fails for a variable that was never assigned',
    machine: first({ Output: '{% $never %}' }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['First'] },
  },
  {
    name: 'fails for a variable that the same Assign sets',
    machine: first({ Assign: { a: 1, b: '{% $a %}' } }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['First'] },
  },
];
