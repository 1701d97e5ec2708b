import {
  idsWhere,
  propertyOf,
  referenced,
  resourcesOf,
  type Template,
} from '../../../support/template.ts';
import type { Rule } from './rule.ts';

const logOf = (template: Template, functionName: unknown) =>
  resourcesOf(template, 'AWS::Logs::LogGroup').find(
    ([, group]) => propertyOf(group, 'LogGroupName') === `/aws/lambda/${functionName}`,
  );

const functionsLog: Rule = {
  holds: 'every function has a log group in the stack, which Lambda would otherwise make for ever',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::Lambda::Function'],
      (each) => !logOf(template, propertyOf(each, 'FunctionName')),
    ),
  breaches: [
    { at: 'MeasureLogGroup', names: ['MeasureLambdaFunction'] },
    {
      at: 'MeasureLogGroup.Properties.LogGroupName',
      to: '/aws/lambda/measure',
      names: ['MeasureLambdaFunction'],
    },
  ],
};

const machineLog = 'LoggingConfiguration.Destinations.0.CloudWatchLogsLogGroup.LogGroupArn';

const machinesLog: Rule = {
  holds: 'every machine logs its errors to a log group in the stack, without payloads',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::StepFunctions::StateMachine'],
      (machine) =>
        template.Resources[referenced(propertyOf(machine, machineLog)) ?? '']?.Type !==
          'AWS::Logs::LogGroup' ||
        propertyOf(machine, 'LoggingConfiguration.Level') !== 'ERROR' ||
        // A payload holds the task token.
        propertyOf(machine, 'LoggingConfiguration.IncludeExecutionData') !== false,
    ),
  breaches: [
    { at: 'RolloutMachine.Properties.LoggingConfiguration', names: ['RolloutMachine'] },
    { at: 'RolloutMachineLog', names: ['RolloutMachine'] },
    {
      at: 'RolloutMachine.Properties.LoggingConfiguration.Level',
      to: 'OFF',
      names: ['RolloutMachine'],
    },
    {
      at: 'RolloutMachine.Properties.LoggingConfiguration.IncludeExecutionData',
      to: true,
      names: ['RolloutMachine'],
    },
  ],
};

const retention: Rule = {
  holds: 'logs are forgotten after 30 days',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::Logs::LogGroup'],
      (group) => propertyOf(group, 'RetentionInDays') !== 30,
    ),
  breaches: [
    { at: 'MeasureLogGroup.Properties.RetentionInDays', names: ['MeasureLogGroup'] },
    { at: 'RolloutMachineLog.Properties.RetentionInDays', to: 365, names: ['RolloutMachineLog'] },
  ],
};

const traced: Rule = {
  holds: 'functions and machines are traced',
  broken: (template) =>
    idsWhere(
      template,
      ['AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine'],
      (each) =>
        propertyOf(each, 'TracingConfig.Mode') !== 'Active' &&
        propertyOf(each, 'TracingConfiguration.Enabled') !== true,
    ),
  breaches: [
    { at: 'MeasureLambdaFunction.Properties.TracingConfig', names: ['MeasureLambdaFunction'] },
    {
      at: 'RolloutMachine.Properties.TracingConfiguration.Enabled',
      to: false,
      names: ['RolloutMachine'],
    },
  ],
};

export const logRules: readonly Rule[] = [functionsLog, machinesLog, retention, traced];
