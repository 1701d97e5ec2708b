import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readAlarms } from '../../../functions/telemetry/alarms.ts';
import { noon } from './cloudwatch-answers.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const anAlarm = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' = 'OK') => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${AlarmName}`,
  StateValue,
  StateReason: 'because',
  StateUpdatedTimestamp: new Date(noon),
});

describe('alarm levels', () => {
  it('come from all pages, with metric and composite alarms alike', async () => {
    cloudWatch
      .on(DescribeAlarmsCommand)
      .resolvesOnce({ MetricAlarms: [anAlarm('a', 'ALARM')], NextToken: 'more' })
      .resolves({ CompositeAlarms: [anAlarm('b', 'INSUFFICIENT_DATA')] });

    const levels = await readAlarms(['a', 'b', 'c']);

    expect(levels.states.a).toEqual({
      state: 'ALARM',
      since: noon,
      reason: 'because',
      arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a',
    });
    expect(levels.states.b?.state).toBe('INSUFFICIENT_DATA');
    expect(levels.missing).toEqual(['c']);
    expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[1]?.args[0].input).toMatchObject({
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      NextToken: 'more',
    });
  });

  it('are asked for a hundred names at a time', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({});

    await readAlarms(Array.from({ length: 150 }, (_, index) => `alarm-${index}`));

    const asked = cloudWatch.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input);
    expect(asked.map(({ AlarmNames }) => AlarmNames?.length)).toEqual([100, 50]);
  });

  it('need no call without names', async () => {
    expect(await readAlarms([])).toEqual({ states: {}, missing: [] });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  it('are blind when they cannot be read, and never missing for that reason', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'Throttling' });
    cloudWatch.on(DescribeAlarmsCommand).rejects(throttled);

    expect(await readAlarms(['a'])).toEqual({
      states: {},
      missing: [],
      blind:
        'CloudWatch throttled cloudwatch:DescribeAlarms (Throttling); the next tick asks again',
    });
  });
});
