import type { MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch';
import { NotSimulatedError } from '../service.ts';

/** What an alarm watches: the part of CloudWatch's metric alarm that the sandbox evaluates. */
export type AlarmDefinition = Required<
  Pick<
    MetricAlarm,
    | 'Namespace'
    | 'MetricName'
    | 'Dimensions'
    | 'Period'
    | 'EvaluationPeriods'
    | 'Threshold'
    | 'ComparisonOperator'
  >
> &
  Pick<
    MetricAlarm,
    | 'Statistic'
    | 'ExtendedStatistic'
    | 'DatapointsToAlarm'
    | 'TreatMissingData'
    | 'AlarmDescription'
  >;

/** A datapoint of an alarm's evaluation; undefined where there was no data. */
export interface Datapoint {
  readonly at: number;
  readonly value: number | undefined;
}

export interface Evaluation {
  readonly value: StateValue;
  readonly reason: string;
}

const comparisons: Readonly<
  Record<string, { breaches: (value: number, threshold: number) => boolean; words: string }>
> = {
  GreaterThanThreshold: { breaches: (value, limit) => value > limit, words: 'greater than' },
  GreaterThanOrEqualToThreshold: {
    breaches: (value, limit) => value >= limit,
    words: 'greater than or equal to',
  },
  LessThanThreshold: { breaches: (value, limit) => value < limit, words: 'less than' },
  LessThanOrEqualToThreshold: {
    breaches: (value, limit) => value <= limit,
    words: 'less than or equal to',
  },
};

const two = (value: number): string => String(value).padStart(2, '0');

const shortTime = (at: number): string => {
  const date = new Date(at);
  const day = `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${two(date.getUTCFullYear() % 100)}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:00`;
};

const reasonOf = (
  definition: AlarmDefinition,
  present: readonly Datapoint[],
  breaching: number,
  isAlarm: boolean,
): string => {
  const { DatapointsToAlarm, EvaluationPeriods, Threshold, ComparisonOperator } = definition;
  const needed = DatapointsToAlarm ?? EvaluationPeriods;
  const counted = isAlarm ? breaching : present.length - breaching;
  const points = present.map(({ at, value }) => `${value} (${shortTime(at)})`).join(', ');
  const words = comparisons[ComparisonOperator]?.words ?? ComparisonOperator;
  const verb = `${counted === 1 ? 'was' : 'were'}${isAlarm ? '' : ' not'} ${words}`;
  return (
    `Threshold Crossed: ${counted} out of the last ${EvaluationPeriods} datapoints [${points}] ` +
    `${verb} the threshold (${Threshold}) (minimum ${needed} datapoint${needed === 1 ? '' : 's'} ` +
    `for ${isAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition).`
  );
};

/**
 * The state that datapoints give an alarm, or undefined to keep the state it has.
 *
 * @throws NotSimulatedError for comparisons with an anomaly band.
 */
export const evaluateAlarm = (
  definition: AlarmDefinition,
  datapoints: readonly Datapoint[],
): Evaluation | undefined => {
  const comparison = comparisons[definition.ComparisonOperator];
  if (comparison === undefined) {
    throw new NotSimulatedError(
      `the sandbox does not simulate alarms with ${definition.ComparisonOperator}.`,
    );
  }
  const present = datapoints.filter(({ value }) => value !== undefined);
  const missing = datapoints.length - present.length;
  const treatment = definition.TreatMissingData ?? 'missing';
  if (present.length === 0 && treatment === 'ignore') return undefined;
  if (present.length === 0 && treatment === 'missing') {
    const reason = `Insufficient Data: ${missing} datapoints were unknown.`;
    return { value: 'INSUFFICIENT_DATA', reason };
  }
  const crossed = present.filter(({ value }) =>
    comparison.breaches(value as number, definition.Threshold),
  ).length;
  const breaching = crossed + (treatment === 'breaching' ? missing : 0);
  const isAlarm = breaching >= (definition.DatapointsToAlarm ?? definition.EvaluationPeriods);
  return {
    value: isAlarm ? 'ALARM' : 'OK',
    reason: reasonOf(definition, present, crossed, isAlarm),
  };
};
