import { actionsOf, list, statementsAt } from '../../../support/permissions.ts';
import {
  idsWhere,
  propertyOf,
  referenced,
  resourcesOf,
  type Template,
} from '../../../support/template.ts';
import type { Rule } from './rule.ts';

/** The topics on which alarms may publish; what is none is no topic. */
const audible = (template: Template): (string | undefined)[] =>
  resourcesOf(template, 'AWS::SNS::TopicPolicy')
    .filter(([, policy]) =>
      statementsAt(policy, 'PolicyDocument').some(
        (statement) =>
          statement.Effect === 'Allow' &&
          actionsOf(statement).includes('sns:Publish') &&
          typeof statement.Principal === 'object' &&
          list(statement.Principal.Service).includes('cloudwatch.amazonaws.com'),
      ),
    )
    .flatMap(([, policy]) => list(propertyOf(policy, 'Topics') ?? []).map(referenced));

const told: Rule = {
  holds: 'people are told of every alarm, on a topic where alarms may publish',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'],
      (alarm) =>
        propertyOf(alarm, 'ActionsEnabled') === false ||
        !list(propertyOf(alarm, 'AlarmActions')).some((action) =>
          audible(template).includes(referenced(action)),
        ),
    ),
  breaches: [
    { at: 'DeadLettersAlarm.Properties.AlarmActions', to: [], names: ['DeadLettersAlarm'] },
    { at: 'GuardFailedAlarm.Properties.ActionsEnabled', to: false, names: ['GuardFailedAlarm'] },
    {
      at: 'NeedsOperatorAlarm.Properties.AlarmActions',
      to: [{ Ref: 'OtherTopic' }],
      names: ['NeedsOperatorAlarm'],
    },
    {
      at: 'ComposedAlarm',
      to: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {} },
      names: ['ComposedAlarm'],
    },
  ],
};

const silence: Rule = {
  holds: 'every alarm says what silence means',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::CloudWatch::Alarm'],
      (alarm) => propertyOf(alarm, 'TreatMissingData') === undefined,
    ),
  breaches: [
    { at: 'GuardianMissingAlarm.Properties.TreatMissingData', names: ['GuardianMissingAlarm'] },
  ],
};

export const alarmRules: readonly Rule[] = [told, silence];
