import { expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { sentKey } from '../../../functions/runs/domain/keys.ts';
import type { Message } from '../../../functions/runs/domain/run.ts';
import { sendMessages, tellOnce } from '../../../functions/runs/outbox.ts';
import { checkSubscription } from '../../../functions/runs/subscription.ts';
import { readItem } from '../../../functions/runs/table.ts';
import { anOwnedRun } from './owned-run.ts';
import type { Queue } from './query.ts';
import type { Wire } from './wire.ts';

const aMessage = (runId: string, number = 1): Message => ({
  id: `${runId}/0000${number}/noticed`,
  runId,
  kind: 'noticed',
  severity: 'info',
  subject: 'checkout: notice',
  body: `Notice ${number}.`,
  at: number,
});

/** What runs tell: `heard` is subscribed to the topic. */
export const messagesOverTheWire = (wire: Wire, heard: () => Queue): void => {
  it('send each message once, also when two senders meet', async () => {
    const run = await anOwnedRun('telling');
    await commitAlways(run, { messages: [aMessage('telling', 1), aMessage('telling', 2)] });
    wire.next('client-sns Publish', () => sendMessages('telling'));

    await sendMessages('telling');
    await tellOnce(aMessage('telling', 3));
    await tellOnce(aMessage('telling', 3));

    const bodies = (await heard().receive()).map((body) => JSON.parse(body));
    expect(bodies.map(({ Message }) => Message).toSorted()).toEqual([
      'Notice 1.',
      'Notice 2.',
      'Notice 3.',
    ]);
    expect(bodies[0]).toMatchObject({
      Subject: 'checkout: notice',
      MessageAttributes: { run: { Type: 'String', Value: 'telling' } },
    });
    expect(await readItem(sentKey('telling', 'telling/00001/noticed'))).toBeDefined();
  });

  it('are heard when the topic has a confirmed subscription', async () => {
    expect(await checkSubscription()).toBe('the topic has 1 confirmed subscription(s)');
  });
};
