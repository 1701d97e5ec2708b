import type { MetricDatum, PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { supportFields } from '../supported-fields.ts';
import { invalidCombination, invalidValue, validationError } from './exceptions.ts';
import { dimensionsOf } from './measure.ts';
import { type Samples, slotOf } from './samples.ts';
import { type MetricStore, minuteMs, publish } from './store.ts';

const hourMs = 60 * minuteMs;

const samplesOf = ({ Value, Values, Counts }: MetricDatum): Samples => {
  if ((Value === undefined) === (Values === undefined)) {
    throw invalidCombination('A datum needs either Value or Values.');
  }
  const values = Values ?? [Value ?? 0];
  const counts = Counts ?? values.map(() => 1);
  if (values.length !== counts.length) {
    throw invalidValue('Values and Counts must have the same length.');
  }
  if (!values.every(Number.isFinite)) throw invalidValue('Every value must be a finite number.');
  return { slots: values.map(slotOf), counts };
};

const timeOf = ({ Timestamp }: MetricDatum, now: number): number => {
  const time = Timestamp?.getTime() ?? now;
  if (time > now + 2 * hourMs || time < now - 14 * 24 * hourMs) {
    throw invalidValue('The timestamp must be at most two weeks old and two hours in the future.');
  }
  return Math.floor(time / minuteMs) * minuteMs;
};

export const putMetricData = (
  store: MetricStore,
  input: PutMetricDataCommandInput,
  now: number,
): object => {
  supportFields('PutMetricData', input, ['Namespace', 'MetricData', 'StrictEntityValidation']);
  if (!input.Namespace || input.Namespace.startsWith('AWS/')) {
    throw invalidValue('The value for parameter Namespace is not valid.');
  }
  for (const datum of input.MetricData ?? []) {
    const supported = [
      'MetricName',
      'Dimensions',
      'Timestamp',
      'Value',
      'Values',
      'Counts',
      'Unit',
    ];
    supportFields('MetricDatum', datum, supported);
    if (!datum.MetricName) throw validationError('A datum needs a MetricName.');
    const dimensions = dimensionsOf(datum.Dimensions);
    const series = store.series(input.Namespace, datum.MetricName, dimensions);
    publish(series, timeOf(datum, now), samplesOf(datum), [now]);
  }
  return {};
};
