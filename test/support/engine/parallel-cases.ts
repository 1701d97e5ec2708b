import type { EngineCase } from './a-case.ts';
import { aGraph, aMachine, aParallel, aPass } from './a-machine.ts';

const wait = (name: string, Seconds: number) =>
  aGraph(name, { Type: 'Wait', Seconds, End: true, Output: name });

const other = aGraph('Other', aPass());

/** What branches share, and how they end together. */
export const parallelCases: readonly EngineCase[] = [
  {
    name: 'answers the outputs of its branches in their order, when the slowest ends',
    machine: aParallel([wait('Slow', 2), wait('Fast', 1)]),
    expected: {
      status: 'SUCCEEDED',
      output: ['Slow', 'Fast'],
      paths: { main: ['Both', 'Done'], 'Both[0]': ['Slow'], 'Both[1]': ['Fast'] },
      seconds: 2,
      eventCount: 12,
    },
  },
  {
    name: 'hands its input to each branch',
    machine: aParallel([
      aGraph('One', aPass()),
      aGraph('Two', aPass({ Output: '{% $states.input.n + 1 %}' })),
    ]),
    input: { n: 4 },
    expected: { status: 'SUCCEEDED', output: [{ n: 4 }, 5] },
  },
  {
    name: 'hands its Arguments to each branch',
    machine: aParallel([aGraph('Keep', aPass())], {
      Arguments: { n: '{% $states.input.n * 2 %}' },
      Output: '{% $states.result[0].n %}',
    }),
    input: { n: 4 },
    expected: { status: 'SUCCEEDED', output: 8 },
  },
  {
    name: 'assigns from the result of its branches',
    machine: aParallel([aGraph('One', aPass({ Output: 1 })), aGraph('Two', aPass({ Output: 2 }))], {
      Assign: { total: '{% $sum($states.result) %}' },
      Output: '{% $states.input %}',
    }),
    input: 'kept',
    expected: { status: 'SUCCEEDED', output: 'kept', variables: { total: 3 } },
  },
  {
    name: 'keeps the variables of a branch inside it',
    machine: aMachine({
      Set: aPass({ Assign: { a: 1 }, Next: 'Both' }),
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Inner',
            States: {
              Inner: aPass({ Assign: { b: '{% $a + 1 %}' }, Next: 'Show' }),
              Show: aPass({ Output: '{% $a + $b %}' }),
            },
          },
        ],
        End: true,
      },
    }),
    expected: { status: 'SUCCEEDED', output: [3], variables: { a: 1 } },
  },
  {
    name: 'lets two branches use the same name for their own variables',
    machine: aParallel(
      ['One', 'Two'].map((name) => ({
        StartAt: name,
        States: {
          [name]: aPass({ Assign: { own: name }, Next: `Show ${name}` }),
          [`Show ${name}`]: aPass({ Output: '{% $own %}' }),
        },
      })),
    ),
    expected: { status: 'SUCCEEDED', output: ['One', 'Two'], variables: {} },
  },
  {
    name: 'does not see the variable of a branch afterwards',
    machine: aMachine({
      Both: {
        Type: 'Parallel',
        Branches: [aGraph('Inner', aPass({ Assign: { b: 1 } }))],
        Next: 'Show',
      },
      Show: { Type: 'Succeed', Output: '{% $b %}' },
    }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError' },
  },
  {
    name: 'goes on after a branch that ended in Succeed',
    machine: aParallel([aGraph('End', { Type: 'Succeed', Output: 1 }), other]),
    input: 2,
    expected: { status: 'SUCCEEDED', output: [1, 2] },
  },
  {
    name: 'runs a Parallel in a branch of a Parallel',
    machine: aParallel([
      {
        StartAt: 'Inner',
        States: {
          Inner: {
            Type: 'Parallel',
            Branches: [aGraph('A', aPass({ Output: 'a' })), aGraph('B', aPass({ Output: 'b' }))],
            End: true,
          },
        },
      },
      aGraph('C', aPass({ Output: 'c' })),
    ]),
    expected: {
      status: 'SUCCEEDED',
      output: [['a', 'b'], 'c'],
      paths: {
        main: ['Both', 'Done'],
        'Both[0]': ['Inner'],
        'Both[0].Inner[0]': ['A'],
        'Both[0].Inner[1]': ['B'],
        'Both[1]': ['C'],
      },
    },
  },
];
