import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { strToU8, zipSync } from 'fflate';
import { ended } from './cloud.ts';
import type { LeftOut } from './left-out.ts';

const guide = 'https://docs.aws.amazon.com/';

/** What the function of these probes does: it measures itself by its log, and fails if told to. */
const source = `
const metric = { Namespace: 'Logged', Dimensions: [[]], Metrics: [{ Name: 'Seen' }] };
export const handler = async ({ fails }) => {
  console.log(JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] }, Seen: 1 }));
  if (fails) throw Object.assign(new Error('told to'), { name: 'NamedError' });
  return 'done';
};`;

/** A role that may do nothing. */
const makeRole = async (endpoint: string, RoleName: string): Promise<string> => {
  const { Role } = await new IAMClient({ endpoint }).send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{"Statement":[]}' }),
  );
  return Role?.Arn ?? '';
};

const makeFunction = async (endpoint: string, FunctionName: string): Promise<string> => {
  const { FunctionArn } = await new LambdaClient({ endpoint }).send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: await makeRole(endpoint, FunctionName),
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(source) }) },
    }),
  );
  return FunctionArn ?? '';
};

const invokeProbe = async (endpoint: string, FunctionName: string, input: object) => {
  await makeFunction(endpoint, FunctionName);
  const { Payload } = await new LambdaClient({ endpoint }).send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(input) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString());
};

/** Runs a machine of one task, which invokes a function of its own. */
const runTask = async (endpoint: string, name: string, task: object, input: object) => {
  const FunctionName = await makeFunction(endpoint, name);
  const client = new SFNClient({ endpoint });
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      roleArn: await makeRole(endpoint, `${name}-machine`),
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Probe',
        States: {
          Probe: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName, Payload: input },
            ...task,
            End: true,
          },
        },
      }),
    }),
  );
  const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  return ended(endpoint, executionArn);
};

/** What MiniStack's Lambda and Step Functions do otherwise. */
export const leftOutOfFunctions: readonly LeftOut[] = [
  {
    what: 'an error that a Node function throws keeps its name',
    instead: 'names each Runtime.HandlerError; rollouts run on the Runtime API instead',
    decidedBy: `${guide}lambda/latest/dg/nodejs-exceptions.html`,
    isStillSo: async (endpoint) =>
      (await invokeProbe(endpoint, 'thrower', { fails: true })).errorType ===
      'Runtime.HandlerError',
  },
  {
    what: 'metrics in the log of a function are CloudWatch metrics',
    instead: 'only keeps the log',
    decidedBy: `${guide}AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format.html`,
    isStillSo: async (endpoint) => {
      await invokeProbe(endpoint, 'measurer', {});
      const { Metrics = [] } = await new CloudWatchClient({ endpoint }).send(
        new ListMetricsCommand({ Namespace: 'Logged' }),
      );
      return Metrics.length === 0;
    },
  },
  {
    what: 'a time limit may be a JSONata expression',
    instead: 'fails with States.Runtime; rollouts wait a literal second',
    decidedBy: `${guide}step-functions/latest/dg/state-task.html`,
    isStillSo: async (endpoint) => {
      const { error } = await runTask(endpoint, 'limited', { TimeoutSeconds: '{% 9 %}' }, {});
      return error === 'States.Runtime';
    },
  },
  {
    what: 'a task that waits for a token fails when its function does',
    instead: 'waits on',
    decidedBy: `${guide}step-functions/latest/dg/connect-to-resource.html`,
    isStillSo: async (endpoint) => {
      const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
      const task = { Resource, TimeoutSeconds: 1 };
      const { error } = await runTask(endpoint, 'waiting', task, { fails: true });
      return error === 'States.Timeout';
    },
  },
  {
    what: 'a machine may only do what its role allows',
    instead: 'lets it invoke every function',
    decidedBy: `${guide}step-functions/latest/dg/procedure-create-iam-role.html`,
    isStillSo: async (endpoint) =>
      (await runTask(endpoint, 'unallowed', {}, {})).status === 'SUCCEEDED',
  },
];
