import { describe, expect, it } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTask, runMachine } from './run-machine.ts';

const throws = (...names: string[]) => names.map((name) => ({ throws: name }));

const retrying = (retry: object[], more: object = {}) =>
  aMachine({ Work: aTask('work', { Retry: retry, ...more }) });

describe('Retry', () => {
  testCases([
    {
      name: 'retries three times, after 1, 2 and 4 seconds, when the retrier says no more',
      machine: retrying([{ ErrorEquals: ['Slow'] }]),
      setting: { functions: { work: throws('Slow') } },
      expected: { status: 'FAILED', error: 'Slow', seconds: 7, events: 15 },
    },
    {
      name: 'goes on when a retry succeeds',
      machine: retrying([{ ErrorEquals: ['Slow'], IntervalSeconds: 3 }]),
      setting: { functions: { work: [{ throws: 'Slow' }, { answers: 1 }] } },
      expected: { status: 'SUCCEEDED', seconds: 3, events: 10, states: ['Work'] },
    },
    {
      name: 'grows the interval by the backoff rate up to the longest delay',
      machine: retrying([
        {
          ErrorEquals: ['Slow'],
          IntervalSeconds: 2,
          BackoffRate: 3,
          MaxAttempts: 4,
          MaxDelaySeconds: 10,
        },
      ]),
      setting: { functions: { work: throws('Slow') } },
      expected: { status: 'FAILED', seconds: 2 + 6 + 10 + 10 },
    },
    {
      name: 'counts the attempts of each retrier by itself',
      machine: retrying([
        { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
        { ErrorEquals: ['B'], MaxAttempts: 1, IntervalSeconds: 10 },
      ]),
      setting: { functions: { work: throws('A', 'B', 'A') } },
      expected: { status: 'FAILED', error: 'A', seconds: 11 },
    },
    {
      name: 'uses the first retrier that lists the error, even when a later one would go on',
      machine: retrying([
        { ErrorEquals: ['A'], MaxAttempts: 1, IntervalSeconds: 1 },
        { ErrorEquals: ['States.ALL'], MaxAttempts: 5, IntervalSeconds: 1 },
      ]),
      setting: { functions: { work: throws('A') } },
      expected: { status: 'FAILED', error: 'A', seconds: 1 },
    },
    {
      name: 'never retries an error with MaxAttempts 0',
      machine: retrying([{ ErrorEquals: ['A'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }]),
      setting: { functions: { work: throws('A') } },
      expected: { status: 'FAILED', error: 'A', seconds: 0 },
    },
    {
      name: 'matches every error but a time-out by States.TaskFailed',
      machine: retrying([{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }], {
        TimeoutSeconds: 30,
      }),
      setting: { functions: { work: [{ throws: 'Any' }, { isKilled: true }] } },
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 31 },
    },
    {
      name: 'retries a time-out that is listed, with the whole time again',
      machine: retrying([{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }], {
        TimeoutSeconds: 30,
      }),
      setting: { functions: { work: [{ isKilled: true }, { takes: 29, answers: 1 }] } },
      expected: { status: 'SUCCEEDED', seconds: 60 },
    },
    {
      name: 'retries a failed evaluation',
      machine: retrying([{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 2 }], {
        Output: '{% $states.result.Payload.found %}',
      }),
      setting: { functions: { work: [{ answers: {} }, { answers: { found: 1 } }] } },
      expected: { status: 'SUCCEEDED', output: 1, seconds: 1, events: 11 },
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
      setting: {
        functions: { work: [{ throws: 'A' }, { answers: 1 }, { throws: 'A' }, { answers: 2 }] },
      },
      expected: { status: 'SUCCEEDED', output: 2, seconds: 2 },
    },
    {
      name: 'does not retry States.Runtime by any name',
      machine: retrying([{ ErrorEquals: ['States.Runtime'] }]),
      setting: { functions: { work: throws('States.Runtime') } },
      expected: { status: 'FAILED', error: 'States.Runtime', seconds: 0 },
    },
  ]);

  it('counts retries in the context object and keeps the time of entry', async () => {
    const machine = retrying([{ ErrorEquals: ['A'] }], {
      Arguments: { FunctionName: 'work', Payload: '{% $states.context.State %}' },
    });

    const { invocations } = await runMachine(machine, {
      functions: { work: [{ throws: 'A' }, { throws: 'A' }, {}] },
    });

    const EnteredTime = '2026-01-31T12:00:00.000Z';
    expect(invocations).toEqual(
      [0, 1, 3].map((at, RetryCount) => ({
        at,
        functionArn: 'work',
        payload: { Name: 'Work', EnteredTime, RetryCount },
      })),
    );
  });

  it('draws the delay below the computed one with full jitter, the same for the same seed', async () => {
    const machine = retrying([
      { ErrorEquals: ['A'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' },
    ]);
    const functions = { work: throws('A') };

    const [first, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => runMachine(machine, { functions, seed })),
    );

    expect(first?.seconds).toBeGreaterThan(0);
    expect(first?.seconds).toBeLessThan(100);
    expect(again?.seconds).toBe(first?.seconds);
    expect(other?.seconds).not.toBe(first?.seconds);
  });
});
