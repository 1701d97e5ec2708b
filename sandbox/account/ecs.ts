import {
  ClientException,
  ClusterNotFoundException,
  type Deployment,
  type DescribeServicesCommandInput,
  type DescribeTaskDefinitionCommandInput,
  type Service as EcsService,
  InvalidParameterException,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Fleet, FleetState } from '../world/fleet.ts';
import { revisionName } from '../world/regressions.ts';
import type { Service, Surroundings } from './service.ts';
import { supportFields } from './supported-fields.ts';

/** A cluster's services, each with the target group that it registers its tasks with. */
export interface Cluster {
  readonly name: string;
  readonly services: ReadonlyMap<string, { readonly fleet: Fleet; readonly targetGroup: string }>;
}

const $metadata = { httpStatusCode: 400 };
const mostServices = 10;
const lastName = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;

const arnOf = ({ region, accountId }: Surroundings, resource: string): string =>
  `arn:aws:ecs:${region}:${accountId}:${resource}`;

const taskDefinitionArn = (surroundings: Surroundings, revision: string): string =>
  revision.startsWith('arn:')
    ? revision
    : arnOf(surroundings, `task-definition/${revisionName(revision)}`);

const completed = (surroundings: Surroundings, state: FleetState): Deployment => {
  const { revision, since, desired, running } = state;
  return {
    id: `ecs-svc/${since}`,
    status: 'PRIMARY',
    taskDefinition: taskDefinitionArn(surroundings, revision),
    desiredCount: desired,
    runningCount: running,
    pendingCount: Math.max(0, desired - running),
    failedTasks: 0,
    createdAt: new Date(since),
    updatedAt: new Date(since),
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ecs-svc/${since} completed.`,
  };
};

/** While a deployment is under way, new tasks start beside the old ones. */
const deploymentsOf = (surroundings: Surroundings, state: FleetState): Deployment[] => {
  const old = completed(surroundings, state);
  const { desired, deploying } = state;
  if (deploying === undefined) return [old];
  const { startedAt, endsAt, revision } = deploying;
  const share = (surroundings.clock.now - startedAt) / (endsAt - startedAt);
  const started = Math.min(desired, Math.floor(desired * share));
  const fresh = completed(surroundings, { ...state, revision, since: startedAt, running: started });
  const reason = `ECS deployment ${fresh.id} in progress.`;
  return [
    { ...fresh, rolloutState: 'IN_PROGRESS', rolloutStateReason: reason },
    { ...old, status: 'ACTIVE', pendingCount: 0 },
  ];
};

const describeService = (
  surroundings: Surroundings,
  cluster: Cluster,
  name: string,
  { fleet, targetGroup }: { fleet: Fleet; targetGroup: string },
): EcsService => {
  const deployments = deploymentsOf(surroundings, fleet.now);
  const total = (count: (deployment: Deployment) => number | undefined): number =>
    deployments.reduce((sum, deployment) => sum + (count(deployment) ?? 0), 0);
  return {
    serviceName: name,
    serviceArn: arnOf(surroundings, `service/${cluster.name}/${name}`),
    clusterArn: arnOf(surroundings, `cluster/${cluster.name}`),
    status: 'ACTIVE',
    launchType: 'FARGATE',
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    deploymentConfiguration: { strategy: 'ROLLING' },
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'app', containerPort: 8080 }],
    desiredCount: fleet.now.desired,
    runningCount: total(({ runningCount }) => runningCount),
    pendingCount: total(({ pendingCount }) => pendingCount),
    taskDefinition: deployments[0]?.taskDefinition,
    deployments,
    events: [],
  };
};

const describeServices = (
  surroundings: Surroundings,
  cluster: Cluster,
  input: DescribeServicesCommandInput,
) => {
  supportFields('DescribeServices', input, ['cluster', 'services', 'include']);
  if (lastName(input.cluster ?? 'default') !== lastName(cluster.name)) {
    throw new ClusterNotFoundException({ message: 'Cluster not found.', $metadata });
  }
  const asked = input.services ?? [];
  if (asked.length === 0 || asked.length > mostServices) {
    const message = `Services must have 1 to ${mostServices} members, not ${asked.length}.`;
    throw new InvalidParameterException({ message, $metadata });
  }
  const found = asked.map((name) => ({ name, service: cluster.services.get(lastName(name)) }));
  return {
    services: found.flatMap(({ name, service }) =>
      service === undefined
        ? []
        : [describeService(surroundings, cluster, lastName(name), service)],
    ),
    failures: found
      .filter(({ service }) => service === undefined)
      .map(({ name }) => ({
        arn: arnOf(surroundings, `service/${cluster.name}/${lastName(name)}`),
        reason: 'MISSING',
      })),
  };
};

const describeTaskDefinition = (
  surroundings: Surroundings,
  cluster: Cluster,
  input: DescribeTaskDefinitionCommandInput,
): { taskDefinition: TaskDefinition; tags: [] } => {
  supportFields('DescribeTaskDefinition', input, ['taskDefinition', 'include']);
  const name = revisionName(input.taskDefinition ?? '');
  const known = [...cluster.services.values()].some(({ fleet }) => fleet.knownRevisions.has(name));
  if (!known) {
    throw new ClientException({ message: 'Unable to describe task definition.', $metadata });
  }
  const [family, revision] = name.split(':');
  return {
    taskDefinition: {
      taskDefinitionArn: taskDefinitionArn(surroundings, input.taskDefinition ?? ''),
      family,
      revision: Number(revision),
      status: 'ACTIVE',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '1024',
      memory: '2048',
      containerDefinitions: [{ name: 'app', essential: true, portMappings: [] }],
    },
    tags: [],
  };
};

export const elasticContainers = (surroundings: Surroundings, cluster: Cluster): Service => ({
  DescribeServices: (input: DescribeServicesCommandInput) =>
    describeServices(surroundings, cluster, input),
  DescribeTaskDefinition: (input: DescribeTaskDefinitionCommandInput) =>
    describeTaskDefinition(surroundings, cluster, input),
});
