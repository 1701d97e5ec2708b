import type {
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  MetricAlarm,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import { supportFields } from '../supported-fields.ts';
import type { Alarm } from './alarm-book.ts';
import { invalidNextToken, validationError } from './exceptions.ts';

const fields = [
  'AlarmNames',
  'AlarmNamePrefix',
  'AlarmTypes',
  'StateValue',
  'MaxRecords',
  'NextToken',
];

const describe = ({ name, arn, definition, state }: Alarm): MetricAlarm => ({
  AlarmName: name,
  AlarmArn: arn,
  ActionsEnabled: true,
  AlarmActions: [],
  OKActions: [],
  InsufficientDataActions: [],
  StateValue: state.value as StateValue,
  StateReason: state.reason,
  StateUpdatedTimestamp: new Date(state.at),
  StateTransitionedTimestamp: new Date(state.at),
  ...definition,
});

const checkInput = ({ AlarmNames, MaxRecords }: DescribeAlarmsCommandInput): void => {
  if (AlarmNames !== undefined && AlarmNames.length > 100) {
    throw validationError(`AlarmNames has ${AlarmNames.length} members; at most 100 are allowed.`);
  }
  if (MaxRecords !== undefined && (MaxRecords < 1 || MaxRecords > 100)) {
    throw validationError(`MaxRecords is ${MaxRecords}; 1 to 100 are allowed.`);
  }
};

/** Alarms that do not exist are missing from the answer, as in AWS; they are no error. */
export const describeAlarms = (
  alarms: readonly Alarm[],
  input: DescribeAlarmsCommandInput,
): Omit<DescribeAlarmsCommandOutput, '$metadata'> => {
  supportFields('DescribeAlarms', input, fields);
  checkInput(input);
  const { AlarmNames, AlarmNamePrefix = '', AlarmTypes = ['MetricAlarm'], StateValue } = input;
  const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(from)) throw invalidNextToken();
  const found = alarms
    .filter(
      ({ name, state }) =>
        AlarmTypes.includes('MetricAlarm') &&
        (AlarmNames === undefined || AlarmNames.includes(name)) &&
        name.startsWith(AlarmNamePrefix) &&
        (StateValue === undefined || state.value === StateValue),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const to = from + (input.MaxRecords ?? 50);
  return {
    MetricAlarms: found.slice(from, to).map(describe),
    CompositeAlarms: [],
    NextToken: to < found.length ? String(to) : undefined,
  };
};
