import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import {
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { anAccount, settle } from '../../support/kernel-account.ts';

const calls = [
  [CloudTrailClient, new LookupEventsCommand({})],
  [CloudWatchClient, new DescribeAlarmsCommand({})],
  [DynamoDBClient, new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'run' } } })],
  [ECSClient, new DescribeServicesCommand({ services: ['shop'] })],
  [ElasticLoadBalancingV2Client, new DescribeRulesCommand({})],
  [EventBridgeClient, new PutEventsCommand({ Entries: [] })],
  [IAMClient, new SimulatePrincipalPolicyCommand({ PolicySourceArn: 'a', ActionNames: [] })],
  [LambdaClient, new GetAliasCommand({ FunctionName: 'shop', Name: 'live' })],
  [SecretsManagerClient, new GetSecretValueCommand({ SecretId: 'prometheus' })],
  [SFNClient, new DescribeExecutionCommand({ executionArn: 'arn' })],
  [SNSClient, new PublishCommand({ TopicArn: 'topic', Message: 'hello' })],
  [STSClient, new GetCallerIdentityCommand({})],
] as const;

type AnyClient = { send(command: unknown): Promise<unknown>; config: { serviceId: string } };

const clientOf = (Client: unknown): AnyClient =>
  new (Client as new (config: object) => AnyClient)({});
const actionOf = (command: object) => command.constructor.name.replace(/Command$/, '');

let connections = 0;
const server = createServer((_request, response) => response.end('{}'));
const before = { ...process.env };

beforeAll(async () => {
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAFAKE',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
});

beforeEach(() => {
  connections = 0;
});

afterAll(() => {
  process.env = before;
  server.close();
});

describe('the sandbox, with credentials and an endpoint at hand', () => {
  it('knows every SDK client of this project', () => {
    const installed = Object.keys(packageJson.dependencies).filter((name) =>
      name.startsWith('@aws-sdk/client-'),
    );

    expect(calls).toHaveLength(installed.length);
    for (const [Client] of calls)
      expect(Object.getPrototypeOf(Client)).toBe(Object.getPrototypeOf(DynamoDBClient));
  });

  it('would see a connection to the endpoint', async () => {
    await fetch(process.env.AWS_ENDPOINT_URL ?? '');

    expect(connections).toBe(1);
  });

  it('makes no connection for calls inside an account', async () => {
    const account = anAccount();
    for (const [Client, command] of calls)
      account.simulate({
        [clientOf(Client).config.serviceId]: { [actionOf(command)]: () => ({ simulated: true }) },
      });

    const answers = calls.map(([Client, command]) =>
      account.runAsPerson(() => clientOf(Client).send(command)),
    );
    const outputs = await settle(account, Promise.all(answers));

    expect(outputs).toEqual(calls.map(() => expect.objectContaining({ simulated: true })));
    expect(connections).toBe(0);
  });

  it('makes no connection for a paginator', async () => {
    const account = anAccount({}, { services: { DynamoDB: { Query: () => ({ Items: [] }) } } });
    const read = async () => {
      const client = new DynamoDBClient({});
      for await (const page of paginateQuery({ client }, { TableName: 'table' })) return page.Items;
      return undefined;
    };

    expect(await settle(account, account.runAsPerson(read))).toEqual([]);
    expect(connections).toBe(0);
  });

  it('refuses every call outside of an account and makes no connection for it', async () => {
    anAccount();

    for (const [Client, command] of calls)
      await expect(clientOf(Client).send(command)).rejects.toMatchObject({
        name: 'NotSimulatedError',
      });

    expect(connections).toBe(0);
  });

  it('looks for no credentials and leaves the environment as it was', async () => {
    const account = anAccount({}, { services: { SNS: { Publish: () => ({}) } } });
    const credentials = async () => {
      throw new Error('credentials were looked for');
    };
    const environment = { ...process.env };

    const client = new SNSClient({ credentials });
    const answer = account.runAsPerson(() =>
      client.send(new PublishCommand({ TopicArn: 'topic', Message: 'hello' })),
    );

    await expect(settle(account, answer)).resolves.toBeDefined();
    expect(process.env).toEqual(environment);
  });
});
