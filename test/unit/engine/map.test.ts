import { describe, expect, it } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask, runMachine } from './run-machine.ts';

const each = (state: object) => ({
  ProcessorConfig: { Mode: 'INLINE' },
  StartAt: 'One',
  States: { One: state },
});

const map = (state: object, more: object = {}) =>
  aMachine({
    Each: { Type: 'Map', ItemProcessor: each(state), Next: 'Done', ...more },
    Done: { Type: 'Succeed' },
    ...('Catch' in more ? { Caught: { Type: 'Pass', End: true } } : {}),
  });

const pass = { Type: 'Pass', End: true };
const waitItself = { Type: 'Wait', Seconds: '{% $states.input %}', End: true };

describe('Map', () => {
  testCases([
    {
      name: 'does the same for each item of its input, in order',
      machine: map(pass),
      setting: { input: ['a', 'b'] },
      expected: { status: 'SUCCEEDED', output: ['a', 'b'], states: ['Each', 'One', 'One', 'Done'] },
    },
    {
      name: 'takes its Items from an expression and shapes each by ItemSelector',
      machine: map(pass, {
        Items: '{% $states.input.list %}',
        ItemSelector: {
          value: '{% $states.context.Map.Item.Value %}',
          index: '{% $states.context.Map.Item.Index %}',
          all: '{% $count($states.input.list) %}',
        },
      }),
      setting: { input: { list: ['a', 'b'] } },
      expected: {
        status: 'SUCCEEDED',
        output: [
          { value: 'a', index: 0, all: 2 },
          { value: 'b', index: 1, all: 2 },
        ],
      },
    },
    {
      name: 'takes literal items',
      machine: map(pass, { Items: [1, '{% 1 + 1 %}'], Output: '{% $sum($states.result) %}' }),
      expected: { status: 'SUCCEEDED', output: 3 },
    },
    {
      name: 'is done at once with no items',
      machine: map(pass, { Items: [] }),
      expected: { status: 'SUCCEEDED', output: [], events: 8 },
    },
    {
      name: 'runs all items at the same time when MaxConcurrency is not said',
      machine: map(waitItself, { Items: [5, 3, 4] }),
      expected: { status: 'SUCCEEDED', seconds: 5, output: [5, 3, 4] },
    },
    {
      name: 'runs one item after the other with MaxConcurrency 1',
      machine: map(waitItself, { Items: [5, 3, 4], MaxConcurrency: 1 }),
      expected: { status: 'SUCCEEDED', seconds: 12 },
    },
    {
      name: 'begins the next item when one of two ends',
      machine: map(waitItself, { Items: [5, 3, 4], MaxConcurrency: '{% 2 %}' }),
      expected: { status: 'SUCCEEDED', seconds: 7 },
    },
    {
      name: 'runs no more than 40 items at the same time',
      machine: map(waitItself, { Items: Array.from({ length: 41 }, () => 1) }),
      expected: { status: 'SUCCEEDED', seconds: 2 },
    },
    {
      name: 'fails with the first iteration that fails, and begins no other',
      machine: map(aTask('work'), { Items: [1, 2, 3], MaxConcurrency: 1 }),
      setting: { functions: { work: [{ answers: 1 }, { throws: 'A' }] } },
      expected: { status: 'FAILED', error: 'A', states: ['Each', 'One', 'One'] },
    },
    {
      name: 'catches the error of an iteration',
      machine: map(aTask('work'), {
        Items: [1],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: 'caught' }],
      }),
      setting: { functions: { work: [{ throws: 'A' }] } },
      expected: { status: 'SUCCEEDED', output: 'caught' },
    },
    {
      name: 'retries all its items',
      machine: map(aTask('work'), { Items: [1, 2], Retry: [{ ErrorEquals: ['A'] }] }),
      setting: { functions: { work: [{ answers: 1 }, { throws: 'A' }, { answers: 2 }] } },
      expected: {
        status: 'SUCCEEDED',
        seconds: 1,
        states: ['Each', 'One', 'One', 'One', 'One', 'Done'],
      },
    },
    {
      name: 'fails when its items are no array',
      machine: map(pass),
      setting: { input: { a: 1 } },
      expected: { status: 'FAILED', error: 'States.QueryEvaluationError' },
    },
  ]);

  it('records its iterations, and those it aborted', async () => {
    const machine = map(
      { ...aTask('work'), Arguments: { FunctionName: '{% $states.input %}' } },
      { Items: ['slow', 'bad'] },
    );

    const { types } = await runMachine(machine, {
      functions: { slow: [{ takes: 9 }], bad: [{ takes: 1, throws: 'A' }] },
    });

    expect(types.filter((type) => type.startsWith('Map') || type.endsWith('Aborted'))).toEqual([
      'MapStateEntered',
      'MapStateStarted',
      'MapIterationStarted',
      'MapIterationStarted',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
    ]);
  });
});
