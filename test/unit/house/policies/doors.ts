import { list, type Statement, statementsAt } from '../../../support/permissions.ts';
import { idsWhere, propertyOf, referenced, resourcesOf } from '../../../support/template.ts';
import type { Rule } from './rule.ts';

const doors: Rule = {
  holds: 'nothing answers the internet without authentication of its own',
  broken: (template) => [
    ...idsWhere(template, ['AWS::Lambda::Url'], (url) => propertyOf(url, 'AuthType') !== 'AWS_IAM'),
    ...idsWhere(
      template,
      ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Route'],
      (route) => (propertyOf(route, 'AuthorizationType') ?? 'NONE') === 'NONE',
    ),
  ],
  breaches: [
    {
      at: 'Url',
      to: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } },
      names: ['Url'],
    },
    { at: 'Route', to: { Type: 'AWS::ApiGatewayV2::Route', Properties: {} }, names: ['Route'] },
  ],
};

const refusesPlainText = ({ Effect, Condition }: Statement): boolean =>
  Effect === 'Deny' && String(Condition?.Bool?.['aws:SecureTransport']) === 'false';

/** Types that are reached over connections, with the policy that guards each and the property that names it. */
const guardedBy: Readonly<Record<string, readonly [policy: string, names: string]>> = {
  'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics'],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues'],
};

const connections: Rule = {
  holds: 'connections that are not encrypted are refused',
  broken: (template) =>
    Object.entries(guardedBy).flatMap(([type, [policyType, names]]) => {
      const guarded = resourcesOf(template, policyType)
        .filter(([, policy]) => statementsAt(policy, 'PolicyDocument').some(refusesPlainText))
        .flatMap(([, policy]) => list(propertyOf(policy, names)).map(referenced));
      return idsWhere(template, [type], (_, id) => !guarded.includes(id));
    }),
  breaches: [
    { at: 'DeadLettersPolicy', names: ['DeadLetters'] },
    { at: 'TopicPolicy.Properties.PolicyDocument.Statement.1.Condition', names: ['Topic'] },
    { at: 'ServerlessDeploymentBucketPolicy', names: ['ServerlessDeploymentBucket'] },
  ],
};

export const doorRules: readonly Rule[] = [doors, connections];
