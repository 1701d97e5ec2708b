import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { changingClient } from '../platform/clients.ts';
import { environmentReader } from '../platform/env.ts';
import { count, logger } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import { text } from '../platform/schema.ts';
import { sentKey, unsentKey } from './domain/keys.ts';
import type { Message } from './domain/run.ts';
import { keptDays } from './domain/timing.ts';
import { readItems, writeAll } from './table.ts';

const env = environmentReader(z.object({ TOPIC_ARN: text() }));
const client = changingClient(SNSClient);

/** How long one sender may take for a message before another may send it too. */
const claimSeconds = 60;
/** How long a sender goes on: telling must not use up the time of the function that it is part of. */
const budgetMilliseconds = 6_000;
/** What is unsent for so long was tried again and again, by the guardian alone each minute. */
const lateMilliseconds = 5 * 60_000;

interface Unsent extends Message {
  readonly claimedUntil?: number;
}

const attribute = (value: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: value,
});

const publish = async (message: Message): Promise<void> => {
  await client().send(
    new PublishCommand({
      TopicArn: env().TOPIC_ARN,
      Subject: message.subject,
      Message: message.body,
      MessageAttributes: {
        id: attribute(message.id),
        run: attribute(message.runId),
        kind: attribute(message.kind),
        severity: attribute(message.severity),
      },
    }),
  );
};

const claim = async (message: Unsent): Promise<boolean> => {
  const at = now();
  const claimed = await writeAll([
    {
      update: unsentKey(message.id),
      set: { claimedUntil: at + claimSeconds * 1000 },
      condition:
        'attribute_exists(pk) AND (attribute_not_exists(#claimedUntil) OR #claimedUntil < :now)',
      where: { ':now': at },
    },
  ]);
  return claimed.written;
};

const send = async (message: Unsent): Promise<void> => {
  if (!(await claim(message))) return;
  await publish(message);
  const { claimedUntil: _claim, ...sent } = message;
  await writeAll([
    { delete: unsentKey(message.id), onlyIfThere: true },
    {
      put: {
        ...sent,
        ...sentKey(message.runId, message.id),
        sentAt: now(),
        ttl: Math.ceil(now() / 1000) + keptDays * 24 * 60 * 60,
      },
    },
  ]);
};

const sendOrLeave = async (message: Unsent): Promise<void> => {
  try {
    await send(message);
  } catch (error) {
    logger.warn(`Message ${message.id} stays in the outbox: it could not be sent.`, error as Error);
  }
};

/** Counted once for each look at the outbox: it is not the number of messages that a person needs to know. */
const countLate = (unsent: readonly Unsent[]): void => {
  if (unsent.some(({ at }) => now() - at > lateMilliseconds)) count('MessageNotSent');
};

/**
 * Sends what is unsent, oldest first: of one run, or of all. SNS cannot be asked whether it accepted
 * a message whose answer was lost, so such a message is sent again: at least once, with the same id.
 * Never throws: what could not be sent stays in the outbox for the next sender, and telling never
 * stands in the way of a rollback. What stays there for long rings an alarm.
 */
export const sendMessages = async (runId?: string): Promise<void> => {
  try {
    const items = await readItems('unsent', runId && `${runId}/`);
    const unsent = (items as unknown as Unsent[]).toSorted((a, b) => a.at - b.at);
    countLate(unsent);
    const until = now() + budgetMilliseconds;
    for (const message of unsent) if (now() < until) await sendOrLeave(message);
  } catch (error) {
    logger.warn('The outbox could not be read; the guardian sends what is in it.', error as Error);
  }
};

/** Writes and sends a message that belongs to no recorded decision, unless it was sent before. */
export const tellOnce = async (message: Message): Promise<void> => {
  await writeAll([
    { check: sentKey(message.runId, message.id), condition: 'attribute_not_exists(pk)' },
    { put: { ...unsentKey(message.id), ...message }, onlyIfNew: true },
  ]);
  await sendMessages(message.runId);
};

/**
 * Whether a message of this run has been written, sent or not. In this order, because sending moves it
 * from the one place to the other.
 */
export const wasTold = async (runId: string): Promise<boolean> =>
  (await readItems('unsent', `${runId}/`)).length > 0 ||
  (await readItems(`run#${runId}`, 'message#')).length > 0;
