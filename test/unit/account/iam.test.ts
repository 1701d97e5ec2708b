import { describe, expect, it } from 'vitest';
import { iam } from '../../../sandbox/account/iam.ts';
import {
  decide,
  type PolicyContext,
  type PolicyStatement,
} from '../../../sandbox/account/iam-policy.ts';
import { sender, someSurroundings } from '../../support/an-account.ts';

const table = 'arn:aws:dynamodb:eu-central-1:123456789012:table/runs';
const allow = (changes: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'dynamodb:GetItem',
  Resource: table,
  ...changes,
});
const tagged = (operator: string, wanted: string) => ({
  [operator]: { 'aws:ResourceTag/Team': wanted },
});

type Row = readonly [
  what: string,
  statements: PolicyStatement[],
  decision: string,
  context?: PolicyContext,
];

const rows: readonly Row[] = [
  ['nothing', [], 'implicitDeny'],
  ['the action and the resource', [allow()], 'allowed'],
  ['the action in other letters', [allow({ Action: 'DynamoDB:getitem' })], 'allowed'],
  ['a wildcard in the action', [allow({ Action: ['sns:*', 'dynamodb:Get*'] })], 'allowed'],
  ['a question mark in the action', [allow({ Action: 'dynamodb:?etItem' })], 'allowed'],
  ['another action', [allow({ Action: 'dynamodb:PutItem' })], 'implicitDeny'],
  ['a wildcard in the resource', [allow({ Resource: '*:table/r*' })], 'allowed'],
  [
    'a question mark in the resource',
    [allow({ Resource: table.replace('runs', 'run?') })],
    'allowed',
  ],
  ['a resource in other letters', [allow({ Resource: table.toUpperCase() })], 'implicitDeny'],
  [
    'a dot that is not a wildcard',
    [allow({ Resource: table.replace('runs', 'ru.s') })],
    'implicitDeny',
  ],
  [
    'all but this action',
    [allow({ Action: undefined, NotAction: 'dynamodb:Get*' })],
    'implicitDeny',
  ],
  ['all but another resource', [allow({ Resource: undefined, NotResource: 'arn:x' })], 'allowed'],
  ['an Allow and a Deny', [allow(), allow({ Effect: 'Deny', Resource: '*' })], 'explicitDeny'],
  ['a Deny of something else', [allow(), allow({ Effect: 'Deny', Resource: 'arn:x' })], 'allowed'],
  [
    'a tag that is there',
    [allow({ Condition: tagged('StringEquals', 'ops') })],
    'allowed',
    { 'aws:resourcetag/team': ['dev', 'ops'] },
  ],
  [
    'a tag of another value',
    [allow({ Condition: tagged('StringEquals', 'ops') })],
    'implicitDeny',
    { 'aws:ResourceTag/Team': 'Ops' },
  ],
  [
    'a tag that is not there',
    [allow({ Condition: tagged('StringEquals', 'ops') })],
    'implicitDeny',
  ],
  [
    'a like ARN',
    [allow({ Condition: tagged('ArnLike', 'arn:aws:ecs:*:*:service/prod/*') })],
    'allowed',
    { 'aws:ResourceTag/Team': 'arn:aws:ecs:eu-central-1:1:service/prod/x' },
  ],
  [
    'an ARN whose wildcard would have to span a colon',
    [allow({ Condition: tagged('ArnLike', 'arn:aws:*:service/prod/*') })],
    'implicitDeny',
    { 'aws:ResourceTag/Team': 'arn:aws:ecs:eu-central-1:1:service/prod/x' },
  ],
];

describe('the decision of a policy', () => {
  const cases = rows.map(([what, Statement, decision, context]) => ({
    what,
    Statement,
    decision,
    context,
  }));

  it.each(cases)('with $what', ({ Statement, decision, context }) => {
    const found = decide([{ Statement }], 'dynamodb:GetItem', table, context);

    expect(found.decision).toBe(decision);
  });

  it('names the context keys that are missing', () => {
    const Statement = allow({ Condition: tagged('StringEquals', 'ops') });

    const found = decide([{ Statement }], 'dynamodb:GetItem', table);

    expect(found.missingContextKeys).toEqual(['aws:ResourceTag/Team']);
  });

  it.each([
    ['a condition operator', allow({ Condition: tagged('NumericLessThan', '5') })],
    ['a policy variable', allow({ Resource: 'arn:${aws:username}' })],
  ])('is refused for %s that is not simulated', (_what, Statement) => {
    const run = () => decide([{ Statement }], 'dynamodb:GetItem', table);

    expect(run).toThrow(/not simulated/);
  });
});

describe('SimulatePrincipalPolicy', () => {
  const PolicySourceArn = 'arn:aws:iam::123456789012:role/shift-traffic';
  const surroundings = someSurroundings();
  const { service } = iam(surroundings, {
    roles: { [PolicySourceArn]: { Statement: [allow({ Sid: 'Read' })] } },
  });
  const send = sender(service, surroundings);

  it('answers for each action on each resource', async () => {
    const answer = await send('SimulatePrincipalPolicy', {
      PolicySourceArn,
      ActionNames: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      ResourceArns: [table],
    });

    expect(answer).toEqual({
      IsTruncated: false,
      EvaluationResults: [
        expect.objectContaining({
          EvalActionName: 'dynamodb:GetItem',
          EvalResourceName: table,
          EvalDecision: 'allowed',
          MatchedStatements: [{ SourcePolicyId: 'Read', SourcePolicyType: 'role' }],
        }),
        expect.objectContaining({
          EvalActionName: 'dynamodb:PutItem',
          EvalDecision: 'implicitDeny',
          MatchedStatements: [],
        }),
      ],
    });
  });

  it('goes on at its marker', async () => {
    const input = {
      PolicySourceArn,
      ActionNames: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      MaxItems: 1,
    };

    const first = await send('SimulatePrincipalPolicy', input);
    const second = await send('SimulatePrincipalPolicy', { ...input, Marker: first.Marker });

    expect(first).toMatchObject({ IsTruncated: true, EvaluationResults: [expect.anything()] });
    expect(second).toMatchObject({
      IsTruncated: false,
      EvaluationResults: [{ EvalActionName: 'dynamodb:PutItem', EvalResourceName: '*' }],
    });
  });

  it.each([
    ['an unknown role', { PolicySourceArn: `${PolicySourceArn}2` }, 'NoSuchEntityException'],
    ['a wildcard for an action', { ActionNames: ['dynamodb:*'] }, 'InvalidInputException'],
    ['a policy of the caller', { PolicyInputList: ['{}'] }, 'NotSimulatedError'],
  ])('refuses %s', async (_what, input, name) => {
    const refused = send('SimulatePrincipalPolicy', {
      PolicySourceArn,
      ActionNames: ['dynamodb:GetItem'],
      ...input,
    });

    await expect(refused).rejects.toMatchObject({ name });
  });
});
