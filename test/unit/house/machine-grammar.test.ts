import { describe, expect, it } from 'vitest';
import { aMachine, aTask, aWait, someSurroundings } from '../../support/a-machine.ts';
import type { Machine } from '../../support/machine/machine.ts';
import { machineMistakes } from '../../support/machine-grammar.ts';

const withShift = (changes: Parameters<typeof aTask>[0]) =>
  aMachine({ 'Shift traffic': aTask(changes) });
const withListen = (changes: Parameters<typeof aWait>[0]) => aMachine({ Listen: aWait(changes) });
const toEnd = { ErrorEquals: ['States.ALL'], Next: 'Rolled back' };

const choice = (condition: string) => ({
  'Good?': {
    Type: 'Choice',
    Choices: [{ Condition: condition, Next: 'Promoted' }],
    Default: 'Rolled back',
  },
});

const bad: readonly (readonly [string, Machine, string])[] = [
  ['JSONPath', { ...aMachine(), QueryLanguage: 'JSONPath' }, 'not written in JSONata'],
  [
    'a missing next state',
    withShift({ Next: 'Nowhere' }),
    'asl-validator: MISSING_TRANSITION_TARGET',
  ],
  ['broken JSONata', aMachine(choice('{% $split.( %}')), 'asl-validator'],
  [
    'a backoff below one',
    withShift({ Retry: [{ ErrorEquals: ['States.ALL'], BackoffRate: 0.5 } as never] }),
    'language service',
  ],
  ['a machine without limit', { ...aMachine(), TimeoutSeconds: undefined }, 'machine has no Time'],
  [
    'a task without limit',
    withShift({ TimeoutSeconds: undefined }),
    'a task has no TimeoutSeconds',
  ],
  [
    'a wait without limit',
    withListen({ TimeoutSeconds: undefined }),
    'a task has no TimeoutSeconds',
  ],
  ['a limit before its function', withShift({ TimeoutSeconds: 20 }), 'not longer than the 20 s'],
  [
    'a thin Retry',
    withShift({ Retry: [{ ErrorEquals: ['Lambda.Unknown'] }] }),
    'Retry does not list Lambda.ClientExecutionTimeoutException',
  ],
  [
    'a retried tick',
    withListen({ Retry: [...(aTask().Retry ?? []), { ErrorEquals: ['States.Timeout'] }] }),
    'must not retry States.Timeout',
  ],
  ['a wait without tick', withListen({ Catch: [toEnd] }), 'no Catch for States.Timeout'],
  [
    'no last resort',
    withShift({ Catch: [{ ErrorEquals: ['DriftError'], Next: 'Rolled back' }] }),
    'the last Catch is not States.ALL',
  ],
  ['a shadowed Catch', withShift({ Catch: [toEnd, toEnd] }), 'before the last Catch'],
  [
    'a failure that succeeds',
    withShift({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Promoted' }] }),
    'Shift traffic / States.ALL: a path leads from this Catch to a Succeed',
  ],
  [
    'a failure that succeeds later',
    withShift({ Catch: [{ ErrorEquals: ['States.ALL'], Assign: { split: {} }, Next: 'Good?' }] }),
    'Shift traffic / States.ALL: a path leads',
  ],
  [
    'an unknown error',
    withShift({ Catch: [{ ErrorEquals: ['DriftEror'], Next: 'Rolled back' }, toEnd] }),
    'no error has the name DriftEror',
  ],
  [
    'an unknown end',
    aMachine({ 'Rolled back': { Type: 'Fail', Error: 'BadError', Cause: 'Worse.' } }),
    'no error has the name BadError',
  ],
  [
    'an error that nothing sees',
    withShift({ Catch: [{ ErrorEquals: ['States.Runtime'], Next: 'Rolled back' }, toEnd] }),
    'States.Runtime can never be caught',
  ],
  [
    'an unknown function',
    withShift({ Arguments: { FunctionName: { 'Fn::GetAtt': ['move-traffic', 'Arn'] } } }),
    'no function named move-traffic',
  ],
  [
    'a function by name',
    withShift({ Arguments: { FunctionName: 'shift-traffic' } }),
    'FunctionName is not Fn::GetAtt',
  ],
  [
    'a name of another function',
    withShift({ Arguments: { FunctionName: { 'Fn::GetAtt': ['listen', 'Arn'] } } }),
    'does not begin with its function\'s words, "listen"',
  ],
  ['a choice that states', aMachine({ Good: aMachine().States['Good?'] ?? aTask() }), 'a question'],
  ['an end that orders', aMachine({ Promote: { Type: 'Succeed' } }), 'an end has a participle'],
  ['a pause without word', aMachine({ Bake: { Type: 'Wait', Seconds: 5 } }), 'begins with "Wait"'],
  ['an unassigned variable', aMachine(choice('{% $verdict %}')), '$verdict is not assigned'],
  [
    'a variable missing after a Catch',
    withShift({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Good?' }] }),
    'Good?: $split is not assigned on every path',
  ],
  ['a state without way', aMachine({ Lost: { Type: 'Fail' } }), 'Lost: no path leads'],
  [
    'a branch',
    aMachine({ 'Shift both': { Type: 'Parallel', Branches: [] } }),
    'Parallel and Map need rules',
  ],
];

describe('the grammar of machines', () => {
  it('finds nothing in a machine that keeps it', async () => {
    const mistakes = await machineMistakes(aMachine(), someSurroundings);

    expect(mistakes).toEqual([]);
  });

  it.each(bad)('finds %s', async (_, machine, says) => {
    const mistakes = await machineMistakes(machine, someSurroundings);

    expect(mistakes.join('\n')).toContain(says);
  });

  it('lets a listed recovery succeed', async () => {
    const machine = withShift({
      Catch: [
        { ErrorEquals: ['DriftError'], Assign: { split: {} }, Next: 'Good?' },
        { ErrorEquals: ['States.ALL'], Next: 'Rolled back' },
      ],
    });
    const recoveries = { 'Shift traffic / DriftError': 'the judge looks again' };

    const mistakes = await machineMistakes(machine, { ...someSurroundings, recoveries });

    expect(mistakes).toEqual([]);
  });

  it('finds a listed recovery that is none', async () => {
    const recoveries = { 'Shift traffic / DriftError': 'the judge looks again' };

    const mistakes = await machineMistakes(aMachine(), { ...someSurroundings, recoveries });

    expect(mistakes).toEqual([
      'Shift traffic / DriftError: listed as a recovery, but no path leads from it to a Succeed',
    ]);
  });

  it.each([
    ['functions of the language', '{% $exists($split) and $count($split.a) > 0 %}'],
    ['its own bindings', '{% ($limit := 3; $split.a > $limit) %}'],
    ['arguments of its own functions', '{% $map($split.a, function($each) { $each }) %}'],
  ])('does not take %s for unassigned variables', async (_, condition) => {
    const mistakes = await machineMistakes(aMachine(choice(condition)), someSurroundings);

    expect(mistakes).toEqual([]);
  });
});
