import type { EngineCase } from './a-case.ts';
import { aGraph, aMachine, aTask } from './a-machine.ts';

const throws = (...names: string[]) => names.map((name) => ({ throws: name }));

const retrying = (Retry: object[], more: object = {}) =>
  aMachine({ Work: aTask('work', { Retry, ...more }) });

const times = (count: number) => Array.from({ length: count }, () => 'work');

/** Which errors are tried again, how often and after how long. */
export const retryCases: readonly EngineCase[] = [
  {
    name: 'retries three times, after 1, 2 and 4 seconds, when the retrier says no more',
    machine: retrying([{ ErrorEquals: ['Slow'] }]),
    functions: { work: throws('Slow') },
    expected: { status: 'FAILED', error: 'Slow', seconds: 7, eventCount: 15, invoked: times(4) },
  },
  {
    name: 'goes on when a retry succeeds',
    machine: retrying([{ ErrorEquals: ['Slow'], IntervalSeconds: 2 }]),
    functions: { work: [{ throws: 'Slow' }, { answers: 1 }] },
    expected: {
      status: 'SUCCEEDED',
      seconds: 2,
      eventCount: 10,
      paths: ['Work'],
      invoked: times(2),
    },
  },
  {
    name: 'grows the interval by the backoff rate up to the longest delay',
    machine: retrying([
      { ErrorEquals: ['Slow'], BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 2 },
    ]),
    functions: { work: throws('Slow') },
    expected: { status: 'FAILED', seconds: 1 + 2 + 2, invoked: times(4) },
  },
  {
    name: 'waits the same time with a backoff rate of 1',
    machine: retrying([{ ErrorEquals: ['Slow'], BackoffRate: 1, MaxAttempts: 3 }]),
    functions: { work: throws('Slow') },
    expected: { status: 'FAILED', seconds: 3, invoked: times(4) },
  },
  {
    name: 'counts the attempts of each retrier by itself',
    machine: retrying([
      { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1, IntervalSeconds: 2 },
    ]),
    functions: { work: throws('A', 'B', 'A') },
    expected: { status: 'FAILED', error: 'A', seconds: 3, invoked: times(3) },
  },
  {
    name: 'uses the first retrier that lists the error, even when a later one would go on',
    machine: retrying([
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
    ]),
    functions: { work: throws('A') },
    expected: { status: 'FAILED', error: 'A', seconds: 1, invoked: times(2) },
  },
  {
    name: 'never retries an error with MaxAttempts 0',
    machine: retrying([{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]),
    functions: { work: throws('A') },
    expected: { status: 'FAILED', error: 'A', seconds: 0, invoked: times(1) },
  },
  {
    name: 'does not retry an error that no retrier lists',
    machine: retrying([{ ErrorEquals: ['A', 'B'] }, { ErrorEquals: ['C'] }]),
    functions: { work: throws('D') },
    expected: { status: 'FAILED', error: 'D', invoked: times(1) },
  },
  {
    name: 'retries the second error that a retrier lists',
    machine: retrying([{ ErrorEquals: ['A', 'B'], MaxAttempts: 1 }]),
    functions: { work: throws('B') },
    expected: { status: 'FAILED', error: 'B', invoked: times(2) },
  },
  {
    name: 'matches every error but a time-out by States.TaskFailed',
    machine: retrying([{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }], {
      TimeoutSeconds: 3,
    }),
    functions: { work: [{ throws: 'Any' }, { isKilled: true }] },
    expected: { status: 'FAILED', error: 'States.Timeout', seconds: 4, invoked: times(2) },
  },
  {
    name: 'retries a time-out that is listed, with the whole time again',
    machine: retrying([{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }], { TimeoutSeconds: 4 }),
    functions: { work: [{ isKilled: true }, { takes: 1, answers: 1 }] },
    expected: { status: 'SUCCEEDED', seconds: 6, invoked: times(2) },
  },
  {
    name: 'retries a fault of Lambda itself by its name',
    machine: retrying([{ ErrorEquals: ['Lambda.ServiceException'], MaxAttempts: 1 }]),
    functions: { work: [{ throws: 'Lambda.ServiceException' }, { answers: 1 }] },
    expected: { status: 'SUCCEEDED', invoked: times(2) },
  },
  {
    name: 'retries a failed evaluation of the output, invoking again',
    machine: retrying([{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 2 }], {
      Output: '{% $states.result.Payload.found %}',
    }),
    functions: { work: [{ answers: {} }, { answers: { found: 1 } }] },
    expected: { status: 'SUCCEEDED', output: 1, seconds: 1, invoked: times(2) },
  },
  {
    name: 'begins to count anew when the state is entered again',
    machine: aMachine({
      Work: aTask('work', {
        Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
        Next: 'Again?',
        Output: '{% $states.result.Payload %}',
      }),
      'Again?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'Work' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    }),
    functions: { work: [{ throws: 'A' }, { answers: 1 }, { throws: 'A' }, { answers: 2 }] },
    expected: { status: 'SUCCEEDED', output: 2, seconds: 2, invoked: times(4) },
  },
  {
    name: 'does not retry States.Runtime by any name',
    machine: retrying([{ ErrorEquals: ['States.Runtime'] }]),
    functions: { work: throws('States.Runtime') },
    expected: { status: 'FAILED', error: 'States.Runtime', seconds: 0, invoked: times(1) },
  },
  {
    name: 'counts retries in the context object and evaluates the Arguments again',
    machine: retrying([{ ErrorEquals: ['A'] }], {
      Arguments: { FunctionName: 'work', Payload: '{% $states.context.State.RetryCount %}' },
    }),
    functions: { work: [{ throws: 'A' }, { throws: 'A' }, { answers: null }] },
    expected: { status: 'SUCCEEDED', payloads: { work: [0, 1, 2] } },
  },
  {
    name: 'retries in the order of the intervals when two branches retry',
    machine: aMachine({
      Both: {
        Type: 'Parallel',
        Branches: [
          aGraph('Early', aTask('early', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 4 }] })),
          {
            StartAt: 'Wait',
            States: {
              Wait: { Type: 'Wait', Seconds: 1, Next: 'Late' },
              Late: aTask('late', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 1 }] }),
            },
          },
        ],
        Output: 'both',
        End: true,
      },
    }),
    functions: {
      early: [{ throws: 'A' }, { answers: 1 }],
      late: [{ throws: 'A' }, { answers: 1 }],
    },
    expected: {
      status: 'SUCCEEDED',
      seconds: 4,
      invoked: ['early', 'late', 'late', 'early'],
      paths: { main: ['Both'], 'Both[0]': ['Early'], 'Both[1]': ['Wait', 'Late'] },
    },
  },
  {
    name: 'may draw any delay up to the computed one with full jitter',
    machine: retrying([{ ErrorEquals: ['A'], JitterStrategy: 'FULL', MaxAttempts: 2 }]),
    functions: { work: throws('A') },
    expected: { status: 'FAILED', error: 'A', invoked: times(3) },
  },
];
