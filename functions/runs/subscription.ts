import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { readingClient } from '../platform/clients.ts';
import { environmentReader } from '../platform/env.ts';
import { SubscriptionMissingError, UnreadableError } from '../platform/errors.ts';
import { text } from '../platform/schema.ts';

const env = environmentReader(z.object({ TOPIC_ARN: text() }));
const client = readingClient(SNSClient);

const countConfirmed = async (topic: string): Promise<number> => {
  let confirmed = 0;
  for await (const page of paginateListSubscriptionsByTopic(
    { client: client() },
    { TopicArn: topic },
  ))
    confirmed += (page.Subscriptions ?? []).filter(({ SubscriptionArn: arn }) =>
      arn?.startsWith('arn:'),
    ).length;
  return confirmed;
};

/**
 * Makes sure that somebody hears of the run. A pending subscription counts for nothing.
 *
 * @returns one sentence that says who hears.
 * @throws SubscriptionMissingError, UnreadableError
 */
export const checkSubscription = async (): Promise<string> => {
  const topic = env().TOPIC_ARN;
  let confirmed: number;
  try {
    confirmed = await countConfirmed(topic);
  } catch (cause) {
    throw new UnreadableError(
      `The subscriptions of ${topic} could not be read. Nothing was changed; retrying may help.`,
      { cause },
    );
  }
  if (confirmed > 0) return `the topic has ${confirmed} confirmed subscription(s)`;
  throw new SubscriptionMissingError(
    `${topic} has no confirmed subscription, so nobody would hear of this rollout. No traffic was moved; confirm a subscription (the email has the link), then start again.`,
  );
};
