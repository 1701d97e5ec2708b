import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import { readingClient } from '../platform/clients.ts';
import { UnreadableError, UnsupportedTrafficError } from '../platform/errors.ts';
import { reading } from './aws-call.ts';

const ecs = readingClient(ECSClient);

/** What comes after the last slash: a name, whether the catalogue gives a name or an ARN. */
export const shortName = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;

/** @throws UnreadableError, UnsupportedTrafficError when there is no such active service. */
export const readService = async (cluster: string, service: string): Promise<Service> => {
  const what = `ECS service ${shortName(service)} in cluster ${shortName(cluster)}`;
  const answer = await reading({ what, action: 'ecs:DescribeServices' }, (abortSignal) =>
    ecs().send(new DescribeServicesCommand({ cluster, services: [service] }), { abortSignal }),
  );
  const [found] = answer.services ?? [];
  if (found?.status === 'ACTIVE') return found;
  const seen = found?.status ?? answer.failures?.[0]?.reason ?? 'no answer';
  throw new UnsupportedTrafficError(
    `${what} is not an active service (${seen}); this read changed nothing, and retrying does not help until it is active.`,
  );
};

/**
 * Refuses a service that does not stand behind the target group, and one whose traffic ECS or
 * CodeDeploy moves itself: they would rewrite the same rule.
 *
 * @throws UnsupportedTrafficError
 */
export const requirePlainService = (service: Service, targetGroup: string): void => {
  const name = service.serviceName ?? 'without a name';
  const controller = service.deploymentController?.type ?? 'ECS';
  const strategy = service.deploymentConfiguration?.strategy ?? 'ROLLING';
  if (controller !== 'ECS' || strategy !== 'ROLLING')
    throw new UnsupportedTrafficError(
      `ECS service ${name} is deployed by ${controller} with the strategy ${strategy}, which moves the traffic itself; only ECS with ROLLING is allowed. No traffic was moved, and retrying does not help.`,
    );
  const groups = (service.loadBalancers ?? []).map((each) => each.targetGroupArn);
  if (!groups.includes(targetGroup))
    throw new UnsupportedTrafficError(
      `ECS service ${name} registers its tasks with ${groups.join(', ') || 'no target group'}, and the catalogue says ${targetGroup}. No traffic was moved, and retrying does not help until one of them is changed.`,
    );
};

const readTaskDefinition = async (taskDefinition: string): Promise<TaskDefinition> => {
  const subject = {
    what: `Task definition ${taskDefinition}`,
    action: 'ecs:DescribeTaskDefinition',
  };
  const answer = await reading(subject, (abortSignal) =>
    ecs().send(new DescribeTaskDefinitionCommand({ taskDefinition }), { abortSignal }),
  );
  if (answer.taskDefinition !== undefined) return answer.taskDefinition;
  throw new UnreadableError(
    `${subject.what} could not be read: the answer is empty; this read changed nothing, and retrying may help.`,
  );
};

const summed = (
  containers: readonly ContainerDefinition[] | undefined,
  amountOf: (container: ContainerDefinition) => number | undefined,
): string | undefined => {
  const amounts = (containers ?? []).map(amountOf);
  if (amounts.length === 0 || amounts.some((amount) => !amount)) return undefined;
  return String(amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0));
};

/**
 * What one task reserves. A task on EC2 may say so only for its containers; where not even all of
 * those do, the label is missing, and a metric that needs it cannot be seen.
 */
export const readTaskSize = async (service: Service): Promise<Readonly<Record<string, string>>> => {
  if (service.taskDefinition === undefined) return {};
  const { cpu, memory, containerDefinitions } = await readTaskDefinition(service.taskDefinition);
  const cpuUnits = cpu ?? summed(containerDefinitions, (container) => container.cpu);
  const mebibytes =
    memory ??
    summed(containerDefinitions, (container) => container.memoryReservation ?? container.memory);
  return {
    ...(cpuUnits === undefined ? {} : { cpuUnits }),
    ...(mebibytes === undefined ? {} : { memoryMebibytes: mebibytes }),
  };
};
