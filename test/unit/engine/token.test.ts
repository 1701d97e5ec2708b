import { describe, expect, it } from 'vitest';
import { aMachine, aTokenTask } from '../../support/engine/a-machine.ts';
import { runMachine } from './run-machine.ts';

const listening = (more: object = {}) =>
  aMachine({
    Listen: aTokenTask({ TimeoutSeconds: 60, Next: 'Woken', ...more }),
    Woken: { Type: 'Succeed' },
    ...('Catch' in more ? { Tick: { Type: 'Pass', End: true } } : {}),
  });

describe('a task that waits for its token', () => {
  it('takes no notice of its function’s answer after it has been answered', async () => {
    const machine = aMachine({
      Listen: aTokenTask({ Next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: 60, End: true },
    });

    const { types } = await runMachine(machine, {
      functions: { listen: [{ takes: 10 }] },
      meanwhile: [{ at: 1, does: (execution, token) => execution.sendTaskSuccess(token, 1) }],
    });

    expect(types).not.toContain('TaskSubmitted');
    expect(types.at(-1)).toBe('ExecutionSucceeded');
  });

  it('gets a new token for each attempt, and the old ones are closed', async () => {
    const machine = listening({
      Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 1 }],
    });

    const { invocations, execution } = await runMachine(machine, {
      functions: { listen: [{ throws: 'A' }, {}] },
    });

    const tokens = invocations.map(({ payload }) => Object(payload).token);
    expect(new Set(tokens).size).toBe(2);
    expect(tokens.map((token) => execution.sendTaskSuccess(token, 1))).toEqual([
      'closed',
      'closed',
    ]);
  });

  it('answers open once, then closed, and unknown for a token of somebody else', async () => {
    const answers: string[] = [];

    await runMachine(listening(), {
      meanwhile: [
        {
          at: 1,
          does: (execution, token) =>
            answers.push(
              execution.sendTaskHeartbeat('another'),
              execution.sendTaskSuccess(token, 1),
              execution.sendTaskSuccess(token, 2),
            ),
        },
      ],
    });

    expect(answers).toEqual(['unknown', 'open', 'closed']);
  });

  it('closes its token when the execution is stopped', async () => {
    let token = '';

    const { execution } = await runMachine(listening(), {
      meanwhile: [
        {
          at: 1,
          does: (running, current) => {
            token = current;
            running.stop();
          },
        },
      ],
    });

    expect(execution.sendTaskSuccess(token, 1)).toBe('closed');
    expect(execution.status).toBe('ABORTED');
  });
});
