import type { EngineCase } from './a-case.ts';
import { aMachine, aPass, aTask, aTokenTask } from './a-machine.ts';

const large = 'x'.repeat(200_000);
const twice = '{% $states.input & $states.input %}';

/** What ends an execution from outside its states, and how much it carries. */
export const executionCases: readonly EngineCase[] = [
  {
    name: 'times out with no further state, and without error and cause of its own',
    machine: aMachine(
      {
        Wait: { Type: 'Wait', Seconds: 1, Next: 'Wait again' },
        'Wait again': { Type: 'Wait', Seconds: 30, Next: 'Done' },
        Done: { Type: 'Succeed' },
      },
      { TimeoutSeconds: 4 },
    ),
    expected: {
      status: 'TIMED_OUT',
      seconds: 4,
      error: undefined,
      cause: undefined,
      paths: ['Wait', 'Wait again'],
    },
  },
  {
    name: 'is not caught by any catcher when it times out',
    machine: aMachine(
      {
        Listen: aTokenTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] }),
        Done: { Type: 'Succeed' },
      },
      { TimeoutSeconds: 2 },
    ),
    expected: { status: 'TIMED_OUT', seconds: 2, paths: ['Listen'] },
  },
  {
    name: 'does not time out when it ends in time',
    machine: aMachine({ Wait: { Type: 'Wait', Seconds: 1, End: true } }, { TimeoutSeconds: 30 }),
    expected: { status: 'SUCCEEDED', seconds: 1 },
  },
  {
    name: 'is aborted by a stop, with its error and cause',
    machine: aMachine({ Wait: { Type: 'Wait', Seconds: 8, Next: 'Done' }, Done: aPass() }),
    stopped: { after: 2, error: 'Halt', cause: 'by hand' },
    expected: { status: 'ABORTED', error: 'Halt', cause: 'by hand', seconds: 2, paths: ['Wait'] },
  },
  {
    name: 'carries no output larger than 256 KiB',
    machine: aMachine({ Double: aPass({ Output: twice }) }),
    input: large,
    expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
  },
  {
    name: 'carries a text of 200,000 letters',
    machine: aMachine({ Keep: aPass({ Output: '{% $states.input %}' }) }),
    input: large,
    expected: { status: 'SUCCEEDED', output: large },
  },
  {
    name: 'carries no variables larger than 256 KiB in one Assign',
    machine: aMachine({
      Set: aPass({ Assign: { a: '{% $states.input %}', b: '{% $states.input %}' } }),
    }),
    input: large,
    expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
  },
  {
    name: 'sends no Arguments larger than 256 KiB, catchable only by name',
    machine: aMachine({
      Work: aTask('work', {
        Arguments: { FunctionName: 'work', Payload: twice },
        Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Done' }],
      }),
      Done: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
    }),
    input: large,
    expected: { status: 'SUCCEEDED', output: 'States.DataLimitExceeded', invoked: [] },
  },
];
