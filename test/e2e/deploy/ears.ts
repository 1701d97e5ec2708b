import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { accountId, region } from '../support/emulated-account.ts';
import { ask } from './cloud.ts';

/** A message of the stack's topic, as its subscriber got it. */
export interface Heard {
  readonly subject: string;
  readonly text: string;
  /** Absent in what an alarm says. */
  readonly run: string | undefined;
  readonly kind: string | undefined;
}

interface Envelope {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

const heard = (body: string): Heard => {
  const { Subject, Message, MessageAttributes: attributes } = JSON.parse(body) as Envelope;
  return {
    subject: Subject,
    text: Message,
    run: attributes?.run?.Value,
    kind: attributes?.kind?.Value,
  };
};

const queueArn = `arn:aws:sqs:${region}:${accountId}:ears`;

const policy = (topicArn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });

/** Subscribes a queue to the topic. @returns all that has arrived so far, oldest first. */
export const listenTo = async (
  endpoint: string,
  topicArn: string,
): Promise<() => Promise<readonly Heard[]>> => {
  const { QueueUrl } = await ask(endpoint, ['sqs', 'AmazonSQS.CreateQueue'], {
    QueueName: 'ears',
    // What was received once is not received again.
    Attributes: { Policy: policy(topicArn), VisibilityTimeout: '43200' },
  });
  await new SNSClient({ endpoint }).send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn }),
  );
  const messages: Heard[] = [];
  const receive = async (): Promise<readonly Heard[]> => {
    const { Messages = [] } = (await ask(endpoint, ['sqs', 'AmazonSQS.ReceiveMessage'], {
      QueueUrl,
      MaxNumberOfMessages: 10,
    })) as { Messages?: { Body: string }[] };
    messages.push(...Messages.map(({ Body }) => heard(Body)));
    return Messages.length === 0 ? messages : receive();
  };
  return receive;
};
