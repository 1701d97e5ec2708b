import { describe } from 'vitest';
import { aMachine, aTask } from '../../support/engine/a-machine.ts';
import { aPass, graph, one, testRefusals } from './refusals.ts';

const map = (more: object = {}) =>
  one({ Type: 'Map', End: true, ItemProcessor: graph(aPass()), ...more });

describe('loading a machine whose states do not fit together', () => {
  testRefusals([
    [
      'Next together with End',
      aMachine({ A: { Type: 'Pass', Next: 'B', End: true }, B: aPass() }),
      'exactly one of Next and End',
    ],
    ['neither Next nor End', one({ Type: 'Pass' }), 'exactly one of Next and End'],
    ['a Next that leads nowhere', one({ Type: 'Pass', Next: 'Gone' }), 'States.State.Next', 'Gone'],
    [
      'a Default that leads nowhere',
      aMachine({
        A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }], Default: 'Gone' },
        B: aPass(),
      }),
      'States.A.Default',
    ],
    [
      'a catcher that leads nowhere',
      one(aTask('work', { Catch: [{ ErrorEquals: ['A'], Next: 'Gone' }] })),
      'States.State.Catch.0.Next',
    ],
    ['a StartAt that is no state', { ...one(aPass()), StartAt: 'Gone' }, 'StartAt', 'Gone'],
    ['a state that nothing leads to', aMachine({ A: aPass(), Lost: aPass() }), 'States.Lost'],
    [
      'states that never end',
      aMachine({ A: { Type: 'Pass', Next: 'A' } }),
      'at least one state that ends',
    ],
    ['a name of more than 80 characters', aMachine({ ['x'.repeat(81)]: aPass() }), 'States'],

    [
      'States.ALL beside another name',
      one(aTask('work', { Retry: [{ ErrorEquals: ['States.ALL', 'A'] }] })),
      'States.ALL alone',
    ],
    [
      'States.ALL before another retrier',
      one(aTask('work', { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
      'States.ALL in the last retrier',
    ],
    [
      'an unknown name of Step Functions',
      one(aTask('work', { Retry: [{ ErrorEquals: ['States.Oops'] }] })),
      'States.Oops',
    ],
    [
      'IntervalSeconds 0',
      one(aTask('work', { Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 0 }] })),
      'Retry.0.IntervalSeconds',
    ],
    [
      'a backoff rate below 1',
      one(aTask('work', { Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] })),
      'Retry.0.BackoffRate',
    ],
    [
      'another jitter',
      one(aTask('work', { Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'SOME' }] })),
      'Retry.0.JitterStrategy',
    ],
    [
      'ResultPath of a catcher',
      one(aTask('work', { Catch: [{ ErrorEquals: ['A'], Next: 'State', ResultPath: '$' }] })),
      'Catch.0.ResultPath',
    ],
    ['the Iterator of old', map({ Iterator: graph(aPass()) }), 'States.State.Iterator'],
    ['ItemsPath', map({ ItemsPath: '$.a' }), 'States.State.ItemsPath'],
    ['ItemReader', map({ ItemReader: {} }), 'States.State.ItemReader'],
    ['ItemBatcher', map({ ItemBatcher: {} }), 'States.State.ItemBatcher'],
    ['ResultWriter', map({ ResultWriter: {} }), 'States.State.ResultWriter'],
    [
      'ToleratedFailureCount',
      map({ ToleratedFailureCount: 1 }),
      'States.State.ToleratedFailureCount',
    ],
    [
      'ToleratedFailurePercentage',
      map({ ToleratedFailurePercentage: 1 }),
      'States.State.ToleratedFailurePercentage',
    ],
    [
      'a distributed Map',
      map({ ItemProcessor: { ...graph(aPass()), ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
      'ProcessorConfig.Mode',
    ],
    [
      'a mistake inside a branch',
      one({ Type: 'Parallel', End: true, Branches: [graph(aPass({ InputPath: '$' }))] }),
      'Branches.0.States.Inner.InputPath',
    ],
    [
      'two states of one name',
      one({ Type: 'Parallel', End: true, Branches: [graph(aPass()), graph(aPass())] }),
      "only one state named 'Inner'",
    ],
    [
      'a variable of the outside assigned inside',
      one({
        Type: 'Parallel',
        End: true,
        Assign: { a: 1 },
        Branches: [graph(aPass({ Assign: { a: 2 } }))],
      }),
      'Branches.0.States.Inner.Assign.a',
    ],
    ['a variable named states', one(aPass({ Assign: { states: 1 } })), 'Assign.states'],
    [
      'a variable with the name of a function',
      one(aPass({ Assign: { count: 1 } })),
      'Assign.count',
    ],
    ['a variable that is no identifier', one(aPass({ Assign: { 'a-b': 1 } })), 'Assign.a-b'],
    ['an Assign as one expression', one(aPass({ Assign: '{% {} %}' })), 'States.State.Assign'],
  ]);
});
