import type { EngineCase } from './a-case.ts';
import { aMachine, aMap, aPass, aTask } from './a-machine.ts';

const ones = (count: number, path: readonly string[] = ['One']) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`Each[${index}]`, path]));

/** How the error of one iteration ends a Map. */
export const iterationErrorCases: readonly EngineCase[] = [
  {
    name: 'fails with the first iteration that fails, and begins no other',
    machine: aMap(aTask('work'), { Items: [1, 2, 3], MaxConcurrency: 1 }),
    functions: { work: [{ answers: 1 }, { throws: 'A' }] },
    expected: {
      status: 'FAILED',
      error: 'A',
      paths: { main: ['Each'], ...ones(2) },
      invoked: ['work', 'work'],
    },
  },
  {
    name: 'catches the error of an iteration',
    machine: aMap(aTask('work'), {
      Items: [1],
      Catch: [{ ErrorEquals: ['A'], Next: 'Caught' }],
    }),
    functions: { work: [{ throws: 'A' }] },
    expected: {
      status: 'SUCCEEDED',
      output: {
        Error: 'A',
        Cause: '{"errorType":"A","errorMessage":"A happened","trace":[]}',
      },
      paths: { main: ['Each', 'Caught'], ...ones(1) },
    },
  },
  {
    name: 'goes on with the other items when an iteration catches its own error',
    machine: aMachine({
      Each: {
        Type: 'Map',
        Items: [1, 2],
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Work',
          States: {
            Work: aTask('work', {
              Catch: [{ ErrorEquals: ['A'], Next: 'Inner' }],
              Output: 'worked',
            }),
            Inner: aPass({ Output: 'caught' }),
          },
        },
        End: true,
      },
    }),
    functions: { work: [{ throws: 'A' }, { answers: 1 }] },
    expected: {
      status: 'SUCCEEDED',
      output: ['caught', 'worked'],
      paths: { main: ['Each'], 'Each[0]': ['Work', 'Inner'], 'Each[1]': ['Work'] },
    },
  },
  {
    name: 'retries all its items',
    machine: aMap(aTask('work'), {
      Items: [1, 2],
      MaxConcurrency: 1,
      Retry: [{ ErrorEquals: ['A'] }],
    }),
    functions: { work: [{ answers: 1 }, { throws: 'A' }, { answers: 2 }] },
    expected: {
      status: 'SUCCEEDED',
      seconds: 1,
      paths: { main: ['Each', 'Done'], ...ones(2, ['One', 'One']) },
      payloads: { work: [1, 2, 1, 2] },
    },
  },
  {
    name: 'fails when its items are a number',
    machine: aMap(aPass(), { Items: '{% 7 %}' }),
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError', paths: ['Each'] },
  },
  {
    name: 'catches items that are undefined',
    machine: aMap(aPass(), {
      Items: '{% $states.input.none %}',
      Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught', Output: 'caught' }],
    }),
    expected: { status: 'SUCCEEDED', paths: ['Each', 'Caught'] },
  },
];
