import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { readLease, releaseLease, takeLease } from '../../../functions/runs/lease.ts';
import { createRun, findRun, readOpenRuns } from '../../../functions/runs/record.ts';
import { emulatedTable } from '../dynamodb/emulated-table.ts';
import { emulatedSettings } from '../support/emulated-account.ts';
import { decisionsOverTheWire } from './decisions.ts';
import { messagesOverTheWire } from './messages.ts';
import { aBirth, anOwnedRun, toEnd, toOperator } from './owned-run.ts';
import { aQueue, type Queue } from './query.ts';
import type { EmulatorName } from './recorder.ts';
import { signalsOverTheWire } from './signals.ts';
import type { Wire } from './wire.ts';

/** The table and the topic, and a queue that hears what the topic is told. */
const deploy = async (wire: Wire, name: EmulatorName): Promise<Queue> => {
  const emulator = wire.emulator(name);
  const { TABLE_NAME = '', TOPIC_ARN } = process.env;
  await emulatedTable(emulator.url, TABLE_NAME);
  const client = new SNSClient({ ...emulatedSettings, endpoint: emulator.url });
  await client.send(new CreateTopicCommand({ Name: 'evenkeel' }));
  const queue = await aQueue(emulator, 'heard');
  await client.send(
    new SubscribeCommand({ TopicArn: TOPIC_ARN, Protocol: 'sqs', Endpoint: queue.arn }),
  );
  return queue;
};

/** The record, lease, mailbox, waits and messages of runs, on each emulator's table and topic. */
export const runsOverTheWire = (wire: Wire): void => {
  describe.each(['moto', 'MiniStack'] as const)('runs on %s', (name) => {
    let heard: Queue;
    beforeAll(async () => {
      wire.route(name, 'client-dynamodb', 'client-sns', 'client-sfn');
      heard = await deploy(wire, name);
    });

    it('are recorded once and found while they are open', async () => {
      const run = await createRun(aBirth('recorded'));

      const again = await createRun({ ...aBirth('recorded'), target: 'rollout/another' });

      expect(again).toEqual(run);
      expect(await readOpenRuns()).toContainEqual(run);
      expect(await findRun('nowhere')).toBeUndefined();
    });

    it('get a lease one at a time, and hear who was quicker', async () => {
      const slow = await createRun(aBirth('slow'));
      const quick = await createRun({ ...aBirth('quick'), target: slow.target });
      wire.next('client-dynamodb TransactWriteItems', () => takeLease(quick));

      const taking = takeLease(slow);

      await expect(taking).rejects.toMatchObject({
        name: 'LeaseHeldError',
        message: expect.stringContaining('held by run quick'),
      });
      expect(await readLease(slow.target)).toMatchObject({ holder: 'quick', epoch: 1 });
    });

    it('free the lease when they end, and keep it while they need an operator', async () => {
      const ended = await commitAlways(await anOwnedRun('ended'), toEnd);
      const waiting = await commitAlways(await anOwnedRun('stuck'), toOperator);

      const open = (await readOpenRuns()).map(({ id }) => id);
      expect(open).toContain('stuck');
      expect(open).not.toContain('ended');
      expect(await readLease(ended.target)).not.toHaveProperty('holder');
      expect(await readLease(waiting.target)).toMatchObject({ holder: 'stuck' });
    });

    it('give up the lease they kept when a person releases it, once', async () => {
      const run = await commitAlways(await anOwnedRun('released'), toOperator);

      expect(await releaseLease(run, 'ann released the lease')).toBe(true);
      expect(await releaseLease(run, 'ann released the lease')).toBe(false);
      const next = await createRun({ ...aBirth('next'), target: run.target });
      expect(await takeLease(next)).toMatchObject({ epoch: 2 });
    });

    decisionsOverTheWire();
    signalsOverTheWire();
    messagesOverTheWire(wire, () => heard);
  });
};
