import type { ClientCall } from './calls.ts';
import type { Surroundings } from './service.ts';
import { accessDenied } from './service-errors.ts';

/** Whether a function's role allows an action, such as `dynamodb:PutItem`, on a resource. */
export type Allowed = (functionName: string, action: string, resource: string) => boolean;

/** One thing that a call needs permission for. */
export interface NeededPermission {
  readonly action: string;
  readonly resource: string;
}

type Place = Pick<Surroundings, 'accountId' | 'region'>;
type Fields = Readonly<Record<string, unknown>>;

const prefixes: Readonly<Record<string, string>> = {
  DynamoDB: 'dynamodb',
  SFN: 'states',
  SNS: 'sns',
  STS: 'sts',
  IAM: 'iam',
  CloudTrail: 'cloudtrail',
  CloudWatch: 'cloudwatch',
  'Elastic Load Balancing v2': 'elasticloadbalancing',
  ECS: 'ecs',
  Lambda: 'lambda',
  EventBridge: 'events',
};

const asArn = (value: unknown, arn: (name: string) => string): string =>
  String(value).startsWith('arn:') ? String(value) : arn(String(value));

const lastName = (nameOrArn: unknown): string => String(nameOrArn).split('/').at(-1) ?? '';

/** The ARN that IAM looks at for a call, by service; `*` where the action knows no resource. */
const resourcesOf: Readonly<
  Record<string, (action: string, input: Fields, place: Place) => readonly string[]>
> = {
  DynamoDB: (_, { TableName }, { region, accountId }) => [
    asArn(TableName, (name) => `arn:aws:dynamodb:${region}:${accountId}:table/${name}`),
  ],
  SFN: (_, { stateMachineArn, executionArn }) => [String(stateMachineArn ?? executionArn ?? '*')],
  SNS: (_, { TopicArn, TargetArn }) => [String(TopicArn ?? TargetArn ?? '*')],
  IAM: (_, { PolicySourceArn }) => [String(PolicySourceArn ?? '*')],
  'Elastic Load Balancing v2': (action, { RuleArn, ListenerArn }) => [
    /^Modify/.test(action) ? String(RuleArn ?? ListenerArn ?? '*') : '*',
  ],
  ECS: (action, { cluster, services }, { region, accountId }) =>
    action === 'DescribeServices' && Array.isArray(services)
      ? services.map((service) =>
          asArn(
            service,
            (name) =>
              `arn:aws:ecs:${region}:${accountId}:service/${lastName(cluster ?? 'default')}/${name}`,
          ),
        )
      : ['*'],
  Lambda: (action, { FunctionName, Qualifier, Resource = FunctionName }, { region, accountId }) => {
    if (Resource === undefined) return ['*'];
    const arn = asArn(Resource, (name) => `arn:aws:lambda:${region}:${accountId}:function:${name}`);
    return [action === 'GetProvisionedConcurrencyConfig' ? `${arn}:${Qualifier}` : arn];
  },
  CloudWatch: (action, { AlarmNames }, { region, accountId }) => {
    if (action !== 'DescribeAlarms') return ['*'];
    const names = Array.isArray(AlarmNames) ? AlarmNames : ['*'];
    return names.map((name) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`);
  },
  EventBridge: (_action, _input, { region, accountId }) => [
    `arn:aws:events:${region}:${accountId}:event-bus/default`,
  ],
};

const transactionActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

const ofTransaction = (items: readonly Fields[], place: Place): NeededPermission[] =>
  items
    .flatMap((item) => Object.entries(item))
    .flatMap(([kind, input]) =>
      permissionsFor('DynamoDB', transactionActions[kind] ?? kind, input as Fields, place),
    );

const ofService = (service: string, action: string, input: Fields, place: Place) => {
  const name = service === 'Lambda' && action === 'Invoke' ? 'InvokeFunction' : action;
  const resources = resourcesOf[service]?.(action, input, place) ?? ['*'];
  return resources.map((resource) => ({
    action: `${prefixes[service] ?? service.toLowerCase()}:${name}`,
    resource,
  }));
};

/** What IAM is asked for a call; a DynamoDB transaction is authorised by the actions it is made of. */
export const permissionsFor = (
  service: string,
  action: string,
  input: Fields,
  place: Place,
): readonly NeededPermission[] =>
  Array.isArray(input.TransactItems)
    ? ofTransaction(input.TransactItems, place)
    : ofService(service, action, input, place);

/** Refuses a function's call that its role does not allow, with the service's own error. */
export const refusalOf =
  (place: Place, allowed: Allowed | undefined) =>
  ({ service, action, input, region, invocation }: ClientCall): Error | undefined => {
    if (allowed === undefined || invocation === undefined) return undefined;
    const where = { region, accountId: place.accountId };
    const needed = permissionsFor(service, action, (input ?? {}) as Fields, where);
    const denied = needed.find((each) => !allowed(invocation.function, each.action, each.resource));
    if (denied === undefined) return undefined;
    return accessDenied(service, invocation.function, `${denied.action} on ${denied.resource}`);
  };
