import {
  type GetTopicAttributesCommandInput,
  type GetTopicAttributesCommandOutput,
  type ListSubscriptionsByTopicCommandInput,
  type ListSubscriptionsByTopicCommandOutput,
  type MessageAttributeValue,
  NotFoundException,
  type PublishCommandInput,
  type PublishCommandOutput,
  type Subscription,
} from '@aws-sdk/client-sns';
import { idSource } from './identifiers.ts';
import type { Call, Service, Surroundings } from './service.ts';
import { checkMessage, invalidParameter } from './sns-message.ts';
import { supportFields } from './supported-fields.ts';

export interface TopicSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
}

export interface Topic {
  readonly arn: string;
  readonly subscriptions: readonly TopicSubscription[];
}

/** A message that SNS accepted; `at` in milliseconds since the epoch. */
export interface Published {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly at: number;
}

export interface SnsOptions {
  readonly topics: readonly Topic[];
  readonly onPublish?: (message: Published) => void;
}

export interface SimulatedSns {
  readonly service: Service;
  /** Every accepted message, oldest first. */
  readonly published: readonly Published[];
}

type Output<Whole> = Omit<Whole, '$metadata'>;

interface StoredTopic extends Topic {
  readonly listed: readonly Subscription[];
}

const pageSize = 100;
const notFound = { httpStatusCode: 404, attempts: 1, totalRetryDelay: 0 };

const stored = (topic: Topic, accountId: string, freshId: () => string): StoredTopic => ({
  ...topic,
  listed: topic.subscriptions.map(({ protocol, endpoint, confirmed }) => ({
    SubscriptionArn: confirmed ? `${topic.arn}:${freshId()}` : 'PendingConfirmation',
    Owner: accountId,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topic.arn,
  })),
});

const topicIn = (
  topics: readonly StoredTopic[],
  arn: string | undefined,
  call: Call,
): StoredTopic => {
  if (!arn) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  if (arn.split(':')[3] !== call.region) throw invalidParameter('TopicArn');
  const topic = topics.find((each) => each.arn === arn);
  if (!topic) throw new NotFoundException({ $metadata: notFound, message: 'Topic does not exist' });
  return topic;
};

const list = (
  topic: StoredTopic,
  token: string | undefined,
): Output<ListSubscriptionsByTopicCommandOutput> => {
  const start = Number(token ?? 0);
  if (!Number.isInteger(start) || start < 0)
    throw invalidParameter(`NextToken Reason: ${token} is not a token`);
  const end = start + pageSize;
  return {
    Subscriptions: topic.listed.slice(start, end).map((subscription) => ({ ...subscription })),
    ...(end < topic.listed.length && { NextToken: String(end) }),
  };
};

const attributesOf = (
  { arn, subscriptions }: Topic,
  accountId: string,
): Output<GetTopicAttributesCommandOutput> => {
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed).length;
  return {
    Attributes: {
      TopicArn: arn,
      Owner: accountId,
      DisplayName: '',
      SubscriptionsConfirmed: String(confirmed),
      SubscriptionsPending: String(subscriptions.length - confirmed),
      SubscriptionsDeleted: '0',
    },
  };
};

const accepted = (input: PublishCommandInput, messageId: string, at: number): Published => ({
  messageId,
  topicArn: input.TopicArn ?? '',
  subject: input.Subject,
  message: input.Message ?? '',
  attributes: structuredClone(input.MessageAttributes ?? {}),
  at,
});

/** The simulated SNS: standard topics. Accepted messages are kept, not delivered. */
export const sns = (
  { clock, random, accountId }: Surroundings,
  { topics: given, onPublish }: SnsOptions,
): SimulatedSns => {
  const freshId = idSource(random.fork('sns'));
  const topics = given.map((topic) => stored(topic, accountId, freshId));
  const published: Published[] = [];

  const publish = (input: PublishCommandInput, call: Call): Output<PublishCommandOutput> => {
    supportFields('SNS Publish', input, ['TopicArn', 'Message', 'Subject', 'MessageAttributes']);
    topicIn(topics, input.TopicArn, call);
    checkMessage(input);
    const message = accepted(input, freshId(), clock.now);
    published.push(message);
    onPublish?.(message);
    return { MessageId: message.messageId };
  };

  const service: Service = {
    Publish: publish,
    ListSubscriptionsByTopic: (input: ListSubscriptionsByTopicCommandInput, call: Call) =>
      list(topicIn(topics, input.TopicArn, call), input.NextToken),
    GetTopicAttributes: (input: GetTopicAttributesCommandInput, call: Call) =>
      attributesOf(topicIn(topics, input.TopicArn, call), accountId),
  };
  return { service, published };
};
