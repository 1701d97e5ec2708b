import { parse } from 'yaml';
import { readMachine } from './machine.ts';
import { readDocument } from './region.ts';

interface Statement {
  readonly Action: string | readonly string[];
}

interface Properties {
  readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
  readonly ManagedPolicyArns?: readonly { readonly Ref: string }[];
  readonly Policies?: readonly Required<Pick<Properties, 'PolicyDocument'>>[];
}

interface Fragment {
  readonly Resources: Readonly<Record<string, { readonly Properties: Properties }>>;
}

interface Deployed {
  readonly role: string;
  readonly events?: readonly object[];
}

const runs = 'run records';
const traffic = '**weights of what is tagged `evenkeel: managed`**';
const weights = 'weights';
const sides = 'what the sides run';
const settings = 'settings of tasks and aliases';

/** What an action changes, in words. */
const changes: Readonly<Record<string, string>> = {
  'elasticloadbalancing:ModifyRule': traffic,
  'elasticloadbalancing:ModifyListener': traffic,
  'lambda:UpdateAlias': traffic,
  'states:StartExecution': 'starts the rollout machine',
  'states:SendTaskSuccess': 'wakes runs that wait',
  'dynamodb:PutItem': runs,
  'dynamodb:UpdateItem': runs,
  'dynamodb:DeleteItem': runs,
  'dynamodb:ConditionCheckItem': runs,
  'sns:Publish': 'messages to the topic',
  'sqs:SendMessage': 'its dead letters',
};

/** What an action reads, in words; null where it is only its own log, trace or key. */
const reads: Readonly<Record<string, string | null>> = {
  'dynamodb:GetItem': runs,
  'dynamodb:Query': runs,
  'elasticloadbalancing:DescribeRules': weights,
  'elasticloadbalancing:DescribeListeners': weights,
  'elasticloadbalancing:DescribeTargetHealth': sides,
  'elasticloadbalancing:DescribeTags': 'tags',
  'lambda:ListTags': 'tags',
  'ecs:DescribeServices': sides,
  'ecs:DescribeTaskDefinition': settings,
  'lambda:GetAlias': weights,
  'lambda:GetFunctionConfiguration': sides,
  'lambda:GetProvisionedConcurrencyConfig': settings,
  'cloudwatch:GetMetricData': 'metrics',
  'aps:QueryMetrics': 'metrics',
  'cloudwatch:DescribeAlarms': 'alarms',
  'secretsmanager:GetSecretValue': '**secrets that are tagged `evenkeel: managed`**',
  'cloudtrail:LookupEvents': 'CloudTrail, for who changed the weights',
  'states:DescribeExecution': 'executions of the machine',
  'sns:ListSubscriptionsByTopic': 'subscriptions of the topic',
  'iam:SimulatePrincipalPolicy': 'what the other functions may do',
  'sts:GetCallerIdentity': null,
  'kms:Decrypt': null,
  'kms:GenerateDataKey': null,
  'logs:CreateLogStream': null,
  'logs:PutLogEvents': null,
  'xray:PutTraceSegments': null,
  'xray:PutTelemetryRecords': null,
};

const actionsIn = ({ PolicyDocument }: Properties): string[] =>
  (PolicyDocument?.Statement ?? []).flatMap(({ Action }) => Action);

const readFragment = async (file: string): Promise<Fragment['Resources']> =>
  (parse(await readDocument(file)) as Fragment).Resources;

const wordsFor = (actions: readonly string[], words: Readonly<Record<string, string | null>>) =>
  [...new Set(Object.keys(words).filter((action) => actions.includes(action)))]
    .flatMap((action) => words[action] ?? [])
    .filter((word, index, all) => all.indexOf(word) === index);

const requireWords = (actions: readonly string[]): void => {
  const unknown = actions.filter((action) => !(action in changes) && !(action in reads));
  if (unknown.length > 0)
    throw new RangeError(`scripts/docs/permissions.ts: no words for ${unknown.join(', ')}`);
};

const invokedBy = (name: string, { events }: Deployed, machine: string): string => {
  if (machine.includes(`"${name}"`)) return 'machine';
  return events === undefined ? 'people' : 'events';
};

/** Each function of the stack with what its role lets it change and read. */
export const permissionTable = async (): Promise<string> => {
  const { functions } = parse(await readDocument('serverless.yml')) as {
    functions: Record<string, Deployed>;
  };
  const [roles, policies, machine] = await Promise.all([
    readFragment('infra/roles.yml'),
    readFragment('infra/policies.yml'),
    readMachine(),
  ]);
  const rows = Object.entries(functions).map(([name, deployed]) => {
    const role = roles[deployed.role]?.Properties ?? {};
    const managed = (role.ManagedPolicyArns ?? []).map(
      ({ Ref }) => policies[Ref]?.Properties ?? {},
    );
    const actions = [...managed, ...(role.Policies ?? [])].flatMap(actionsIn);
    requireWords(actions);
    const changed = wordsFor(actions, changes);
    const read = wordsFor(actions, reads).filter((word) => !changed.includes(word));
    return `| \`${name}\` | ${invokedBy(name, deployed, JSON.stringify(machine))} | ${changed.join(', ') || 'nothing'} | ${read.join(', ') || '–'} |`;
  });
  return [
    '| function | invoked by | may change | may read besides |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
};
