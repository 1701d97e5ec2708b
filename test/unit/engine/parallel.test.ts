import { describe, expect, it } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask, runMachine } from './run-machine.ts';

const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });

const wait = (name: string, Seconds: number) =>
  branch(name, { Type: 'Wait', Seconds, End: true, Output: name });

const parallel = (Branches: object[], more: object = {}) =>
  aMachine({
    Both: { Type: 'Parallel', Branches, Next: 'Done', ...more },
    Done: { Type: 'Succeed' },
    ...('Catch' in more ? { Caught: { Type: 'Pass', End: true } } : {}),
  });

describe('Parallel', () => {
  testCases([
    {
      name: 'answers the outputs of its branches in their order, when the slowest ends',
      machine: parallel([wait('Slow', 9), wait('Fast', 2)]),
      expected: { status: 'SUCCEEDED', output: ['Slow', 'Fast'], seconds: 9, events: 12 },
    },
    {
      name: 'hands its Arguments to each branch',
      machine: parallel([branch('P', { Type: 'Pass', End: true })], {
        Arguments: { n: '{% $states.input.n * 2 %}' },
        Output: '{% $states.result[0].n %}',
      }),
      setting: { input: { n: 4 } },
      expected: { status: 'SUCCEEDED', output: 8 },
    },
    {
      name: 'keeps the variables of a branch inside it',
      machine: aMachine({
        Set: { Type: 'Pass', Assign: { a: 1 }, Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Inner',
              States: {
                Inner: { Type: 'Pass', Assign: { b: '{% $a + 1 %}' }, Next: 'Show' },
                Show: { Type: 'Pass', Output: '{% $a + $b %}', End: true },
              },
            },
          ],
          End: true,
        },
      }),
      expected: { status: 'SUCCEEDED', output: [3], variables: { a: 1 } },
    },
    {
      name: 'fails as soon as one branch fails, and ends the others',
      machine: parallel([wait('Slow', 900), branch('Work', aTask('work', { TimeoutSeconds: 3 }))]),
      setting: { functions: { work: [{ isKilled: true }] } },
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 3 },
    },
    {
      name: 'catches the error of a branch',
      machine: parallel([branch('Bad', { Type: 'Fail', Error: 'Worse', Cause: 'c' })], {
        Catch: [{ ErrorEquals: ['Worse'], Next: 'Caught' }],
      }),
      expected: {
        status: 'SUCCEEDED',
        states: ['Both', 'Bad', 'Caught'],
        output: { Error: 'Worse', Cause: 'c' },
      },
    },
    {
      name: 'catches an evaluation that failed in a Choice of a branch',
      machine: parallel(
        [
          {
            StartAt: 'Odd?',
            States: {
              'Odd?': { Type: 'Choice', Choices: [{ Condition: '{% $no %}', Next: 'Yes' }] },
              Yes: { Type: 'Succeed' },
            },
          },
        ],
        { Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }] },
      ),
      expected: { status: 'SUCCEEDED', states: ['Both', 'Odd?', 'Caught'] },
    },
    {
      name: 'retries all its branches',
      machine: parallel(
        [branch('Work', aTask('work')), branch('Other', { Type: 'Pass', End: true })],
        {
          Retry: [{ ErrorEquals: ['A'] }],
        },
      ),
      setting: { functions: { work: [{ throws: 'A' }, { answers: 1 }] } },
      expected: {
        status: 'SUCCEEDED',
        seconds: 1,
        states: ['Both', 'Work', 'Other', 'Work', 'Other', 'Done'],
      },
    },
  ]);

  it('records what it aborted before it records that it failed', async () => {
    const machine = parallel([wait('Slow', 900), branch('Bad', aTask('work'))]);

    const { types } = await runMachine(machine, {
      functions: { work: [{ takes: 1, throws: 'A' }] },
    });

    expect(types.slice(-4)).toEqual([
      'TaskFailed',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });
});
