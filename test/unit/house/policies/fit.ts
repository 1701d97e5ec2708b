import { authorizedAction, isOfFormat } from '../../../support/authorization.ts';
import { conditionKeysOf } from '../../../support/permissions.ts';
import { referenced, type Template } from '../../../support/template.ts';
import { everywhere, resourcesIn } from './grants.ts';
import type { Rule } from './rule.ts';

/** The ARN formats of the stack's own resources. */
const arnOf: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'arn:aws:dynamodb:*:*:table/*',
  'AWS::IAM::Role': 'arn:aws:iam::*:role/*',
  'AWS::KMS::Key': 'arn:aws:kms:*:*:key/*',
  'AWS::Lambda::Function': 'arn:aws:lambda:*:*:function:*',
  'AWS::SNS::Topic': 'arn:aws:sns:*:*:*',
  'AWS::SQS::Queue': 'arn:aws:sqs:*:*:*',
};

/** A resource of a statement as a pattern of ARNs, with `*` for what is only known when it is deployed. */
const patternOf = (template: Template, value: unknown): string => {
  const typed = (id: string | undefined) => arnOf[template.Resources[id ?? '']?.Type ?? ''] ?? '';
  const { 'Fn::Sub': text } = Object(value) as { 'Fn::Sub'?: string };
  if (text === undefined) return typeof value === 'string' ? value : typed(referenced(value));
  return text
    .replace(/\$\{(\w+)\.Arn\}/g, (_, id: string) => typed(id))
    .replaceAll(/\$\{AWS::\w+\}/g, '*');
};

const fitting: Rule = {
  holds: 'every resource is of a kind that its action works on',
  broken: (template) =>
    everywhere(template, async ({ action, statement }) => {
      const { arnFormats = [] } = (await authorizedAction(action)) ?? {};
      return resourcesIn(statement)
        .filter((each) => each !== '*')
        .map((each) => patternOf(template, each))
        .some((pattern) => !arnFormats.some((format) => isOfFormat(pattern, format)));
    }),
  breaches: [
    {
      at: 'MoveTraffic.Properties.PolicyDocument.Statement.0.Resource',
      to: 'arn:aws:elasticloadbalancing:*:*:listener/app/*',
      names: ['MoveTraffic: elasticloadbalancing:ModifyRule'],
    },
    {
      at: 'TellPeople.Properties.PolicyDocument.Statement.0.Resource',
      to: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] },
      names: ['TellPeople: sns:Publish'],
    },
    {
      at: 'WakeRuns.Properties.PolicyDocument.Statement.0.Resource',
      to: {
        'Fn::Sub': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:*',
      },
      names: ['WakeRuns: states:SendTaskSuccess'],
    },
  ],
};

/** A known key may end in `${TagKey}` and the like. */
const isKnownKey = (key: string, keys: readonly string[]): boolean =>
  keys.some((each) => each === key || (each.includes('${') && key.startsWith(prefixOf(each))));

const prefixOf = (key: string): string => key.replace(/\$\{.*/, '');

const conditioned: Rule = {
  holds: 'every condition asks for a key that the action has',
  broken: (template) =>
    everywhere(template, async ({ action, statement }) => {
      const { conditionKeys = [] } = (await authorizedAction(action)) ?? {};
      return conditionKeysOf(statement).some((key) => !isKnownKey(key, conditionKeys));
    }),
  breaches: [
    {
      at: 'FindWhoChanged.Properties.PolicyDocument.Statement.0.Condition',
      to: { StringEquals: { 'aws:ResourceTag/evenkeel': 'managed' } },
      names: ['FindWhoChanged: cloudtrail:LookupEvents'],
    },
    {
      at: 'MoveTraffic.Properties.PolicyDocument.Statement.2.Condition',
      to: { StringEquals: { 'elasticloadbalancing:ResourceTag/evenkeel': 'managed' } },
      names: ['MoveTraffic: lambda:UpdateAlias'],
    },
  ],
};

export const fitRules: readonly Rule[] = [fitting, conditioned];
