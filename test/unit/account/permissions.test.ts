import { describe, expect, it } from 'vitest';
import { permissionsFor } from '../../../sandbox/account/iam-actions.ts';
import type { PolicyContext } from '../../../sandbox/account/iam-policy.ts';
import { templateAllows } from '../../../sandbox/account/permissions.ts';
import { stackReferences } from '../../../sandbox/account/stack-references.ts';
import type { Template } from '../../../sandbox/account/template.ts';
import { aFunction } from '../../support/kernel-account.ts';

const place = { region: 'eu-west-1', accountId: '111122223333' };
const rule = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shop/1/2/3';

describe('what IAM is asked for a call', () => {
  it.each([
    [
      'DynamoDB',
      'GetItem',
      { TableName: 'runs' },
      ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/runs'],
    ],
    ['SNS', 'Publish', { TopicArn: 'arn:aws:sns:x' }, ['sns:Publish', 'arn:aws:sns:x']],
    ['SFN', 'StartExecution', { stateMachineArn: 'arn:m' }, ['states:StartExecution', 'arn:m']],
    ['SFN', 'DescribeExecution', { executionArn: 'arn:e' }, ['states:DescribeExecution', 'arn:e']],
    ['SFN', 'SendTaskSuccess', { taskToken: 't' }, ['states:SendTaskSuccess', '*']],
    [
      'Elastic Load Balancing v2',
      'ModifyRule',
      { RuleArn: rule },
      ['elasticloadbalancing:ModifyRule', rule],
    ],
    [
      'Elastic Load Balancing v2',
      'DescribeRules',
      { RuleArns: [rule] },
      ['elasticloadbalancing:DescribeRules', '*'],
    ],
    [
      'ECS',
      'DescribeServices',
      { cluster: 'arn:aws:ecs:x:y:cluster/main', services: ['shop'] },
      ['ecs:DescribeServices', 'arn:aws:ecs:eu-west-1:111122223333:service/main/shop'],
    ],
    [
      'Lambda',
      'UpdateAlias',
      { FunctionName: 'shop' },
      ['lambda:UpdateAlias', 'arn:aws:lambda:eu-west-1:111122223333:function:shop'],
    ],
    [
      'Lambda',
      'ListTags',
      { Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:shop' },
      ['lambda:ListTags', 'arn:aws:lambda:eu-west-1:111122223333:function:shop'],
    ],
    [
      'Elastic Load Balancing v2',
      'DescribeTags',
      { ResourceArns: [rule] },
      ['elasticloadbalancing:DescribeTags', '*'],
    ],
    [
      'Lambda',
      'Invoke',
      { FunctionName: 'shop' },
      ['lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:shop'],
    ],
    [
      'CloudWatch',
      'DescribeAlarms',
      { AlarmNames: ['errors'] },
      ['cloudwatch:DescribeAlarms', 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:errors'],
    ],
    ['CloudWatch', 'GetMetricData', {}, ['cloudwatch:GetMetricData', '*']],
    ['CloudTrail', 'LookupEvents', {}, ['cloudtrail:LookupEvents', '*']],
  ])('%s %s with %j is %j', (service, action, input, [needed, resource]) => {
    expect(permissionsFor(service, action, input, place)).toEqual([{ action: needed, resource }]);
  });

  it('is every action that a transaction is made of', () => {
    const input = {
      TransactItems: [
        { Put: { TableName: 'runs' } },
        { Update: { TableName: 'runs' } },
        { ConditionCheck: { TableName: 'runs' } },
      ],
    };

    const needed = permissionsFor('DynamoDB', 'TransactWriteItems', input, place);

    expect(needed.map(({ action }) => action)).toEqual([
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:ConditionCheckItem',
    ]);
  });
});

const statement = (Action: string, Resource: unknown, Condition?: unknown) => ({
  PolicyDocument: {
    Statement: [{ Effect: 'Allow', Action, Resource, ...(Condition ? { Condition } : {}) }],
  },
});

const template: Template = {
  prefix: 'keel-test',
  functions: [aFunction('shift-traffic', { role: 'ShiftRole' }), aFunction('homeless')],
  rules: [],
  machines: {},
  resources: () => ({
    Topic: { Type: 'AWS::SNS::Topic' },
    TellPeople: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: statement('sns:Publish', { Ref: 'Topic' }),
    },
    ShiftRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        ManagedPolicyArns: [{ Ref: 'TellPeople' }],
        Policies: [
          statement('elasticloadbalancing:ModifyRule', '*', {
            StringEquals: { 'aws:ResourceTag/evenkeel': 'managed' },
          }),
        ],
      },
    },
  }),
};

const allows = (isTagged: boolean) =>
  templateAllows(
    template,
    stackReferences(template, place),
    (): PolicyContext => (isTagged ? { 'aws:ResourceTag/evenkeel': 'managed' } : {}),
  );

describe("a function's role", () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:keel-test-Topic';

  it.each([
    ['shift-traffic', 'sns:Publish', topic, true, true],
    ['shift-traffic', 'sns:Publish', `${topic}-of-others`, true, false],
    ['shift-traffic', 'sns:Subscribe', topic, true, false],
    ['shift-traffic', 'elasticloadbalancing:ModifyRule', rule, true, true],
    ['shift-traffic', 'elasticloadbalancing:ModifyRule', rule, false, false],
    ['homeless', 'sns:Publish', topic, true, false],
  ])('lets %s do %s on %s (tagged: %s): %s', (name, action, resource, isTagged, expected) => {
    expect(allows(isTagged)(name, action, resource)).toBe(expected);
  });
});
