import type { DescribeAlarmsCommandOutput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { aWorld, minuteMs, noon, type Stage } from '../world/a-world.ts';

const describeAlarms = ({ call }: Stage, input: object = {}) =>
  call('CloudWatch', 'DescribeAlarms', input) as DescribeAlarmsCommandOutput;

const stateOf = (stage: Stage, name: string) =>
  describeAlarms(stage, { AlarmNames: [name] }).MetricAlarms?.[0];

describe('DescribeAlarms', () => {
  const alarms = ['c', 'a', 'b'].map((name) => ({ name }));

  it('shows state, reason and time', async () => {
    const stage = aWorld({ alarms });
    await stage.pass(3);
    stage.world.setAlarm('a', 'INSUFFICIENT_DATA', 'No data');

    expect(stateOf(stage, 'a')).toMatchObject({
      AlarmName: 'a',
      AlarmArn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:a',
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'No data',
      StateUpdatedTimestamp: new Date(noon + 3 * minuteMs),
    });
  });

  it('leaves out alarms that do not exist', () => {
    const answer = describeAlarms(aWorld({ alarms }), { AlarmNames: ['a', 'gone'] });

    expect(answer.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['a']);
  });

  it('answers page by page', () => {
    const stage = aWorld({ alarms });

    const first = describeAlarms(stage, { MaxRecords: 2 });
    const second = describeAlarms(stage, { MaxRecords: 2, NextToken: first.NextToken });

    const names = ({ MetricAlarms = [] }: DescribeAlarmsCommandOutput) =>
      MetricAlarms.map(({ AlarmName }) => AlarmName);
    expect([names(first), names(second), second.NextToken]).toEqual([['a', 'b'], ['c'], undefined]);
  });

  it.each([
    [{ AlarmTypes: ['CompositeAlarm'] }, []],
    [{ StateValue: 'ALARM' }, ['b']],
    [{ AlarmNamePrefix: 'a' }, ['a']],
  ])('filters by %j', (input, expected) => {
    const stage = aWorld({ alarms });
    stage.world.setAlarm('b', 'ALARM');

    const { MetricAlarms } = describeAlarms(stage, input);

    expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(expected);
  });

  it.each([
    [{ AlarmNames: Array.from({ length: 101 }, (_, index) => `a${index}`) }, 'at most 100'],
    [{ MaxRecords: 101 }, '1 to 100'],
    [{ NextToken: 'x' }, 'next token'],
    [{ ChildrenOfAlarmName: 'a' }, 'uses ChildrenOfAlarmName'],
  ])('refuses a request that AWS or the sandbox does not take', (input, message) => {
    const stage = aWorld();

    expect(() => describeAlarms(stage, input)).toThrow(message);
  });
});
