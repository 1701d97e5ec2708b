import type { NewEvent } from '../event-bus.ts';
import type { AlarmDefinition } from './alarm.ts';

export interface AlarmState {
  readonly value: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface AlarmChange {
  readonly name: string;
  readonly arn: string;
  readonly definition: AlarmDefinition | undefined;
  readonly state: AlarmState;
  readonly previous: AlarmState;
}

/** CloudWatch writes the offset of its timestamps without a colon. */
const timestamp = (at: number): string => new Date(at).toISOString().replace('Z', '+0000');

const stateOf = ({ value, reason, at }: AlarmState) => ({
  value,
  reason,
  timestamp: timestamp(at),
});

const configurationOf = (definition: AlarmDefinition | undefined) => {
  if (definition === undefined) return {};
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic } = definition;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const metric = { namespace: Namespace, name: MetricName, dimensions };
  const metricStat = { metric, period: Period, stat: Statistic ?? ExtendedStatistic };
  return {
    description: definition.AlarmDescription,
    metrics: [{ id: 'm1', metricStat, returnData: true }],
  };
};

/** What CloudWatch sends to EventBridge when an alarm's state changes. */
export const alarmEvent = (change: AlarmChange): NewEvent => ({
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  time: `${new Date(change.state.at).toISOString().slice(0, 19)}Z`,
  resources: [change.arn],
  detail: {
    alarmName: change.name,
    state: stateOf(change.state),
    previousState: stateOf(change.previous),
    configuration: configurationOf(change.definition),
  },
});
