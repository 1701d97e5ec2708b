import {
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandOutput,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import { type InTime, within } from '../platform/deadline.ts';
import { client, patienceMilliseconds, reasonOf } from './cloudwatch-results.ts';

/** The level of one alarm. */
export interface AlarmLevel {
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** When it went to this state, in milliseconds since the epoch. */
  readonly since: number;
  readonly reason: string;
  readonly arn: string;
}

export interface AlarmLevels {
  readonly states: Readonly<Record<string, AlarmLevel>>;
  /** Names that no alarm has in this account and region. */
  readonly missing: readonly string[];
  /** Why the levels could not be read; the other fields then say nothing. */
  readonly blind?: string;
}

/** The most names that one DescribeAlarms takes. */
const namesPerRequest = 100;

/** With at most 100 names asked for, more pages than this cannot be. */
const pageLimit = 10;

const describe = async (
  names: readonly string[],
  inTime: InTime,
): Promise<DescribeAlarmsCommandOutput[]> => {
  const pages: DescribeAlarmsCommandOutput[] = [];
  let token: string | undefined;
  do {
    if (pages.length === pageLimit) throw new Error(`the answer has more than ${pageLimit} pages`);
    const question = new DescribeAlarmsCommand({
      AlarmNames: [...names],
      // Without this, CloudWatch leaves composite alarms out.
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      NextToken: token,
    });
    const page = await inTime((abortSignal) => client().send(question, { abortSignal }));
    pages.push(page);
    token = page.NextToken;
  } while (token !== undefined);
  return pages;
};

const isState = (value: string | undefined): value is AlarmLevel['state'] =>
  value === 'OK' || value === 'ALARM' || value === 'INSUFFICIENT_DATA';

const levelOf = (alarm: MetricAlarm | CompositeAlarm): [string, AlarmLevel][] => {
  const { AlarmName, AlarmArn, StateValue, StateReason } = alarm;
  const changed = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  if (!AlarmName || !AlarmArn || !isState(StateValue) || !changed) return [];
  const level = { since: changed.getTime(), reason: StateReason ?? '', arn: AlarmArn };
  return [[AlarmName, { state: StateValue, ...level }]];
};

/** @param names of metric and composite alarms. Never throws: what cannot be read is blind. */
export const readAlarms = async (names: readonly string[]): Promise<AlarmLevels> => {
  const pages: DescribeAlarmsCommandOutput[] = [];
  const inTime = within(patienceMilliseconds);
  try {
    for (let from = 0; from < names.length; from += namesPerRequest)
      pages.push(...(await describe(names.slice(from, from + namesPerRequest), inTime)));
  } catch (error) {
    return { states: {}, missing: [], blind: reasonOf(error, 'cloudwatch:DescribeAlarms') };
  }
  const alarms = pages.flatMap((page) => [
    ...(page.MetricAlarms ?? []),
    ...(page.CompositeAlarms ?? []),
  ]);
  const states = Object.fromEntries(alarms.flatMap(levelOf));
  return { states, missing: names.filter((name) => !Object.hasOwn(states, name)) };
};
