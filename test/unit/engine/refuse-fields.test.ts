import { describe } from 'vitest';
import { aMachine, aTask } from '../../support/engine/a-machine.ts';
import { aPass, one, testRefusals } from './refusals.ts';

describe('loading a machine with other fields', () => {
  testRefusals([
    [
      'a JSONPath machine',
      aMachine({ A: aPass() }, { QueryLanguage: 'JSONPath' }),
      'QueryLanguage',
      'JSONPath',
    ],
    [
      'a machine without a query language',
      { StartAt: 'A', States: { A: aPass() } },
      'QueryLanguage',
    ],
    [
      'a query language in a state',
      one(aPass({ QueryLanguage: 'JSONata' })),
      'States.State.QueryLanguage',
    ],
    ['an unknown field of the machine', aMachine({ A: aPass() }, { Timeout: 3 }), 'Timeout'],
    ['another version of the language', aMachine({ A: aPass() }, { Version: '2.0' }), 'Version'],
    ['a text as the machine', 'StartAt: A', '(whole)'],
    ['an unknown type', one({ Type: 'Loop', End: true }), 'States.State', 'Pass', 'Map'],
    ['InputPath', one(aPass({ InputPath: '$.a' })), 'States.State.InputPath'],
    ['OutputPath', one(aPass({ OutputPath: '$.a' })), 'States.State.OutputPath'],
    ['ResultPath', one(aTask('work', { ResultPath: '$.a' })), 'States.State.ResultPath'],
    ['Parameters', one(aPass({ Parameters: {} })), 'States.State.Parameters'],
    ['Result', one(aPass({ Result: 1 })), 'States.State.Result'],
    ['ResultSelector', one(aTask('work', { ResultSelector: {} })), 'States.State.ResultSelector'],
    [
      'a field of JSONPath inside a value',
      one(aPass({ Output: { 'a.$': '$.b' } })),
      'States.State.Output',
      'a.$',
      'JSONPath',
    ],
    ['Credentials', one(aTask('work', { Credentials: {} })), 'States.State.Credentials'],
    [
      'another resource',
      one({ ...aTask('work'), Resource: 'arn:aws:states:::sns:publish' }),
      'sns:publish',
    ],
    [
      'an activity',
      one({ ...aTask('work'), Resource: 'arn:aws:states:eu-west-1:123456789012:activity:a' }),
      'activity:a',
    ],
    [
      'another argument of Invoke',
      one(aTask('work', { Arguments: { FunctionName: 'a', InvocationType: 'Event' } })),
      'Arguments.InvocationType',
    ],
    [
      'a reference to a function that was not resolved',
      one(aTask('work', { Arguments: { FunctionName: { 'Fn::GetAtt': ['work', 'Arn'] } } })),
      'Arguments.FunctionName',
    ],
    [
      'a task without Arguments',
      one({ ...aTask('work'), Arguments: undefined }),
      'States.State.Arguments',
    ],
    [
      'HeartbeatSeconds without a token',
      one(aTask('work', { HeartbeatSeconds: 5 })),
      'States.State.HeartbeatSeconds',
    ],
    [
      'a heartbeat that is not shorter than the time limit',
      one({
        ...aTask('work', { TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      }),
      'States.State.HeartbeatSeconds',
    ],
    ['TimeoutSeconds 0', one(aTask('work', { TimeoutSeconds: 0 })), 'States.State.TimeoutSeconds'],
    [
      'TimeoutSeconds of a Wait',
      one({ Type: 'Wait', Seconds: 1, TimeoutSeconds: 2, End: true }),
      'States.State.TimeoutSeconds',
    ],
    ['Retry of a Pass', one(aPass({ Retry: [] })), 'States.State.Retry'],
    [
      'Catch of a Choice',
      aMachine({
        A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }], Catch: [] },
        B: aPass(),
      }),
      'States.A.Catch',
    ],
    ['Assign of a Succeed', one({ Type: 'Succeed', Assign: { a: 1 } }), 'States.State.Assign'],
    ['Output of a Fail', one({ Type: 'Fail', Output: 1 }), 'States.State.Output'],
    [
      'a result where there is none',
      one(aPass({ Output: '{% $states.result %}' })),
      '$states.result does not exist in this field',
    ],
    [
      'a result in the Arguments',
      one(aTask('work', { Arguments: { FunctionName: 'a', Payload: '{% $states.result.a %}' } })),
      '$states.result does not exist in this field',
    ],
    [
      'an error outside a catcher',
      one(aTask('work', { Output: '{% $exists($states.errorOutput) %}' })),
      '$states.errorOutput does not exist in this field',
    ],
    [
      'a result in a catcher',
      one(
        aTask('work', {
          Catch: [{ ErrorEquals: ['A'], Next: 'State', Output: '{% $states.result %}' }],
        }),
      ),
      'Catch.0.Output',
    ],
    ['ErrorPath', one({ Type: 'Fail', ErrorPath: '$.a' }), 'States.State.ErrorPath'],
    [
      'SecondsPath',
      one({ Type: 'Wait', SecondsPath: '$.a', End: true }),
      'States.State.SecondsPath',
    ],
    [
      'a Wait with both Seconds and Timestamp',
      one({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-31T12:00:00Z', End: true }),
      'exactly one of Seconds and Timestamp',
    ],
    [
      'a Wait with neither',
      one({ Type: 'Wait', End: true }),
      'exactly one of Seconds and Timestamp',
    ],
    ['negative Seconds', one({ Type: 'Wait', Seconds: -1, End: true }), 'States.State.Seconds'],
    [
      'a rule of JSONPath',
      aMachine({
        A: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'B' }] },
        B: aPass(),
      }),
      'Choices.0.Variable',
      'Choices.0.Condition',
    ],
    [
      'a Choice without rules',
      aMachine({ A: { Type: 'Choice', Choices: [], Default: 'B' }, B: aPass() }),
      'States.A.Choices',
    ],
  ]);
});
