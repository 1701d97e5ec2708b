import { importsOf, reachableFrom, readSource } from './source.ts';
import {
  functionResource,
  propertyOf,
  type Resource,
  referenced,
  type Template,
} from './template.ts';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const list = <Value>(value: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(value) ? value : [value as Value];

export const actionsOf = (statement: Statement): readonly string[] => list(statement.Action);

const documentOf = (resource: unknown): Statement[] =>
  (resource as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement;

/** Everything a role may do: its own policies and the managed ones of the stack. */
export const statementsOf = (template: Template, role: Resource | undefined): Statement[] => {
  const own = (propertyOf(role, 'Policies') ?? []) as unknown[];
  const managed = (propertyOf(role, 'ManagedPolicyArns') ?? []) as unknown[];
  return [
    ...own.flatMap(documentOf),
    ...managed.flatMap((reference) =>
      documentOf(template.Resources[referenced(reference) ?? '']?.Properties),
    ),
  ];
};

/** The role of a function, by the function's name in serverless.yml. */
export const roleOf = (template: Template, name: string): Resource | undefined => {
  const role = referenced(propertyOf(functionResource(template, name), 'Role'));
  return role === undefined ? undefined : template.Resources[role];
};

/** The IAM actions that a function's role allows. */
export const allowedActions = (template: Template, name: string): ReadonlySet<string> =>
  new Set(statementsOf(template, roleOf(template, name)).flatMap(actionsOf));

const prefixes: Readonly<Record<string, string>> = {
  'client-sfn': 'states',
  'client-elastic-load-balancing-v2': 'elasticloadbalancing',
};

/** IAM knows no action for a transaction: what stands in it is authorised. */
const transactions: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:TransactWriteItems': [
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
  ],
  'dynamodb:TransactGetItems': ['dynamodb:GetItem'],
};

const commandActions = (names: string, client: string): string[] =>
  [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].flatMap(([, sent, paged]) => {
    const operation = sent ?? paged ?? '';
    const action = `${prefixes[client] ?? client.replace('client-', '')}:${operation}`;
    return transactions[action] ?? [action];
  });

/** The IAM actions of every SDK command that a file or anything it imports could send. */
export const reachableActions = (path: string): ReadonlySet<string> =>
  new Set(
    reachableFrom(path).flatMap((file) =>
      importsOf(file, readSource(file)).flatMap(({ from, names }) =>
        from.startsWith('@aws-sdk/client-')
          ? commandActions(names, from.slice('@aws-sdk/'.length))
          : [],
      ),
    ),
  );

/** AWS's Service Authorization Reference lists no resource for these, so they stand with `*`. */
const withoutResource =
  /^(states:SendTaskSuccess|cloudwatch:GetMetricData|cloudtrail:LookupEvents|ecs:DescribeTaskDefinition|elasticloadbalancing:Describe\w+|sts:GetCallerIdentity|xray:\w+|logs:(\w+LogDelivery|ListLogDeliveries|PutResourcePolicy|Describe\w+))$/;

export const acceptsOnlyAll = (action: string): boolean => withoutResource.test(action);

/** What Lambda does by itself in a function's name, and the key for table, topic and queue. */
const withoutCommand = /^(logs|xray|kms|sqs):/;

export const needsCommand = (action: string): boolean => !withoutCommand.test(action);

const moving = 'elasticloadbalancing:Modify|lambda:UpdateAlias';
const writing = 'dynamodb:(Put|Update|Delete|ConditionCheck)';

/** What a function imports together with what it needs, from an adapter or module, and never sends. */
const neverSent: Readonly<Record<string, RegExp>> = {
  'check-rollout': new RegExp(moving),
  'check-service': new RegExp(moving),
  'guard-runs': /^states:StartExecution$/,
  measure: new RegExp(moving),
  'release-lease': new RegExp(moving),
  'run-status': new RegExp(`${moving}|${writing}`),
  'shift-traffic': /^(sns:ListSubscriptionsByTopic|cloudwatch:)/,
  'start-rollout': /^states:DescribeExecution$/,
  'verify-traffic': new RegExp(moving),
};

export const isNeverSent = (name: string, action: string): boolean =>
  neverSent[name]?.test(action) === true;
