import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetFunctionEventInvokeConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect } from 'vitest';
import { accountId, region } from '../support/emulated-account.ts';
import { ask, machineArn, prefix, readFunction } from './cloud.ts';

const readTable = async (endpoint: string) => {
  const { Environment } = await readFunction(endpoint, 'guard-runs');
  const TableName = Environment?.Variables?.TABLE_NAME;
  const client = new DynamoDBClient({ endpoint });
  return (await client.send(new DescribeTableCommand({ TableName }))).Table;
};

/** The rules by their names without the prefix, each with its one target. */
const readRules = async (endpoint: string) => {
  const client = new EventBridgeClient({ endpoint });
  const { Rules = [] } = await client.send(new ListRulesCommand({ NamePrefix: prefix }));
  const rules = Rules.map(async ({ Name = '', EventPattern = '{}', ScheduleExpression }) => {
    const { Targets = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
    const [target] = Targets;
    const rule = { ...JSON.parse(EventPattern), schedule: ScheduleExpression, target };
    return [Name.slice(prefix.length + 1), { ...rule, targets: Targets.length }] as const;
  });
  return Object.fromEntries(await Promise.all(rules));
};

/** The queue of dead letters, as the rules know it. */
export const readDeadLetters = async (endpoint: string): Promise<Record<string, unknown>> => {
  const rules = await readRules(endpoint);
  const arn: string = rules['run-stopped'].target.DeadLetterConfig.Arn;
  const QueueName = arn.split(':').at(-1);
  const { QueueUrl } = await ask(endpoint, ['sqs', 'AmazonSQS.GetQueueUrl'], { QueueName });
  const { Attributes } = await ask(endpoint, ['sqs', 'AmazonSQS.GetQueueAttributes'], {
    QueueUrl,
    AttributeNames: ['All'],
  });
  return { ...(Attributes as object), QueueUrl };
};

const readKey = async (endpoint: string) => {
  const { KmsMasterKeyId: KeyId } = await readDeadLetters(endpoint);
  return ask(endpoint, ['kms', 'TrentService.GetKeyRotationStatus'], { KeyId });
};

const readRetries = (endpoint: string) =>
  Promise.all(
    ['start-rollout', 'hear-alarm', 'guard-runs'].map((name) =>
      new LambdaClient({ endpoint }).send(
        new GetFunctionEventInvokeConfigCommand({
          FunctionName: `${prefix}-${name}`,
          Qualifier: '$LATEST',
        }),
      ),
    ),
  );

const readMachine = async (endpoint: string) => {
  const machine = await new SFNClient({ endpoint }).send(
    new DescribeStateMachineCommand({ stateMachineArn: machineArn }),
  );
  const invoked = machine.definition?.match(/:function:[^"]+/g) ?? [];
  return { ...machine, unversioned: invoked.filter((name) => !/:\d+$/.test(name)) };
};

const readLogs = (endpoint: string) =>
  Promise.all(
    ['/aws/lambda/evenkeel-prod-', '/aws/vendedlogs/states/evenkeel-prod-'].map(async (prefix) => {
      const { logGroups } = await ask(endpoint, ['logs', 'Logs_20140328.DescribeLogGroups'], {
        logGroupNamePrefix: prefix,
      });
      const groups = logGroups as { retentionInDays?: number }[];
      return [...new Set(groups.map(({ retentionInDays }) => retentionInDays))];
    }),
  );

const rule = (name: string, seconds: number, attempts: number) => ({
  targets: 1,
  target: {
    Arn: `arn:aws:lambda:${region}:${accountId}:function:${prefix}-${name}`,
    DeadLetterConfig: { Arn: expect.stringContaining('DeadLetters') },
    RetryPolicy: { MaximumEventAgeInSeconds: seconds, MaximumRetryAttempts: attempts },
  },
});

/** What the template describes, as MiniStack tells it of what it made. */
export const described: readonly {
  readonly what: string;
  readonly read: (endpoint: string) => Promise<unknown>;
  readonly as: object;
}[] = [
  {
    what: 'a table that is paid by request and protected from deletion',
    read: readTable,
    as: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      DeletionProtectionEnabled: true,
    },
  },
  {
    what: 'dead letters that are encrypted and kept for 14 days',
    read: readDeadLetters,
    as: {
      KmsMasterKeyId: expect.stringMatching(`^arn:aws:kms:${region}:${accountId}:key/`),
      MessageRetentionPeriod: '1209600',
    },
  },
  { what: 'a key that is renewed', read: readKey, as: { KeyRotationEnabled: true } },
  {
    what: 'rules that give up undelivered events to the dead letters',
    read: readRules,
    as: {
      'deploy-requested': {
        ...rule('start-rollout', 3600, 20),
        source: ['evenkeel'],
        'detail-type': ['Deploy Requested'],
      },
      'alarm-went-off': { ...rule('hear-alarm', 600, 20), source: ['aws.cloudwatch'] },
      'run-stopped': {
        ...rule('guard-runs', 3600, 20),
        source: ['aws.states'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [machineArn] },
      },
      'guard-every-minute': { ...rule('guard-runs', 60, 1), schedule: 'rate(1 minute)' },
    },
  },
  {
    what: 'bounded retries of what events invoke',
    read: readRetries,
    as: [3600, 600, 3600].map((MaximumEventAgeInSeconds) => ({
      MaximumEventAgeInSeconds,
      MaximumRetryAttempts: 2,
    })),
  },
  {
    what: 'a machine that invokes published versions',
    read: readMachine,
    as: {
      type: 'STANDARD',
      status: 'ACTIVE',
      roleArn: expect.stringContaining('RolloutMachineRole'),
      unversioned: [],
    },
  },
  { what: 'logs that are kept for 30 days', read: readLogs, as: [[30], [30]] },
];
