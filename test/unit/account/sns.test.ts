import { describe, expect, it } from 'vitest';
import { sns, type TopicSubscription } from '../../../sandbox/account/sns.ts';
import { noon, sender, someSurroundings } from '../../support/an-account.ts';

const TopicArn = 'arn:aws:sns:eu-central-1:123456789012:rollouts';
const email: TopicSubscription = {
  protocol: 'email',
  endpoint: 'ops@example.com',
  confirmed: true,
};

const aTopic = (subscriptions: TopicSubscription[] = [email]) => {
  const surroundings = someSurroundings();
  const heard: string[] = [];
  const topic = sns(surroundings, {
    topics: [{ arn: TopicArn, subscriptions }],
    onPublish: ({ message }) => heard.push(message),
  });
  return { ...topic, heard, send: sender(topic.service, surroundings) };
};

describe('Publish', () => {
  it('keeps the message with its subject, attributes, id and time', async () => {
    const { send, published, heard } = aTopic();
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'rolled-back' } };

    const answer = await send('Publish', {
      TopicArn,
      Subject: 'checkout: rolled back',
      Message: 'because',
      MessageAttributes,
    });

    expect(published).toEqual([
      {
        messageId: answer.MessageId,
        topicArn: TopicArn,
        subject: 'checkout: rolled back',
        message: 'because',
        attributes: MessageAttributes,
        at: noon,
      },
    ]);
    expect(heard).toEqual(['because']);
  });

  it.each([
    ['a line break', 'two\nlines'],
    ['a control character', 'bell\u0007'],
    ['a letter beyond ASCII', 'checkout – rolled back'],
    ['a leading space', ' checkout'],
    ['no character', ''],
    ['101 characters', 'x'.repeat(101)],
  ])('refuses a subject with %s', async (_what, Subject) => {
    const { send, published } = aTopic();

    const refused = send('Publish', { TopicArn, Subject, Message: 'm' });

    await expect(refused).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Subject',
    });
    expect(published).toEqual([]);
  });

  it.each(['x'.repeat(100), '[evenkeel] done', '7 of 9'])(
    'takes the subject %s',
    async (Subject) => {
      const { send, published } = aTopic();

      await send('Publish', { TopicArn, Subject, Message: 'm' });

      expect(published).toHaveLength(1);
    },
  );

  it.each([
    ['no message', { Message: '' }, 'Invalid parameter: Empty message'],
    ['too much', { Message: 'é'.repeat(131_073) }, 'Invalid parameter: Message too long'],
    ['no topic', { Message: 'm', TopicArn: undefined }, 'no value for required parameter'],
    [
      'a topic of another region',
      { Message: 'm', TopicArn: TopicArn.replace('central', 'west') },
      'Invalid parameter: TopicArn',
    ],
    ['an unknown topic', { Message: 'm', TopicArn: `${TopicArn}2` }, 'Topic does not exist'],
    [
      'an attribute without a value',
      { Message: 'm', MessageAttributes: { id: { DataType: 'String', StringValue: '' } } },
      "The message attribute 'id' must contain non-empty message attribute value",
    ],
    [
      'an attribute of no type',
      { Message: 'm', MessageAttributes: { id: { DataType: 'Text', StringValue: 'x' } } },
      'has an invalid message attribute type',
    ],
    [
      'a number that is none',
      { Message: 'm', MessageAttributes: { step: { DataType: 'Number', StringValue: 'two' } } },
      "Could not cast message attribute 'step' value to number.",
    ],
    ['a phone number', { Message: 'm', PhoneNumber: '+49' }, 'does not simulate'],
  ])('refuses %s', async (_what, input, message) => {
    const { send, published } = aTopic();

    const refused = send('Publish', { TopicArn, ...input });

    await expect(refused).rejects.toThrow(message);
    expect(published).toEqual([]);
  });
});

describe('a topic', () => {
  it('lists its subscriptions in pages, pending ones without an ARN', async () => {
    const pending = { ...email, confirmed: false };
    const { send } = aTopic([pending, ...Array.from({ length: 100 }, () => email)]);

    const first = await send<{ Subscriptions: { SubscriptionArn: string }[]; NextToken: string }>(
      'ListSubscriptionsByTopic',
      { TopicArn },
    );
    const second = await send('ListSubscriptionsByTopic', {
      TopicArn,
      NextToken: first.NextToken,
    });

    expect(first.Subscriptions).toHaveLength(100);
    expect(first.Subscriptions[0]?.SubscriptionArn).toBe('PendingConfirmation');
    expect(first.Subscriptions[1]?.SubscriptionArn).toMatch(
      /^arn:aws:sns:.*:rollouts:[0-9a-f-]{36}$/,
    );
    expect(second).toMatchObject({ Subscriptions: [{ Endpoint: 'ops@example.com' }] });
    expect(second).not.toHaveProperty('NextToken');
  });

  it('counts its subscriptions in its attributes', async () => {
    const { send } = aTopic([email, { ...email, confirmed: false }]);

    const answer = await send('GetTopicAttributes', { TopicArn });

    expect(answer).toMatchObject({
      Attributes: { TopicArn, SubscriptionsConfirmed: '1', SubscriptionsPending: '1' },
    });
  });
});
