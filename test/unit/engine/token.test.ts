import { describe, expect, it } from 'vitest';
import { testCases } from './cases.ts';
import { aMachine, aTokenTask, runMachine } from './run-machine.ts';

const listening = (more: object = {}) =>
  aMachine({
    Listen: aTokenTask({ TimeoutSeconds: 60, Next: 'Woken', ...more }),
    Woken: { Type: 'Succeed' },
    ...('Catch' in more ? { Tick: { Type: 'Pass', End: true } } : {}),
  });

const tick = (...names: string[]) => ({ Catch: [{ ErrorEquals: names, Next: 'Tick' }] });

describe('a task that waits for its token', () => {
  testCases([
    {
      name: 'ends with what SendTaskSuccess sent as its result',
      machine: listening(),
      setting: {
        meanwhile: [
          { at: 5, does: (execution, token) => execution.sendTaskSuccess(token, { wake: true }) },
        ],
      },
      expected: {
        status: 'SUCCEEDED',
        output: { wake: true },
        seconds: 5,
        states: ['Listen', 'Woken'],
        events: 10,
      },
    },
    {
      name: 'fails with the error and cause of SendTaskFailure',
      machine: listening(),
      setting: {
        meanwhile: [
          { at: 5, does: (execution, token) => execution.sendTaskFailure(token, 'No', 'declined') },
        ],
      },
      expected: { status: 'FAILED', error: 'No', cause: 'declined', seconds: 5 },
    },
    {
      name: 'is a tick of six events when nobody answers in time',
      machine: listening(tick('States.Timeout')),
      expected: {
        status: 'SUCCEEDED',
        states: ['Listen', 'Tick'],
        seconds: 60,
        events: 1 + 6 + 2 + 1,
      },
    },
    {
      name: 'fails at once when its function throws',
      machine: listening(),
      setting: { functions: { listen: [{ throws: 'UnknownRunError' }] } },
      expected: { status: 'FAILED', error: 'UnknownRunError', seconds: 0, events: 6 },
    },
    {
      name: 'times out when the invocation was killed before it answered',
      machine: listening(tick('States.Timeout')),
      setting: { functions: { listen: [{ isKilled: true }] } },
      expected: { status: 'SUCCEEDED', states: ['Listen', 'Tick'], seconds: 60, events: 9 },
    },
    {
      name: 'may be answered before its function has answered',
      machine: listening(),
      setting: {
        functions: { listen: [{ takes: 10 }] },
        meanwhile: [
          { at: 1, does: (execution, token) => execution.sendTaskSuccess(token, 'early') },
        ],
      },
      expected: { status: 'SUCCEEDED', output: 'early', seconds: 1, events: 9 },
    },
    {
      name: 'computes its time limit',
      machine: listening({ TimeoutSeconds: '{% $states.input.left %}' }),
      setting: { input: { left: 7 } },
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 7 },
    },
    {
      name: 'ends when no heartbeat comes in time, caught as States.HeartbeatTimeout',
      machine: listening({ HeartbeatSeconds: 10, ...tick('States.HeartbeatTimeout') }),
      expected: { status: 'SUCCEEDED', states: ['Listen', 'Tick'], seconds: 10 },
    },
    {
      name: 'ends when no heartbeat comes in time, caught as States.Timeout as well',
      machine: listening({ HeartbeatSeconds: '{% 10 %}', ...tick('States.Timeout') }),
      expected: { status: 'SUCCEEDED', states: ['Listen', 'Tick'], seconds: 10 },
    },
    {
      name: 'does not catch its own time limit as States.HeartbeatTimeout',
      machine: listening(tick('States.HeartbeatTimeout')),
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 60 },
    },
    {
      name: 'lives on with heartbeats until its own time limit',
      machine: listening({ HeartbeatSeconds: 20 }),
      setting: {
        meanwhile: [15, 30, 45, 55].map((at) => ({
          at,
          does: (execution, token) => execution.sendTaskHeartbeat(token),
        })),
      },
      expected: { status: 'FAILED', error: 'States.Timeout', seconds: 60 },
    },
  ]);

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
