import { authorizedAction } from '../../../support/authorization.ts';
import { list } from '../../../support/permissions.ts';
import { idsWhere, propertyOf } from '../../../support/template.ts';
import { everywhere, resourcesIn } from './grants.ts';
import type { Rule } from './rule.ts';

const inFull: Rule = {
  holds: 'every action is one that AWS knows, named in full',
  broken: (template) =>
    everywhere(template, async ({ action }) => (await authorizedAction(action)) === undefined),
  breaches: [
    {
      at: 'WakeRuns.Properties.PolicyDocument.Statement.0.Action',
      to: 'states:*',
      names: ['WakeRuns: states:*'],
    },
    {
      at: 'WakeRuns.Properties.PolicyDocument.Statement.0.Action',
      to: ['states:SendTaskSucces'],
      names: ['WakeRuns: states:SendTaskSucces'],
    },
    {
      at: 'WakeRuns.Properties.PolicyDocument.Statement.0',
      to: { Effect: 'Allow', NotAction: 'iam:PassRole', Resource: '*' },
      names: ['WakeRuns: no Action'],
    },
  ],
};

const narrow: Rule = {
  holds: 'what can be named is named: no `*` for an action that accepts a resource',
  broken: (template) =>
    everywhere(template, async ({ action, statement }) => {
      const { arnFormats = [] } = (await authorizedAction(action)) ?? {};
      return arnFormats.length > 0 && resourcesIn(statement).includes('*');
    }),
  exceptions: [
    {
      names: /^ReadTelemetry: cloudwatch:DescribeAlarms$/,
      because:
        'only a permission on `*` sees composite alarms (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html)',
    },
  ],
  breaches: [
    {
      at: 'TellPeople.Properties.PolicyDocument.Statement.0.Resource',
      to: '*',
      names: ['TellPeople: sns:Publish'],
    },
    {
      at: 'CheckServiceRole.Properties.Policies.0.PolicyDocument.Statement.0.Resource',
      to: [{ Ref: 'Topic' }, '*'],
      names: ['CheckServiceRole: sns:ListSubscriptionsByTopic'],
    },
  ],
};

/** Quota "Managed policies attached to an IAM role". */
const mostPolicies = 10;

const attached: Rule = {
  holds: 'no role has more managed policies than IAM attaches',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::IAM::Role'],
      (role) => list(propertyOf(role, 'ManagedPolicyArns') ?? []).length > mostPolicies,
    ),
  breaches: [
    {
      at: 'ListenRole.Properties.ManagedPolicyArns',
      to: Array.from({ length: 11 }, () => ({ Ref: 'LogAndTrace' })),
      names: ['ListenRole'],
    },
  ],
};

export const identityRules: readonly Rule[] = [inFull, narrow, attached];
