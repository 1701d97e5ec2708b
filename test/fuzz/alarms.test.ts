import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { readAlarms } from '../../functions/telemetry/alarms.ts';
import { holds } from '../support/fuzz/holds.ts';
import { mutatedWithinType } from '../support/fuzz/mutated.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

const anAlarm = (AlarmName: string, StateValue: 'OK' | 'ALARM') => ({
  AlarmName,
  AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${AlarmName}`,
  StateValue,
  StateReason: 'Threshold Crossed',
  StateTransitionedTimestamp: new Date(0),
});

const answer = {
  MetricAlarms: [anAlarm('checkout-5xx', 'ALARM')],
  CompositeAlarms: [anAlarm('checkout', 'OK')],
};
const names = ['checkout-5xx', 'checkout', '__proto__', 'constructor'];

describe('an answer about alarms', () => {
  it('gives each alarm one of three states, or says that it is missing', () =>
    holds([mutatedWithinType(answer)], async (changed) => {
      cloudWatch.reset();
      cloudWatch.on(DescribeAlarmsCommand).resolves(changed ?? {});

      const { states, missing, blind } = await readAlarms(names);

      expect(blind).toBeUndefined();
      for (const name of names) {
        const level = Object.hasOwn(states, name) ? states[name] : undefined;
        expect(missing.includes(name)).toBe(level === undefined);
        if (level === undefined) continue;
        expect(['OK', 'ALARM', 'INSUFFICIENT_DATA']).toContain(level.state);
        expect(level.since).toBe(0);
      }
    }));

  it('says the same in any pages, and is blind when they never end', () =>
    holds([fc.boolean(), fc.string({ minLength: 1 })], async (ends, token) => {
      cloudWatch.reset();
      cloudWatch
        .on(DescribeAlarmsCommand)
        .resolvesOnce({ MetricAlarms: answer.MetricAlarms, NextToken: token })
        .resolves({ CompositeAlarms: answer.CompositeAlarms, NextToken: ends ? undefined : token });

      const read = await readAlarms(names);

      if (ends) expect(read.missing).toEqual(['__proto__', 'constructor']);
      else expect(read).toMatchObject({ states: {}, blind: expect.any(String) });
    }));
});
