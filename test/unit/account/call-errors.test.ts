import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { changingClient } from '../../../functions/platform/clients.ts';
import type { FaultError, FaultPlan } from '../../../sandbox/account/faults.ts';
import { failureOf } from '../../../sandbox/account/service-errors.ts';
import { anAccount, aTopicService, settle } from '../../support/kernel-account.ts';

describe('the error of a failed call', () => {
  const cases: readonly [string, FaultError, string][] = [
    ['SNS', 'denied', 'AuthorizationErrorException'],
    ['DynamoDB', 'denied', 'AccessDeniedException'],
    ['SNS', 'expired', 'ExpiredToken'],
    ['DynamoDB', 'expired', 'ExpiredTokenException'],
    ['DynamoDB', 'conflict', 'TransactionCanceledException'],
    ['SNS', 'conflict', 'InternalErrorException'],
  ];

  it.each(cases)('of %s, %s, is named %s', (service, error, name) => {
    expect(failureOf(service, error).name).toBe(name);
  });

  it('of a conflict says that another transaction was in the way', () => {
    expect(failureOf('DynamoDB', 'conflict')).toMatchObject({
      CancellationReasons: [{ Code: 'TransactionConflict' }],
    });
  });
});

const client = changingClient(SNSClient);

/** Reads how many messages there are, publishes one past the product, and reads again. */
const readTwice = async (waitSeconds: number, faults: FaultPlan) => {
  const { service } = aTopicService();
  const read = async () => {
    const { Attributes } = await client().send(
      new GetTopicAttributesCommand({ TopicArn: 'topic' }),
    );
    return Attributes?.Published;
  };
  const account = anAccount({ read }, { services: { SNS: service }, faults });
  await settle(account, account.functions.invoke('read', {}));
  account.callAs('operator', 'SNS', 'Publish', { Message: 'moved' });
  await account.clock.drive(account.clock.now + waitSeconds * 1_000);
  const outcome = await settle(account, account.functions.invoke('read', {}));
  return { outcome, records: account.log.records };
};

describe('a stale read', () => {
  const second: FaultPlan = ({ occurrence }) => (occurrence === 1 ? { kind: 'stale' } : undefined);

  it('answers what the same question was answered a little before', async () => {
    const { outcome, records } = await readTwice(3, second);

    expect(outcome).toMatchObject({ payload: '0' });
    expect(records.at(-1)).toMatchObject({ fault: 'stale', ok: true, appliedAt: 3 });
  });

  it('is heard by who observes, with what the caller sees', async () => {
    const { records } = await readTwice(3, second);

    expect(records.at(-1)?.output).toEqual(records[0]?.output);
  });

  it.each([
    ['the earlier answer is too old', 6, second],
    [
      'nothing was asked before',
      3,
      ((site) => (site.occurrence === 0 ? { kind: 'stale' } : undefined)) as FaultPlan,
    ],
  ])('answers what is true when %s', async (_why, waitSeconds, faults) => {
    const { outcome, records } = await readTwice(waitSeconds, faults);

    expect(outcome).toMatchObject({ payload: '1' });
    expect(records.filter(({ fault }) => fault !== null)).toEqual([]);
  });
});
