import { describe, expect, it } from 'vitest';
import type { Execution } from '../../../sandbox/engine/execution.ts';
import { catchesOf, coverageOf, type States, together } from '../../../sandbox/explore/coverage.ts';

const machine: States = {
  Work: {
    Type: 'Task',
    Catch: [
      { ErrorEquals: ['LostLeaseError', 'RunEndedError'], Next: 'Lost' },
      { ErrorEquals: ['States.ALL'], Next: 'Broken' },
    ],
  },
  Lost: { Type: 'Fail' },
  Broken: { Type: 'Fail' },
};

const anExecution = (...events: readonly (readonly [string, object])[]): Execution =>
  ({ history: events.map(([type, details]) => ({ type, details })) }) as unknown as Execution;

const failsWith = (error: string): Execution =>
  anExecution(
    ['TaskStateEntered', { name: 'Work' }],
    ['TaskFailed', { error }],
    ['TaskStateExited', { name: 'Work' }],
    ['FailStateEntered', { name: 'Lost' }],
  );

describe('what an execution went through', () => {
  it('names every catch of a machine', () => {
    expect(catchesOf(machine)).toEqual(['Work: LostLeaseError, RunEndedError', 'Work: States.ALL']);
  });

  it.each([
    ['RunEndedError', 'Work: LostLeaseError, RunEndedError'],
    ['UnreadableError', 'Work: States.ALL'],
  ])('finds the catch that %s took', (error, expected) => {
    const { states, catches } = coverageOf(failsWith(error), machine);

    expect(states).toEqual(['Work', 'Lost']);
    expect(catches).toEqual([expected]);
  });

  it('takes no catch for a failure that was retried', () => {
    const retried = anExecution(
      ['TaskStateEntered', { name: 'Work' }],
      ['TaskFailed', { error: 'UnreadableError' }],
      ['TaskSucceeded', {}],
      ['TaskStateExited', { name: 'Work' }],
    );

    expect(coverageOf(retried, machine).catches).toEqual([]);
  });

  it('adds up the visits of several executions', () => {
    const once = coverageOf(failsWith('RunEndedError'), machine);

    expect(together([once, once]).visits).toEqual({ Work: 2, Lost: 2 });
  });
});
