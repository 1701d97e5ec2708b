import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { readingClient } from '../../../functions/platform/clients.ts';
import { type InTime, within } from '../../../functions/platform/deadline.ts';
import type { Fault } from '../../../sandbox/account/faults.ts';
import {
  anAccount,
  aTopicService,
  hour,
  noon,
  secondsIn,
  settle,
} from '../../support/kernel-account.ts';

const client = readingClient(SNSClient);

const read = (inTime: InTime) =>
  inTime((abortSignal) =>
    client().send(new GetTopicAttributesCommand({ TopicArn: 'topic' }), { abortSignal }),
  );

/** Reads so many pages within eight seconds, each attempt of them with a fault. */
const reading = async (pages: number, fault: Fault) => {
  const handler = async () => {
    const inTime = within(8_000);
    for (let page = 0; page < pages; page += 1) await read(inTime);
    return 'answered';
  };
  const services = { SNS: aTopicService().service };
  const account = anAccount({ act: handler }, { services, faults: () => fault });
  const outcome = await settle(account, account.functions.invoke('act', {}));
  const seconds = secondsIn(account);
  await account.clock.drive(noon + hour);
  return { outcome, seconds, attempts: account.log.records.length };
};

describe('a limit of time', () => {
  it('leaves calls alone that end before it', async () => {
    const { outcome, seconds } = await reading(2, { kind: 'late', seconds: 3 });

    expect(outcome).toMatchObject({ payload: 'answered' });
    expect(seconds).toBe(6);
  });

  it('is one for all pages', async () => {
    const { outcome, seconds } = await reading(3, { kind: 'late', seconds: 3 });

    expect(outcome).toMatchObject({ error: 'TimeoutError' });
    expect(seconds).toBe(8);
  });

  it('is one for all attempts, of which no more are made after it', async () => {
    const { outcome, seconds, attempts } = await reading(1, { kind: 'late', seconds: 60 });

    expect(outcome).toMatchObject({ error: 'TimeoutError' });
    expect(seconds).toBe(8);
    expect(attempts).toBe(2);
  });

  it('makes no call once it is over', async () => {
    const handler = async () => {
      const inTime = within(0);
      return read(inTime);
    };
    const account = anAccount({ act: handler }, { services: { SNS: aTopicService().service } });

    const outcome = await settle(account, account.functions.invoke('act', {}));

    expect(outcome).toMatchObject({ error: 'TimeoutError' });
    expect(account.log.records).toEqual([]);
  });
});
