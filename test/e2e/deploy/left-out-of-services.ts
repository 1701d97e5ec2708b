import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { accountId, region } from '../support/emulated-account.ts';
import { createAlarm, setAlarm } from './alarm.ts';
import { ask } from './cloud.ts';
import type { LeftOut } from './left-out.ts';

const docs = 'https://docs.aws.amazon.com/';
const minute = 60_000;

const seen = { MetricName: 'Seen', Namespace: 'Probe' };

/** What CloudWatch answers about five minutes that begin where no period of five begins. */
const ask5Minutes = async (endpoint: string, ofQuery: Omit<MetricDataQuery, 'Id'>) => {
  const client = new CloudWatchClient({ endpoint });
  const start = (Math.floor(Date.now() / minute / 5) * 5 - 12) * minute;
  const MetricData = [{ MetricName: seen.MetricName, Timestamp: new Date(start), Value: 1 }];
  await client.send(new PutMetricDataCommand({ Namespace: seen.Namespace, MetricData }));
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(start),
      EndTime: new Date(start + 5 * minute),
      MetricDataQueries: [{ Id: 'asked', ...ofQuery }],
    }),
  );
  const [{ Timestamps = [], StatusCode } = {}] = MetricDataResults;
  return { startsRight: Timestamps[0]?.getTime() === start, StatusCode };
};

const forwardedTo = async (endpoint: string) => {
  const client = new ElasticLoadBalancingV2Client({ endpoint });
  const { LoadBalancers } = await client.send(new CreateLoadBalancerCommand({ Name: 'probe' }));
  const groups = ['blue', 'green'].map((Name) =>
    client.send(new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 80 })),
  );
  const TargetGroups = (await Promise.all(groups)).map(({ TargetGroups: [made] = [] }) => ({
    TargetGroupArn: made?.TargetGroupArn,
    Weight: 50,
  }));
  const { Listeners } = await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    }),
  );
  const ListenerArns = [Listeners?.[0]?.ListenerArn ?? ''];
  const read = await client.send(new DescribeListenersCommand({ ListenerArns }));
  return read.Listeners?.[0]?.DefaultActions?.[0]?.ForwardConfig?.TargetGroups ?? [];
};

/** The sources of the events that a rule for these sources passes on while something happens. */
const caughtFrom = async (endpoint: string, source: string[], happen: () => Promise<unknown>) => {
  const queue = `arn:aws:sqs:${region}:${accountId}:caught`;
  const statement = { Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: queue };
  const { QueueUrl } = await ask(endpoint, ['sqs', 'AmazonSQS.CreateQueue'], {
    QueueName: 'caught',
    Attributes: { Policy: JSON.stringify({ Statement: [statement] }) },
  });
  const bus = new EventBridgeClient({ endpoint });
  await bus.send(new PutRuleCommand({ Name: 'catch', EventPattern: JSON.stringify({ source }) }));
  const Targets = [{ Id: 'queue', Arn: queue }];
  await bus.send(new PutTargetsCommand({ Rule: 'catch', Targets }));
  await happen();
  const Entries = [{ Source: 'probe', DetailType: 'It is over', Detail: '{}' }];
  await bus.send(new PutEventsCommand({ Entries }));
  const { Messages } = await ask(endpoint, ['sqs', 'AmazonSQS.ReceiveMessage'], {
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 2,
  });
  return (Messages as { Body: string }[]).map(({ Body }) => JSON.parse(Body).source as string);
};

const simulated = async (endpoint: string): Promise<string | undefined> => {
  const iam = new IAMClient({ endpoint });
  const RoleName = 'simulated';
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{"Statement":[]}' }),
  );
  const Condition = { StringEquals: { 'aws:ResourceTag/evenkeel': 'managed' } };
  const Statement = [{ Effect: 'Allow', Action: 'lambda:UpdateAlias', Resource: '*', Condition }];
  await iam.send(
    new PutRolePolicyCommand({
      RoleName,
      PolicyName: 'move',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  const { EvaluationResults } = await iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: Role?.Arn,
      ActionNames: ['lambda:UpdateAlias'],
      ContextEntries: [
        {
          ContextKeyName: 'aws:ResourceTag/evenkeel',
          ContextKeyType: 'string',
          ContextKeyValues: ['managed'],
        },
      ],
    }),
  );
  return EvaluationResults?.[0]?.EvalDecision;
};

/** What other services of MiniStack do otherwise. */
export const leftOutOfServices: readonly LeftOut[] = [
  {
    what: 'the periods of a query are counted from its StartTime',
    instead: 'counts them from the epoch, so that no latency is judged here',
    decidedBy: `${docs}AmazonCloudWatch/latest/APIReference/API_GetMetricData.html`,
    isStillSo: async (endpoint) => {
      const MetricStat = { Metric: seen, Period: 300, Stat: 'Sum' };
      return !(await ask5Minutes(endpoint, { MetricStat })).startsRight;
    },
  },
  {
    what: 'a query may be an expression',
    instead: 'calculates none, so that CPU per request is blind here',
    decidedBy: `${docs}AmazonCloudWatch/latest/monitoring/using-metric-math.html`,
    isStillSo: async (endpoint) => {
      const { StatusCode } = await ask5Minutes(endpoint, { Expression: '1 + 1', Period: 60 });
      return StatusCode === 'InternalError';
    },
  },
  {
    what: 'the target groups of a forward action have weights',
    instead: 'loses them; moto has ELB and ECS here, where no policy is enforced',
    decidedBy: `${docs}elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html`,
    isStillSo: async (endpoint) => (await forwardedTo(endpoint)).length === 0,
  },
  {
    what: 'an alarm that changes its state is an event',
    instead: 'puts none on the bus; hear-alarm is invoked with one',
    decidedBy: `${docs}AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html`,
    isStillSo: async (endpoint) => {
      const ring = async () => {
        await createAlarm(endpoint, 'probe');
        await setAlarm(endpoint, 'probe', 'ALARM');
      };
      const sources = await caughtFrom(endpoint, ['aws.cloudwatch', 'probe'], ring);
      return sources.join() === 'probe';
    },
  },
  {
    what: 'the simulation of a policy heeds its context entries',
    instead: 'ignores them, so that check-service finds its permissions missing',
    decidedBy: `${docs}IAM/latest/APIReference/API_SimulatePrincipalPolicy.html`,
    isStillSo: async (endpoint) => (await simulated(endpoint)) !== 'allowed',
  },
];
