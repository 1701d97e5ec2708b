import type { EngineCase } from './a-case.ts';
import { aGraph, aMachine, aParallel, aPass, aTask } from './a-machine.ts';

const bad = aGraph('Bad', { Type: 'Fail', Error: 'Worse', Cause: 'c' });
const work = aGraph('Work', aTask('work'));
const other = aGraph('Other', aPass());

/** How the error of one branch ends a Parallel. */
export const branchErrorCases: readonly EngineCase[] = [
  {
    name: 'fails as soon as one branch fails, and ends the others',
    machine: aParallel([
      {
        StartAt: 'Slow',
        States: { Slow: { Type: 'Wait', Seconds: 900, Next: 'Never' }, Never: aPass() },
      },
      aGraph('Work', aTask('work', { TimeoutSeconds: 2 })),
    ]),
    functions: { work: [{ isKilled: true }] },
    expected: {
      status: 'FAILED',
      error: 'States.Timeout',
      seconds: 2,
      paths: { main: ['Both'], 'Both[0]': ['Slow'], 'Both[1]': ['Work'] },
    },
  },
  {
    name: 'invokes nothing more in a branch that was ended',
    machine: aMachine({
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Slow',
            States: { Slow: { Type: 'Wait', Seconds: 3, Next: 'Late' }, Late: aTask('late') },
          },
          aGraph('Work', aTask('work')),
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wait', Output: 'caught' }],
        End: true,
      },
      Wait: { Type: 'Wait', Seconds: 4, End: true },
    }),
    functions: { work: [{ takes: 1, throws: 'A' }] },
    expected: {
      status: 'SUCCEEDED',
      invoked: ['work'],
      paths: { main: ['Both', 'Wait'], 'Both[0]': ['Slow'], 'Both[1]': ['Work'] },
    },
  },
  {
    name: 'fails with the error and cause of the branch',
    machine: aParallel([bad]),
    expected: { status: 'FAILED', error: 'Worse', cause: 'c' },
  },
  {
    name: 'catches the error of a branch',
    machine: aParallel([bad], { Catch: [{ ErrorEquals: ['Worse'], Next: 'Caught' }] }),
    expected: {
      status: 'SUCCEEDED',
      paths: { main: ['Both', 'Caught'], 'Both[0]': ['Bad'] },
      output: { Error: 'Worse', Cause: 'c' },
    },
  },
  {
    name: 'catches in a branch what the others never see',
    machine: aParallel([
      {
        StartAt: 'Work',
        States: {
          Work: aTask('work', { Catch: [{ ErrorEquals: ['A'], Next: 'Inner' }] }),
          Inner: aPass({ Output: 'caught' }),
        },
      },
      other,
    ]),
    functions: { work: [{ throws: 'A' }] },
    expected: { status: 'SUCCEEDED', output: ['caught', {}] },
  },
  {
    name: 'catches an evaluation that failed in a Choice of a branch',
    machine: aParallel(
      [
        {
          StartAt: 'Odd?',
          States: {
            'Odd?': { Type: 'Choice', Choices: [{ Condition: '{% $no %}', Next: 'Yes' }] },
            Yes: { Type: 'Succeed' },
          },
        },
      ],
      {
        Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught', Output: 'caught' }],
      },
    ),
    expected: {
      status: 'SUCCEEDED',
      paths: { main: ['Both', 'Caught'], 'Both[0]': ['Odd?'] },
    },
  },
  {
    name: 'catches a Choice of a branch that nothing matched',
    machine: aParallel(
      [
        {
          StartAt: 'Odd?',
          States: {
            'Odd?': { Type: 'Choice', Choices: [{ Condition: false, Next: 'Yes' }] },
            Yes: { Type: 'Succeed' },
          },
        },
      ],
      { Catch: [{ ErrorEquals: ['States.NoChoiceMatched'], Next: 'Caught', Output: 'caught' }] },
    ),
    expected: {
      status: 'SUCCEEDED',
      paths: { main: ['Both', 'Caught'], 'Both[0]': ['Odd?'] },
    },
  },
  {
    name: 'retries all its branches',
    machine: aParallel([work, other], { Retry: [{ ErrorEquals: ['A'] }] }),
    functions: { work: [{ takes: 1, throws: 'A' }, { answers: 1 }] },
    expected: {
      status: 'SUCCEEDED',
      seconds: 2,
      paths: { main: ['Both', 'Done'], 'Both[0]': ['Work', 'Work'], 'Both[1]': ['Other', 'Other'] },
    },
  },
  {
    name: 'counts its retries in the context object',
    machine: aParallel([work], {
      Retry: [{ ErrorEquals: ['A'] }],
      Output: '{% $states.context.State.RetryCount %}',
    }),
    functions: { work: [{ throws: 'A' }, { answers: 1 }] },
    expected: { status: 'SUCCEEDED', output: 1, invoked: ['work', 'work'] },
  },
  {
    name: 'catches after its retries are used up',
    machine: aParallel([bad], {
      Retry: [{ ErrorEquals: ['Worse'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Output: 'caught' }],
    }),
    expected: {
      status: 'SUCCEEDED',
      output: 'caught',
      paths: { main: ['Both', 'Caught'], 'Both[0]': ['Bad', 'Bad'] },
    },
  },
  {
    name: 'catches its own Arguments that are undefined',
    machine: aParallel([other], {
      Arguments: '{% $states.input.none %}',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught', Output: 'caught' }],
    }),
    expected: { status: 'SUCCEEDED', paths: ['Both', 'Caught'] },
  },
  {
    name: 'passes an error on through two Parallels',
    machine: aParallel(
      [{ StartAt: 'Inner', States: { Inner: { Type: 'Parallel', Branches: [bad], End: true } } }],
      { Catch: [{ ErrorEquals: ['Worse'], Next: 'Caught' }] },
    ),
    expected: { status: 'SUCCEEDED', output: { Error: 'Worse', Cause: 'c' } },
  },
];
