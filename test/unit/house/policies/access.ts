import {
  conditionKeysOf,
  list,
  type Statement,
  statementsAt,
} from '../../../support/permissions.ts';
import {
  idsWhere,
  propertyOf,
  referenced,
  resourcesOf,
  type Template,
} from '../../../support/template.ts';
import type { Rule } from './rule.ts';

/** Where each type of resource policy holds its statements. */
const documentAt: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
};

const resourceStatements = (template: Template): { name: string; statement: Statement }[] =>
  Object.entries(documentAt).flatMap(([type, path]) =>
    resourcesOf(template, type).flatMap(([id, resource]) =>
      statementsAt(resource, path).map((statement, index) => ({
        name: `${id}.${statement.Sid ?? index}`,
        statement,
      })),
    ),
  );

const isAnybody = ({ Principal }: Statement): boolean =>
  Principal === '*' ||
  (typeof Principal === 'object' &&
    Object.values(Principal).some((each) => list(each).includes('*')));

const strangers: Rule = {
  holds: 'no resource policy lets anybody in',
  broken: (template) => [
    ...resourceStatements(template)
      .filter(({ statement }) => statement.Effect === 'Allow' && isAnybody(statement))
      .map(({ name }) => name),
    ...idsWhere(
      template,
      ['AWS::Lambda::Permission'],
      (permission) => propertyOf(permission, 'Principal') === '*',
    ),
  ],
  breaches: [
    {
      at: 'TopicPolicy.Properties.PolicyDocument.Statement.0.Principal',
      to: { AWS: '*' },
      names: ['TopicPolicy.AlarmsOfThisAccount'],
    },
    {
      at: 'DeadLettersPolicy.Properties.PolicyDocument.Statement.1.Effect',
      to: 'Allow',
      names: ['DeadLettersPolicy.OnlyEncryptedConnections'],
    },
    {
      at: 'GuardDashrunsEventBridgeLambdaPermission1.Properties.Principal',
      to: '*',
      names: ['GuardDashrunsEventBridgeLambdaPermission1'],
    },
  ],
};

/** Condition keys that say for whom a service acts. */
const onBehalf = /^(aws:Source(Account|Arn|OrgID)|kms:EncryptionContext:.+)$/;

const deputies: Rule = {
  holds: 'a service is let in only on behalf of this account',
  broken: (template) => [
    ...resourceStatements(template)
      .filter(
        ({ statement }) =>
          statement.Effect === 'Allow' &&
          typeof statement.Principal === 'object' &&
          statement.Principal.Service !== undefined &&
          !conditionKeysOf(statement).some((key) => onBehalf.test(key)),
      )
      .map(({ name }) => name),
    ...idsWhere(
      template,
      ['AWS::Lambda::Permission'],
      (permission) =>
        !propertyOf(permission, 'SourceArn') && !propertyOf(permission, 'SourceAccount'),
    ),
  ],
  exceptions: [
    {
      names: /^Key\.UndeliveredEventsReachTheQueue$/,
      because:
        'EventBridge supports no source condition in a key policy (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, "Important"); the policy of the queue names the rules',
    },
  ],
  breaches: [
    {
      at: 'Key.Properties.KeyPolicy.Statement.1.Condition',
      names: ['Key.AlarmsReachTheTopic'],
    },
    {
      at: 'DeadLettersPolicy.Properties.PolicyDocument.Statement.0.Condition',
      to: { StringEquals: { 'aws:PrincipalType': 'Service' } },
      names: ['DeadLettersPolicy.UndeliveredEventsOfOurRules'],
    },
    {
      at: 'GuardDashrunsEventBridgeLambdaPermission2.Properties.SourceArn',
      names: ['GuardDashrunsEventBridgeLambdaPermission2'],
    },
  ],
};

const ruleNameIn = (permission: unknown): string =>
  /"rule","([^"]+)"/.exec(JSON.stringify(permission))?.[1] ?? 'no rule';

const invokers: Rule = {
  holds: 'every rule may invoke its function, and nothing else from outside may',
  broken: (template) => {
    const wanted = resourcesOf(template, 'AWS::Events::Rule').flatMap(([, rule]) =>
      list(propertyOf(rule, 'Targets') as { Arn: unknown }[]).map(
        ({ Arn }) => `${propertyOf(rule, 'Name')} invokes ${referenced(Arn)}`,
      ),
    );
    const given = resourcesOf(template, 'AWS::Lambda::Permission').map(
      ([, permission]) =>
        `${ruleNameIn(propertyOf(permission, 'SourceArn'))} invokes ${referenced(propertyOf(permission, 'FunctionName'))}`,
    );
    return [
      ...wanted.filter((each) => !given.includes(each)),
      ...given.filter((each) => !wanted.includes(each)),
    ];
  },
  breaches: [
    {
      at: 'GuardDashrunsEventBridgeLambdaPermission2',
      names: ['evenkeel-prod-guard-every-minute invokes GuardDashrunsLambdaFunction'],
    },
    {
      at: 'Evenkeelprodguardrunsrule2EventBridgeRule',
      names: ['evenkeel-prod-guard-every-minute invokes GuardDashrunsLambdaFunction'],
    },
  ],
};

export const accessRules: readonly Rule[] = [strangers, deputies, invokers];
