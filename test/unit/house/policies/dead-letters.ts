import { actionsOf, list, statementsAt } from '../../../support/permissions.ts';
import {
  idsWhere,
  propertyOf,
  type Resource,
  referenced,
  resourcesOf,
  type Template,
} from '../../../support/template.ts';
import type { Rule } from './rule.ts';

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: { readonly Arn: unknown };
}

export const rulesOf = (template: Template) => resourcesOf(template, 'AWS::Events::Rule');

export const targetsOf = (rule: Resource): readonly Target[] =>
  (propertyOf(rule, 'Targets') ?? []) as Target[];

/** What a resource names for its dead letters. */
const namedBy = (resource: Resource): unknown[] => [
  ...(resource.Type === 'AWS::Events::Rule' ? targetsOf(resource) : []).map(
    ({ DeadLetterConfig }) => DeadLetterConfig?.Arn,
  ),
  propertyOf(resource, 'Target.DeadLetterConfig.Arn'),
  propertyOf(resource, 'DeadLetterConfig.TargetArn'),
  propertyOf(resource, 'RedrivePolicy.deadLetterTargetArn'),
];

/** The queues that something in the stack names for its dead letters. */
export const lettersOf = (template: Template): string[] => {
  const named = Object.values(template.Resources).flatMap(namedBy);
  return [...new Set(named.flatMap((each) => referenced(each) ?? []))];
};

/** The sources on whose behalf a policy lets EventBridge do something. */
const letsEventsIn = (resource: Resource | undefined, path: string, action: string): string[] =>
  statementsAt(resource, path)
    .filter((each) => each.Effect === 'Allow' && actionsOf(each).includes(action))
    .filter(
      ({ Principal }) =>
        typeof Principal === 'object' && list(Principal.Service).includes('events.amazonaws.com'),
    )
    .map(({ Condition }) => JSON.stringify(Condition?.ArnLike?.['aws:SourceArn'] ?? ''));

/** A name ending in `*` is a pattern. */
const covers = (source: string, name: unknown): boolean => {
  const [, pattern = ''] = /:rule\/([^"]*)"/.exec(source) ?? [];
  return pattern.endsWith('*')
    ? String(name).startsWith(pattern.slice(0, -1))
    : pattern === String(name);
};

const sourcesOf = (template: Template, queue: string | undefined): string[] =>
  resourcesOf(template, 'AWS::SQS::QueuePolicy')
    .filter(([, policy]) =>
      list(propertyOf(policy, 'Queues')).some((each) => referenced(each) === queue),
    )
    .flatMap(([, policy]) => letsEventsIn(policy, 'PolicyDocument', 'sqs:SendMessage'));

const queuesOpen: Rule = {
  holds: 'the queue of the dead letters takes them from every rule',
  broken: (template) =>
    idsWhere(template, ['AWS::Events::Rule'], (rule) =>
      targetsOf(rule).some(
        ({ DeadLetterConfig }) =>
          !sourcesOf(template, referenced(DeadLetterConfig?.Arn)).some((source) =>
            covers(source, propertyOf(rule, 'Name')),
          ),
      ),
    ),
  breaches: [
    {
      at: 'Evenkeelprodhearalarmrule1EventBridgeRule.Properties.Name',
      to: 'alarm-went-off',
      names: ['Evenkeelprodhearalarmrule1EventBridgeRule'],
    },
    {
      at: 'Evenkeelprodhearalarmrule1EventBridgeRule.Properties.Targets.0.DeadLetterConfig.Arn',
      to: { 'Fn::GetAtt': ['OtherQueue', 'Arn'] },
      names: ['Evenkeelprodhearalarmrule1EventBridgeRule'],
    },
  ],
};

const keysOpen: Rule = {
  holds: 'the key of the dead letters lets EventBridge encrypt them',
  broken: (template) =>
    lettersOf(template).filter((queue) => {
      const key = referenced(propertyOf(template.Resources[queue], 'KmsMasterKeyId')) ?? '';
      const needed = ['kms:Decrypt', 'kms:GenerateDataKey'];
      return needed.some(
        (action) => letsEventsIn(template.Resources[key], 'KeyPolicy', action).length === 0,
      );
    }),
  breaches: [
    {
      at: 'Key.Properties.KeyPolicy.Statement.2.Action',
      to: 'kms:Decrypt',
      names: ['DeadLetters'],
    },
    {
      at: 'Key.Properties.KeyPolicy.Statement.2.Principal',
      to: { Service: 'sns.amazonaws.com' },
      names: ['DeadLetters'],
    },
  ],
};

const lettersRing: Rule = {
  holds: 'an alarm tells of dead letters',
  broken: (template) => {
    const watched = resourcesOf(template, 'AWS::CloudWatch::Alarm')
      .filter(
        ([, alarm]) => propertyOf(alarm, 'MetricName') === 'ApproximateNumberOfMessagesVisible',
      )
      .map(([, alarm]) => referenced(propertyOf(alarm, 'Dimensions.0.Value')));
    return lettersOf(template).filter((id) => !watched.includes(id));
  },
  breaches: [{ at: 'DeadLettersAlarm', names: ['DeadLetters'] }],
};

export const deadLetterRules: readonly Rule[] = [queuesOpen, keysOpen, lettersRing];
