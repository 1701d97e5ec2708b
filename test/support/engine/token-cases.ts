import type { EngineCase, Telling } from './a-case.ts';
import { aMachine, aPass, aTokenTask } from './a-machine.ts';

const listening = (more: object = {}) =>
  aMachine({
    Listen: aTokenTask({ TimeoutSeconds: 6, Next: 'Woken', ...more }),
    Woken: { Type: 'Succeed' },
    ...('Catch' in more ? { Tick: aPass() } : {}),
  });

const tick = (...names: string[]) => ({ Catch: [{ ErrorEquals: names, Next: 'Tick' }] });
const told = (...tells: Telling[]) => ({ listen: [{ tells }] });
const wake: Telling = { after: 1, succeeds: { wake: true } };

/** A task that waits for its token: who ends it, and when. */
export const tokenCases: readonly EngineCase[] = [
  {
    name: 'ends with what SendTaskSuccess sent as its result',
    machine: listening(),
    functions: told(wake),
    expected: {
      status: 'SUCCEEDED',
      output: { wake: true },
      seconds: 1,
      paths: ['Listen', 'Woken'],
      payloads: { listen: [{ token: '(token)' }] },
      eventCount: 10,
    },
  },
  {
    name: 'shapes what SendTaskSuccess sent by Output and Assign',
    machine: listening({
      Output: '{% $states.result.wake %}',
      Assign: { heard: '{% $states.result %}' },
    }),
    functions: told(wake),
    expected: { status: 'SUCCEEDED', output: true, variables: { heard: { wake: true } } },
  },
  {
    name: 'takes a text and null from SendTaskSuccess',
    machine: aMachine({
      Listen: aTokenTask({ Assign: { first: '{% $states.result %}' }, Next: 'Listen again' }),
      'Listen again': aTokenTask({ Output: ['{% $first %}', '{% $states.result %}'] }),
    }),
    functions: {
      listen: [
        { tells: [{ after: 1, succeeds: 'wake' }] },
        { tells: [{ after: 1, succeeds: null }] },
      ],
    },
    expected: { status: 'SUCCEEDED', output: ['wake', null] },
  },
  {
    name: 'fails with the error and cause of SendTaskFailure',
    machine: listening(),
    functions: told({ after: 1, fails: 'No', cause: 'declined' }),
    expected: { status: 'FAILED', error: 'No', cause: 'declined', seconds: 1 },
  },
  {
    name: 'catches the error of SendTaskFailure with its cause',
    machine: listening(tick('No')),
    functions: told({ after: 1, fails: 'No', cause: 'declined' }),
    expected: {
      status: 'SUCCEEDED',
      output: { Error: 'No', Cause: 'declined' },
      paths: ['Listen', 'Tick'],
    },
  },
  {
    name: 'is a tick of six events when nobody answers in time',
    machine: listening(tick('States.Timeout')),
    expected: {
      status: 'SUCCEEDED',
      paths: ['Listen', 'Tick'],
      seconds: 6,
      eventCount: 1 + 6 + 2 + 1,
    },
  },
  {
    name: 'fails at once when its function throws',
    machine: listening(),
    functions: { listen: [{ throws: 'UnknownRunError' }] },
    expected: { status: 'FAILED', error: 'UnknownRunError', seconds: 0, eventCount: 6 },
  },
  {
    name: 'times out when the invocation was killed before it answered',
    machine: listening(tick('States.Timeout')),
    functions: { listen: [{ isKilled: true }] },
    expected: { status: 'SUCCEEDED', paths: ['Listen', 'Tick'], seconds: 6, eventCount: 9 },
  },
  {
    name: 'may be answered before its function has answered',
    machine: listening(),
    functions: { listen: [{ takes: 3, tells: [{ after: 1, succeeds: 'early' }] }] },
    expected: { status: 'SUCCEEDED', output: 'early', paths: ['Listen', 'Woken'] },
  },
  {
    name: 'computes its time limit',
    machine: listening({ TimeoutSeconds: '{% $states.input.left %}' }),
    input: { left: 2 },
    expected: { status: 'FAILED', error: 'States.Timeout', seconds: 2 },
  },
  {
    name: 'ends when no heartbeat comes in time, caught as States.HeartbeatTimeout',
    machine: listening({ HeartbeatSeconds: 2, ...tick('States.HeartbeatTimeout') }),
    expected: { status: 'SUCCEEDED', paths: ['Listen', 'Tick'], seconds: 2 },
  },
  {
    name: 'ends when no heartbeat comes in time, caught as States.Timeout as well',
    machine: listening({ HeartbeatSeconds: '{% 2 %}', ...tick('States.Timeout') }),
    expected: { status: 'SUCCEEDED', paths: ['Listen', 'Tick'], seconds: 2 },
  },
  {
    name: 'does not catch its own time limit as States.HeartbeatTimeout',
    machine: listening(tick('States.HeartbeatTimeout')),
    expected: { status: 'FAILED', error: 'States.Timeout', seconds: 6 },
  },
  {
    name: 'lives on with heartbeats until it is answered',
    machine: listening({ HeartbeatSeconds: 4, TimeoutSeconds: 30 }),
    functions: told(
      { after: 2, beats: true },
      { after: 4, beats: true },
      { after: 6, succeeds: 1 },
    ),
    expected: { status: 'SUCCEEDED', output: 1, seconds: 6 },
  },
  {
    name: 'lives on with heartbeats until its own time limit',
    machine: listening({ HeartbeatSeconds: 4, TimeoutSeconds: 6 }),
    functions: told({ after: 2, beats: true }, { after: 4, beats: true }),
    expected: { status: 'FAILED', error: 'States.Timeout', seconds: 6 },
  },
  {
    name: 'hands out a new token for each attempt and is answered by the last',
    machine: listening({ Retry: [{ ErrorEquals: ['A'] }] }),
    functions: { listen: [{ throws: 'A' }, { tells: [{ after: 1, succeeds: 'second' }] }] },
    expected: { status: 'SUCCEEDED', output: 'second', invoked: ['listen', 'listen'] },
  },
  {
    name: 'retries a failure that was sent',
    machine: listening({ Retry: [{ ErrorEquals: ['A'] }] }),
    functions: {
      listen: [
        { tells: [{ after: 1, fails: 'A', cause: 'once more' }] },
        { tells: [{ after: 1, succeeds: 2 }] },
      ],
    },
    expected: { status: 'SUCCEEDED', output: 2, seconds: 3 },
  },
  {
    name: 'listens again after each tick until it is woken',
    machine: aMachine({
      Begin: aPass({ Assign: { ticks: 0 }, Next: 'Listen' }),
      Listen: aTokenTask({
        TimeoutSeconds: 2,
        Catch: [
          {
            ErrorEquals: ['States.Timeout'],
            Assign: { ticks: '{% $ticks + 1 %}' },
            Next: 'Listen',
          },
        ],
        Output: '{% $ticks %}',
      }),
    }),
    functions: { listen: [{}, {}, { tells: [{ after: 1, succeeds: 'wake' }] }] },
    expected: {
      status: 'SUCCEEDED',
      output: 2,
      paths: ['Begin', 'Listen', 'Listen', 'Listen'],
      seconds: 5,
    },
  },
];
