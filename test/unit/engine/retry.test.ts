import { describe, expect, it } from 'vitest';
import { aMachine, aTask } from '../../support/engine/a-machine.ts';
import { runMachine } from './run-machine.ts';

const throws = (...names: string[]) => names.map((name) => ({ throws: name }));

const retrying = (retry: object[], more: object = {}) =>
  aMachine({ Work: aTask('work', { Retry: retry, ...more }) });

describe('Retry', () => {
  it('counts retries in the context object and keeps the time of entry', async () => {
    const machine = retrying([{ ErrorEquals: ['A'] }], {
      Arguments: { FunctionName: 'work', Payload: '{% $states.context.State %}' },
    });

    const { invocations } = await runMachine(machine, {
      functions: { work: [{ throws: 'A' }, { throws: 'A' }, {}] },
    });

    const EnteredTime = '2026-01-31T12:00:00Z';
    expect(invocations).toEqual(
      [0, 1, 3].map((at, RetryCount) => ({
        at,
        functionName: 'work',
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
