import { installSandbox, projectRoot } from '../runtime.ts';
import type { WorldSetup } from '../world/setup.ts';
import { createWorld, type World } from '../world/world.ts';
import { type Account, type AccountOptions, createAccount } from './account.ts';
import { recordChanges } from './change-trail.ts';
import { cloudTrail, type SimulatedCloudTrail } from './cloudtrail.ts';
import { dynamoDb, type SimulatedDynamoDb } from './dynamodb/dynamodb.ts';
import { type LambdaHandler, loadHandlers } from './function-code.ts';
import { iam } from './iam.ts';
import type { PolicyContext } from './iam-policy.ts';
import { type References, resolveIntrinsics } from './intrinsics.ts';
import { type ConditionContext, policiesOf, templateAllows } from './permissions.ts';
import { plantedCredentials } from './planted-secrets.ts';
import { type Published, type SimulatedSns, sns, type TopicSubscription } from './sns.ts';
import { machineArn, stackMachines } from './stack-machines.ts';
import { resourceName, roleName, stackReferences } from './stack-references.ts';
import type { StepFunctionsNeeds } from './step-functions/store.ts';
import { type SimulatedStepFunctions, stepFunctions } from './step-functions.ts';
import { sts } from './sts.ts';
import { readTemplate, type Template } from './template.ts';

type Definition = Readonly<Record<string, unknown>>;
type AccountChoices = Pick<
  AccountOptions,
  | 'seed'
  | 'startsAt'
  | 'region'
  | 'accountId'
  | 'faults'
  | 'functionFaults'
  | 'latencyScale'
  | 'deliveries'
  | 'post'
>;
type MachineWatch = Pick<
  StepFunctionsNeeds,
  'historyLimit' | 'onHistory' | 'onStateEntered' | 'onStateExited'
>;

export interface StackOptions extends AccountChoices, MachineWatch {
  readonly world: WorldSetup;
  /** Texts by path that functions read instead of the files of the project. */
  readonly shippedFiles?: ReadonlyMap<string, string>;
  /** Code that takes the place of a function's own, by the function's name. */
  readonly handlers?: Readonly<Record<string, LambdaHandler>>;
  /** Changes the rollout machine before it is deployed. */
  readonly machine?: (definition: Record<string, unknown>) => Record<string, unknown>;
  /** Of the topic; by default one confirmed email. */
  readonly subscriptions?: readonly TopicSubscription[];
  readonly onPublish?: (message: Published) => void;
  /** Whether the target carries the tag that lets it be moved; by default it does. */
  readonly isManaged?: boolean;
}

/** The whole stack of `serverless.yml`, deployed into a simulated account, with a service to look after. */
export interface Stack {
  readonly account: Account;
  readonly world: World;
  readonly stepFunctions: SimulatedStepFunctions;
  readonly table: SimulatedDynamoDb;
  readonly sns: SimulatedSns;
  readonly cloudTrail: SimulatedCloudTrail;
  readonly tableName: string;
  readonly topicArn: string;
  readonly rolloutMachineArn: string;
}

const defaultSubscription: TopicSubscription = {
  protocol: 'email',
  endpoint: 'on-call@example.com',
  confirmed: true,
};

const roleOf = (template: Template, functionName: string): string =>
  template.functions.find(({ name }) => name === functionName)?.role ?? functionName;

/** The tags of what is moved. */
const tagsOf = ({ world, isManaged = true }: StackOptions): Readonly<Record<string, string>> =>
  world.tags ?? (isManaged ? { evenkeel: 'managed' } : {});

/** The same tags as conditions of the template's policies look at them. */
const tagged =
  (tags: Readonly<Record<string, string>>): ConditionContext =>
  (resource): PolicyContext =>
    /:(elasticloadbalancing|lambda):/.test(resource)
      ? Object.fromEntries(
          Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
        )
      : {};

const rolePolicies = (template: Template, references: References) =>
  Object.fromEntries(
    template.functions.flatMap(({ role }) =>
      role === undefined
        ? []
        : [[references(`${role}.Arn`) ?? role, policiesOf(template, role, references)]],
    ),
  );

const placeOf = ({ region = 'eu-central-1', accountId = '123456789012' }: AccountChoices) => ({
  region,
  accountId,
});

/** The account with the code, the rules, the environment and the permissions of the template. */
const accountFor = (
  options: StackOptions,
  template: Template,
  references: References,
  handlers: Readonly<Record<string, LambdaHandler>>,
): Account => {
  const environments = new Map(template.functions.map((each) => [each.name, each.environment]));
  return createAccount({
    ...options,
    ...placeOf(options),
    root: projectRoot,
    functions: template.functions,
    handlers: { ...handlers, ...options.handlers },
    rules: resolveIntrinsics(template.rules, references) as Template['rules'],
    environmentOf: (name) => ({
      ...plantedCredentials,
      ...(resolveIntrinsics(environments.get(name ?? '') ?? {}, references) as object),
    }),
    allowed: templateAllows(template, references, tagged(tagsOf(options))),
  });
};

/** The services that the functions keep their state in and tell people with. */
const servicesFor = (
  options: StackOptions,
  template: Template,
  references: References,
  account: Account,
) => {
  const tableName = resourceName(template, 'Table');
  const topicArn = references('Topic') ?? '';
  const subscriptions = options.subscriptions ?? [defaultSubscription];
  return {
    tableName,
    topicArn,
    table: dynamoDb(account, [{ name: tableName }]),
    sns: sns(account, { topics: [{ arn: topicArn, subscriptions }], onPublish: options.onPublish }),
    cloudTrail: cloudTrail(account),
    sts: sts(account, {
      roleNameOf: (caller) =>
        roleName(template, roleOf(template, caller.function), placeOf(options)),
    }),
    iam: iam(account, { roles: rolePolicies(template, references) }),
  };
};

const machinesFor = (
  { machine, ...options }: StackOptions,
  template: Template,
  references: References,
) => {
  const machines = stackMachines(template, placeOf(options), references);
  if (machine === undefined) return machines;
  const arn = machineArn(template, 'rollout', placeOf(options));
  return { ...machines, [arn]: machine(structuredClone(machines[arn]) as Definition) };
};

/**
 * Deploys the stack of the project's `serverless.yml` into a fresh simulated account, with a service
 * and its users beside it, and starts its schedules. Everything hangs off what is returned.
 */
export const createStack = async (options: StackOptions): Promise<Stack> => {
  installSandbox();
  const template = readTemplate(projectRoot);
  const references = stackReferences(template, placeOf(options));
  const handlers = await loadHandlers(template.functions);
  const account = accountFor(options, template, references, handlers);
  const services = servicesFor(options, template, references, account);
  const world = createWorld(account, { ...options.world, tags: tagsOf(options) });
  const machines = stepFunctions(account, {
    ...options,
    machines: machinesFor(options, template, references),
    invokeFunction: account.functions.invoke,
    publishEvent: account.bus.publish,
    transitionMilliseconds: account.latencies.of('stateTransition'),
  });
  account.simulate({
    ...world.services,
    DynamoDB: services.table.service,
    SNS: services.sns.service,
    CloudTrail: services.cloudTrail.service,
    STS: services.sts.service,
    IAM: services.iam.service,
    SFN: machines.service,
  });
  world.onEvent(account.bus.publish);
  recordChanges(account, world, services.cloudTrail);
  account.bus.startSchedules();
  const rolloutMachineArn = machineArn(template, 'rollout', placeOf(options));
  return { ...services, account, world, stepFunctions: machines, rolloutMachineArn };
};
