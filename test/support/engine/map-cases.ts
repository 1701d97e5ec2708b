import type { EngineCase } from './a-case.ts';
import { aGraph, aMachine, aMap, aPass, aTask } from './a-machine.ts';

const waitItself = {
  Type: 'Wait',
  Seconds: '{% $states.input %}',
  Output: '{% $states.input %}',
  End: true,
};

const ones = (count: number, path: readonly string[] = ['One']) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`Each[${index}]`, path]));

/** What is done for each item, how many at once, and how iterations end together. */
export const mapCases: readonly EngineCase[] = [
  {
    name: 'does the same for each item of its input, in order',
    machine: aMap(aPass()),
    input: ['a', 'b'],
    expected: {
      status: 'SUCCEEDED',
      output: ['a', 'b'],
      paths: { main: ['Each', 'Done'], ...ones(2) },
    },
  },
  {
    name: 'takes its Items from an expression and shapes each by ItemSelector',
    machine: aMap(aPass(), {
      Items: '{% $states.input.list %}',
      ItemSelector: {
        value: '{% $states.context.Map.Item.Value %}',
        index: '{% $states.context.Map.Item.Index %}',
        all: '{% $count($states.input.list) %}',
      },
    }),
    input: { list: ['a', 'b'] },
    expected: {
      status: 'SUCCEEDED',
      output: [
        { value: 'a', index: 0, all: 2 },
        { value: 'b', index: 1, all: 2 },
      ],
    },
  },
  {
    name: 'reads the item, its index and its source inside an iteration',
    machine: aMap(aPass({ Output: '{% $states.context.Map.Item %}' })),
    input: ['a', 'b'],
    expected: {
      status: 'SUCCEEDED',
      output: [
        { Index: 0, Value: 'a', Source: 'STATE_DATA' },
        { Index: 1, Value: 'b', Source: 'STATE_DATA' },
      ],
    },
  },
  {
    name: 'takes literal items',
    machine: aMap(aPass(), { Items: [1, '{% 1 + 1 %}'], Output: '{% $sum($states.result) %}' }),
    expected: { status: 'SUCCEEDED', output: 3 },
  },
  {
    name: 'assigns from its result',
    machine: aMap(aPass(), {
      Items: [3, 4],
      Assign: { most: '{% $max($states.result) %}' },
      Output: '{% $states.input %}',
    }),
    input: 'kept',
    expected: { status: 'SUCCEEDED', output: 'kept', variables: { most: 4 } },
  },
  {
    name: 'reads outer variables in each iteration',
    machine: aMachine({
      Set: aPass({ Assign: { by: 10 }, Next: 'Each' }),
      Each: {
        Type: 'Map',
        Items: [1, 2],
        ItemProcessor: aGraph('One', aPass({ Output: '{% $states.input * $by %}' })),
        End: true,
      },
    }),
    expected: { status: 'SUCCEEDED', output: [10, 20] },
  },
  {
    name: 'keeps the variables of an iteration inside it',
    machine: aMachine({
      Each: {
        Type: 'Map',
        Items: [1, 2],
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Set',
          States: {
            Set: aPass({ Assign: { own: '{% $states.input + 1 %}' }, Next: 'Show' }),
            Show: aPass({ Output: '{% $own %}' }),
          },
        },
        End: true,
      },
    }),
    expected: { status: 'SUCCEEDED', output: [2, 3], variables: {} },
  },
  {
    name: 'is done at once with no items',
    machine: aMap(aPass(), { Items: [] }),
    expected: { status: 'SUCCEEDED', output: [], paths: ['Each', 'Done'], eventCount: 8 },
  },
  {
    name: 'runs all items at the same time when MaxConcurrency is not said',
    machine: aMap(waitItself, { Items: [3, 1, 2] }),
    expected: { status: 'SUCCEEDED', seconds: 3, output: [3, 1, 2] },
  },
  {
    name: 'runs one item after the other with MaxConcurrency 1',
    machine: aMap(aTask('work', { Output: '{% $states.input %}' }), {
      Items: [3, 1, 2],
      MaxConcurrency: 1,
    }),
    functions: { work: [{ takes: 1 }] },
    expected: {
      status: 'SUCCEEDED',
      seconds: 3,
      output: [3, 1, 2],
      payloads: { work: [3, 1, 2] },
    },
  },
  {
    name: 'begins the next item when one of two ends',
    machine: aMap(aTask('{% $states.input %}', { Output: '{% $states.input %}' }), {
      MaxConcurrency: '{% 2 %}',
    }),
    input: ['long', 'short', 'last'],
    functions: { long: [{ takes: 3 }], short: [{ takes: 1 }] },
    expected: { status: 'SUCCEEDED', seconds: 3, output: ['long', 'short', 'last'] },
  },
  {
    name: 'runs no more than 40 items at the same time',
    machine: aMap(
      { Type: 'Wait', Seconds: 1, End: true },
      {
        Items: Array.from({ length: 41 }, (_, item) => item),
        Output: '{% $count($states.result) %}',
      },
    ),
    expected: { status: 'SUCCEEDED', seconds: 2, output: 41 },
  },
  {
    name: 'runs a Map in each branch of a Parallel',
    machine: aMachine({
      Both: {
        Type: 'Parallel',
        Branches: ['A', 'B'].map((name) =>
          aGraph(name, {
            Type: 'Map',
            Items: [1, 2],
            ItemProcessor: aGraph(`${name} item`, aPass()),
            End: true,
          }),
        ),
        End: true,
      },
    }),
    expected: {
      status: 'SUCCEEDED',
      output: [
        [1, 2],
        [1, 2],
      ],
      paths: {
        main: ['Both'],
        'Both[0]': ['A'],
        'Both[0].A[0]': ['A item'],
        'Both[0].A[1]': ['A item'],
        'Both[1]': ['B'],
        'Both[1].B[0]': ['B item'],
        'Both[1].B[1]': ['B item'],
      },
    },
  },
];
