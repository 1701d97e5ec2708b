import {
  idsWhere,
  propertyOf,
  referenced,
  resourcesOf,
  type Template,
} from '../../../support/template.ts';
import { lettersOf, rulesOf, targetsOf } from './dead-letters.ts';
import type { Rule } from './rule.ts';

const isQueue = (template: Template, value: unknown): boolean =>
  template.Resources[referenced(value) ?? '']?.Type === 'AWS::SQS::Queue';

const ruleTargets: Rule = {
  holds: 'an event that no target takes becomes a dead letter',
  broken: (template) => [
    ...idsWhere(template, ['AWS::Events::Rule'], (rule) =>
      targetsOf(rule).some(({ DeadLetterConfig }) => !isQueue(template, DeadLetterConfig?.Arn)),
    ),
    ...idsWhere(
      template,
      ['AWS::Scheduler::Schedule'],
      (schedule) => !isQueue(template, propertyOf(schedule, 'Target.DeadLetterConfig.Arn')),
    ),
  ],
  breaches: [
    {
      at: 'Evenkeelprodhearalarmrule1EventBridgeRule.Properties.Targets.0.DeadLetterConfig',
      names: ['Evenkeelprodhearalarmrule1EventBridgeRule'],
    },
    {
      at: 'Nightly',
      to: { Type: 'AWS::Scheduler::Schedule', Properties: { Target: {} } },
      names: ['Nightly'],
    },
  ],
};

/** The functions that are invoked without anybody waiting for their answer. */
const awakened = (template: Template): string[] => {
  const targets = rulesOf(template).flatMap(([, rule]) => targetsOf(rule).map(({ Arn }) => Arn));
  const subscriptions = resourcesOf(template, 'AWS::SNS::Subscription');
  const subscribers = subscriptions.map(([, each]) => propertyOf(each, 'Endpoint'));
  return [...new Set([...targets, ...subscribers].map((each) => referenced(each) ?? ''))].filter(
    (id) => template.Resources[id]?.Type === 'AWS::Lambda::Function',
  );
};

const asynchronousInvokes: Rule = {
  holds:
    'an event that a function fails on every time becomes a dead letter, not before two retries',
  broken: (template) => {
    const settings = new Map(
      resourcesOf(template, 'AWS::Lambda::EventInvokeConfig').map(([, config]) => [
        referenced(propertyOf(config, 'FunctionName')),
        propertyOf(config, 'MaximumRetryAttempts'),
      ]),
    );
    return awakened(template).filter(
      (id) =>
        !isQueue(template, propertyOf(template.Resources[id], 'DeadLetterConfig.TargetArn')) ||
        settings.get(id) !== 2,
    );
  },
  breaches: [
    {
      at: 'GuardDashrunsLambdaFunction.Properties.DeadLetterConfig',
      names: ['GuardDashrunsLambdaFunction'],
    },
    { at: 'HearDashalarmLambdaEvConf', names: ['HearDashalarmLambdaFunction'] },
    {
      at: 'Listener',
      to: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          Protocol: 'lambda',
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
          Endpoint: { 'Fn::GetAtt': ['MeasureLambdaFunction', 'Arn'] },
        },
      },
      names: ['MeasureLambdaFunction'],
    },
  ],
};

const queuesAndTopics: Rule = {
  holds: 'a message that a subscriber or a consumer does not take becomes a dead letter',
  broken: (template) => {
    const letters = lettersOf(template);
    return idsWhere(
      template,
      ['AWS::SNS::Subscription', 'AWS::SQS::Queue'],
      (each, id) =>
        propertyOf(each, 'Protocol') !== 'email' &&
        !letters.includes(id) &&
        !isQueue(template, propertyOf(each, 'RedrivePolicy.deadLetterTargetArn')),
    );
  },
  breaches: [
    { at: 'Work', to: { Type: 'AWS::SQS::Queue', Properties: {} }, names: ['Work'] },
    { at: 'OperatorEmail.Properties.Protocol', to: 'https', names: ['OperatorEmail'] },
  ],
};

export const deliveryRules: readonly Rule[] = [ruleTargets, asynchronousInvokes, queuesAndTopics];
