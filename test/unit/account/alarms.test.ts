import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, evaluateAlarm } from '../../../sandbox/account/cloudwatch/alarm.ts';
import type { NewEvent } from '../../../sandbox/account/event-bus.ts';
import { sideDimensions } from '../../../sandbox/world/names.ts';
import { albTarget, aWorld, minuteMs, noon } from '../world/a-world.ts';

const errors: AlarmDefinition = {
  Namespace: 'AWS/ApplicationELB',
  MetricName: 'HTTPCode_Target_5XX_Count',
  Dimensions: [...sideDimensions(albTarget, 'blue')],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 2,
  Threshold: 50,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

const datapoints = (values: readonly (number | undefined)[]) =>
  values.map((value, index) => ({ at: noon + index * minuteMs, value }));

describe('the state of an alarm', () => {
  it.each([
    ['every datapoint is beyond the threshold', {}, [60, 70], 'ALARM'],
    ['one of two is beyond it', {}, [60, 40], 'OK'],
    ['one of two is enough', { DatapointsToAlarm: 1 }, [60, 40], 'ALARM'],
    ['a datapoint is exactly the threshold', {}, [50, 50], 'OK'],
    [
      'a datapoint that reaches the threshold counts',
      { ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
      [50, 50],
      'ALARM',
    ],
    ['low values count', { ComparisonOperator: 'LessThanThreshold' }, [40, 30], 'ALARM'],
    ['missing data do not breach', {}, [undefined, undefined], 'OK'],
    ['missing data breach', { TreatMissingData: 'breaching' }, [undefined, 60], 'ALARM'],
    [
      'all data are missing',
      { TreatMissingData: 'missing' },
      [undefined, undefined],
      'INSUFFICIENT_DATA',
    ],
    ['some data are missing', { TreatMissingData: undefined }, [undefined, 60], 'OK'],
    ['missing data are ignored', { TreatMissingData: 'ignore' }, [undefined, undefined], undefined],
  ] as const)('is right when %s', (_, change, values, expected) => {
    const evaluation = evaluateAlarm({ ...errors, ...change }, datapoints(values));

    expect(evaluation?.value).toBe(expected);
  });

  it('says why in the words of CloudWatch', () => {
    const evaluation = evaluateAlarm(errors, datapoints([60, 70]));

    expect(evaluation?.reason).toBe(
      'Threshold Crossed: 2 out of the last 2 datapoints [60 (05/01/26 12:00:00), 70 (05/01/26 12:01:00)] were greater than the threshold (50) (minimum 2 datapoints for OK -> ALARM transition).',
    );
  });

  it('is not guessed for an anomaly band', () => {
    const band = { ...errors, ComparisonOperator: 'GreaterThanUpperThreshold' as const };

    expect(() => evaluateAlarm(band, datapoints([60, 70]))).toThrow('GreaterThanUpperThreshold');
  });
});

describe('an alarm of the account', () => {
  it('fires by itself on what is published, and clears again', async () => {
    const stage = aWorld({
      alarms: [{ name: 'shop-errors', definition: errors }],
      regressions: [{ revision: 'shop:41', kind: 'errors', size: 0.2, from: 0, to: 4 * minuteMs }],
    });
    const events: NewEvent[] = [];
    stage.world.onEvent((event) => events.push(event));

    await stage.pass(15);

    expect(events.map(({ time }) => time)).toEqual([
      '2026-01-05T12:04:10Z',
      '2026-01-05T12:07:10Z',
    ]);
  });

  it('tells EventBridge in the shape of AWS', async () => {
    const stage = aWorld({ alarms: [{ name: 'shop-errors', definition: errors }] });
    const events: NewEvent[] = [];
    stage.world.onEvent((event) => events.push(event));
    await stage.pass(5);

    stage.world.setAlarm('shop-errors', 'ALARM', 'Too many');

    expect(events).toEqual([
      {
        source: 'aws.cloudwatch',
        'detail-type': 'CloudWatch Alarm State Change',
        time: '2026-01-05T12:05:00Z',
        resources: ['arn:aws:cloudwatch:eu-central-1:111122223333:alarm:shop-errors'],
        detail: {
          alarmName: 'shop-errors',
          state: {
            value: 'ALARM',
            reason: 'Too many',
            timestamp: '2026-01-05T12:05:00.000+0000',
          },
          previousState: {
            value: 'OK',
            reason: 'Unchecked: Initial alarm creation',
            timestamp: '2026-01-05T11:00:00.000+0000',
          },
          configuration: {
            description: undefined,
            metrics: [
              {
                id: 'm1',
                metricStat: {
                  metric: {
                    namespace: 'AWS/ApplicationELB',
                    name: 'HTTPCode_Target_5XX_Count',
                    dimensions: Object.fromEntries(
                      sideDimensions(albTarget, 'blue').map(({ Name, Value }) => [Name, Value]),
                    ),
                  },
                  period: 60,
                  stat: 'Sum',
                },
                returnData: true,
              },
            ],
          },
        },
      },
    ]);
  });

  it('says nothing when it is set to the state that it has', () => {
    const stage = aWorld({ alarms: [{ name: 'a' }] });
    const events: NewEvent[] = [];
    stage.world.onEvent((event) => events.push(event));

    stage.world.setAlarm('a', 'OK');

    expect(events).toEqual([]);
  });

  it('cannot be set when it does not exist', () => {
    const { world } = aWorld();

    expect(() => world.setAlarm('a', 'OK')).toThrow('no alarm a');
  });
});
