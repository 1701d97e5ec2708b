import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { machineArn, readFunction, readTopic } from './cloud.ts';
import type { LeftOut } from './left-out.ts';

const reference =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-';

const readTableName = async (endpoint: string): Promise<string | undefined> =>
  (await readFunction(endpoint, 'end-run')).Environment?.Variables?.TABLE_NAME;

const readMachine = (endpoint: string) =>
  new SFNClient({ endpoint }).send(
    new DescribeStateMachineCommand({ stateMachineArn: machineArn }),
  );

/** Properties of the template that MiniStack's CloudFormation does not pass on. */
export const leftOutOfStack: readonly LeftOut[] = [
  {
    what: 'the table is encrypted with the key of the stack',
    instead: 'ignores SSESpecification',
    decidedBy: `${reference}dynamodb-table.html`,
    isStillSo: async (endpoint) => {
      const TableName = await readTableName(endpoint);
      const client = new DynamoDBClient({ endpoint });
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      return Table?.SSEDescription === undefined;
    },
  },
  {
    what: 'the table can be restored to any second',
    instead: 'ignores PointInTimeRecoverySpecification',
    decidedBy: `${reference}dynamodb-table.html`,
    isStillSo: async (endpoint) => {
      const TableName = await readTableName(endpoint);
      const { ContinuousBackupsDescription: backups } = await new DynamoDBClient({ endpoint }).send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'DISABLED';
    },
  },
  {
    what: 'items of the table expire',
    instead: 'ignores TimeToLiveSpecification',
    decidedBy: `${reference}dynamodb-table.html`,
    isStillSo: async (endpoint) => {
      const TableName = await readTableName(endpoint);
      const { TimeToLiveDescription: expiry } = await new DynamoDBClient({ endpoint }).send(
        new DescribeTimeToLiveCommand({ TableName }),
      );
      return expiry?.TimeToLiveStatus === 'DISABLED';
    },
  },
  {
    what: 'the topic is encrypted with the key of the stack',
    instead: 'ignores KmsMasterKeyId',
    decidedBy: `${reference}sns-topic.html`,
    isStillSo: async (endpoint) => {
      const { Attributes = {} } = await new SNSClient({ endpoint }).send(
        new GetTopicAttributesCommand({ TopicArn: await readTopic(endpoint) }),
      );
      return Attributes.KmsMasterKeyId === undefined;
    },
  },
  {
    what: 'functions leave the events that they fail on in the dead letters',
    instead: 'ignores DeadLetterConfig',
    decidedBy: `${reference}lambda-function.html`,
    isStillSo: async (endpoint) =>
      (await readFunction(endpoint, 'guard-runs')).DeadLetterConfig === undefined,
  },
  {
    what: 'the machine writes a log and traces',
    instead: 'ignores LoggingConfiguration and TracingConfiguration',
    decidedBy: `${reference}stepfunctions-statemachine.html`,
    isStillSo: async (endpoint) => {
      const { loggingConfiguration, tracingConfiguration } = await readMachine(endpoint);
      return loggingConfiguration?.level === undefined && !tracingConfiguration?.enabled;
    },
  },
];
