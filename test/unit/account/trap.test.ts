import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { never } from '../../../sandbox/account/context.ts';
import { anAccount, aTopicService, settle } from '../../support/kernel-account.ts';

const publish = (message: string) => new PublishCommand({ TopicArn: 'topic', Message: message });

describe('the trap', () => {
  it('refuses a call outside of every account', async () => {
    anAccount();

    const call = new SNSClient({ region: 'eu-west-1' }).send(publish('lost'));

    await expect(call).rejects.toMatchObject({
      name: 'NotSimulatedError',
      message: expect.stringContaining('SNS Publish'),
    });
  });

  it('answers a call with what the service of the account says', async () => {
    const { service } = aTopicService();
    const account = anAccount({}, { services: { SNS: service } });

    const answer = account.runAsPerson(() => new SNSClient({}).send(publish('hello')));

    expect(await settle(account, answer)).toEqual({
      $metadata: { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 },
      MessageId: 'message-1',
    });
  });

  it('keeps the accounts of one process apart', async () => {
    const [first, second] = [aTopicService(), aTopicService()];
    const one = anAccount({}, { services: { SNS: first.service } });
    const two = anAccount({}, { services: { SNS: second.service } });
    const client = new SNSClient({});

    await settle(
      one,
      one.runAsPerson(() => client.send(publish('to one'))),
    );
    await settle(
      two,
      two.runAsPerson(() => client.send(publish('to two'))),
    );

    expect(first.published).toMatchObject([{ message: 'to one' }]);
    expect(second.published).toMatchObject([{ message: 'to two' }]);
  });

  it.each([
    ['a service', new DynamoDBClient({}), new GetItemCommand({ TableName: 't', Key: {} })],
    ['a command', new SNSClient({}), new GetTopicAttributesCommand({ TopicArn: 'topic' })],
  ])(
    'names %s that is not simulated and keeps it as a defect',
    async (_, client: { send: (command: never) => unknown }, command) => {
      const account = anAccount({}, { services: { SNS: { Publish: () => ({}) } } });

      const call = account.runAsPerson(() => client.send(command as never));

      await expect(settle(account, call as Promise<unknown>)).rejects.toMatchObject({
        name: 'NotSimulatedError',
      });
      expect(account.defects).toHaveLength(1);
    },
  );

  it('takes the region of the client before that of the function', async () => {
    const regions: string[] = [];
    const note = (_: unknown, { region }: { region: string }) => {
      regions.push(region);
      return {};
    };
    const account = anAccount({}, { region: 'eu-north-1', services: { SNS: { Publish: note } } });
    const send = async (client: SNSClient) => client.send(publish('where'));

    await settle(
      account,
      account.runAsPerson(() => send(new SNSClient({ region: 'us-east-1' }))),
    );
    await settle(
      account,
      account.runAsPerson(() => send(new SNSClient({}))),
    );

    expect(regions).toEqual(['us-east-1', 'eu-north-1']);
  });

  it('supports the callback form', async () => {
    const account = anAccount({}, { services: { SNS: aTopicService().service } });

    const answer = new Promise((resolve) => {
      account.runAsPerson(() =>
        new SNSClient({}).send(publish('back'), (error, output) => resolve({ error, output })),
      );
    });

    expect(await settle(account, answer)).toMatchObject({
      error: null,
      output: { MessageId: 'message-1' },
    });
  });

  it('gives each side its own copy of what is sent', async () => {
    const received: { Message: string }[] = [];
    const kept = { Attributes: { State: 'as stored' } };
    const account = anAccount(
      {},
      {
        services: {
          SNS: {
            Publish: (input: { Message: string }) => {
              received.push(input);
              return {};
            },
            GetTopicAttributes: () => kept,
          },
        },
      },
    );
    const input = { TopicArn: 'topic', Message: 'as sent', Subject: undefined };
    const client = new SNSClient({});

    const call = account.runAsPerson(async () => {
      await client.send(new PublishCommand(input));
      input.Message = 'changed afterwards';
      const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: 't' }));
      Object.assign(Attributes ?? {}, { State: 'changed' });
    });
    await settle(account, call);

    expect(received).toEqual([{ TopicArn: 'topic', Message: 'as sent' }]);
    expect(kept).toEqual({ Attributes: { State: 'as stored' } });
  });

  it('logs each call with its caller, in virtual seconds', async () => {
    const client = new SNSClient({});
    const account = anAccount(
      {
        'tell-people': async () => {
          await client.send(new GetTopicAttributesCommand({ TopicArn: 'topic' }));
          await client.send(publish('hello'));
        },
      },
      { services: { SNS: aTopicService().service }, latencyScale: 1 },
    );

    await settle(account, account.functions.invoke('tell-people', {}));

    expect(account.log.records).toMatchObject([
      { function: 'tell-people', action: 'GetTopicAttributes', mutating: false, ok: true },
      { function: 'tell-people', action: 'Publish', mutating: true, ok: true, fault: null },
    ]);
    const [read, change] = account.log.records;
    expect(read?.at).toBeGreaterThan(0);
    expect(change?.appliedAt).toBeGreaterThan(change?.at ?? Number.POSITIVE_INFINITY);
  });

  it('shows an observer each effect and asks services directly without a trace', async () => {
    const { service, published } = aTopicService();
    const account = anAccount({}, { services: { SNS: service } });
    const seen: unknown[] = [];
    account.log.observe(({ action, output }) => void seen.push([action, output]));

    const call = account.runAsPerson(() => new SNSClient({}).send(publish('seen')));
    await settle(account, call);
    const direct = account.callAs('operator', 'SNS', 'GetTopicAttributes', {});

    expect(seen).toEqual([['Publish', expect.objectContaining({ MessageId: 'message-1' })]]);
    expect(direct).toMatchObject({ Attributes: { Published: '1' } });
    expect(published).toHaveLength(1);
    expect(account.log.records).toHaveLength(1);
  });

  it('refuses what the role of the function does not allow, without effect', async () => {
    const { service, published } = aTopicService();
    const asked: string[] = [];
    const account = anAccount(
      { 'tell-people': async () => new SNSClient({}).send(publish('forbidden')) },
      {
        services: { SNS: service },
        allowed: (...question) => {
          asked.push(question.join(' '));
          return false;
        },
      },
    );

    const outcome = await settle(account, account.functions.invoke('tell-people', {}));

    expect(outcome).toMatchObject({ error: 'AuthorizationErrorException' });
    expect(asked).toEqual(['tell-people sns:Publish topic']);
    expect(published).toEqual([]);
  });

  it('keeps an error that is none of AWS as a defect', async () => {
    const broken = () => {
      throw new TypeError('a mistake of the sandbox');
    };
    const account = anAccount({}, { services: { SNS: { Publish: broken } } });

    const call = account.runAsPerson(() => new SNSClient({}).send(publish('x')));

    await expect(settle(account, call)).rejects.toThrow(TypeError);
    expect(account.defects).toMatchObject([{ message: 'a mistake of the sandbox' }]);
  });

  it('never answers code that hangs on a promise that nobody settles', async () => {
    const account = anAccount({ hang: () => never() });

    const outcome = await settle(account, account.functions.invoke('hang', {}));

    expect(outcome).toMatchObject({ error: 'Sandbox.Timedout' });
  });
});
