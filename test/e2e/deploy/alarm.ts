import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';

/** Creates an alarm of a metric that nothing publishes. */
export const createAlarm = async (endpoint: string, AlarmName: string): Promise<void> => {
  await new CloudWatchClient({ endpoint }).send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Shop',
      MetricName: 'OrdersFailing',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      // It stays in the state that it is set to.
      TreatMissingData: 'ignore',
    }),
  );
};

export const setAlarm = async (
  endpoint: string,
  AlarmName: string,
  state: StateValue,
): Promise<void> => {
  await new CloudWatchClient({ endpoint }).send(
    new SetAlarmStateCommand({ AlarmName, StateValue: state, StateReason: 'a test' }),
  );
};
