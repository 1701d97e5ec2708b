import type { Deployment, Service } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { brief } from '../platform/brief.ts';
import { readingClient } from '../platform/clients.ts';
import { reading } from './aws-call.ts';
import type { Side, SideCondition } from './domain/traffic.ts';
import { readService, shortName } from './ecs-service.ts';

const balancer = readingClient(ElasticLoadBalancingV2Client);

/** The ECS service of a side and the target group in front of it. */
export interface EcsSide {
  readonly side: Side;
  readonly cluster: string;
  readonly service: string;
  readonly targetGroup: string;
}

/** @throws UnreadableError, UnsupportedTrafficError when the target group does not exist. */
export const readHealth = async ({
  side,
  targetGroup,
}: Pick<EcsSide, 'side' | 'targetGroup'>): Promise<Pick<SideCondition, 'healthy' | 'because'>> => {
  const subject = {
    what: `The health of target group ${targetGroup}`,
    action: 'elasticloadbalancing:DescribeTargetHealth',
  };
  const answer = await reading(subject, (abortSignal) =>
    balancer().send(new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup }), {
      abortSignal,
    }),
  );
  const targets = answer.TargetHealthDescriptions ?? [];
  const healthy = targets.filter((target) => target.TargetHealth?.State === 'healthy').length;
  return { healthy, because: `${side} has ${healthy} of ${targets.length} targets healthy` };
};

/** ECS lists a replaced deployment as INACTIVE for a while; it has no tasks any more. */
const livingDeployments = (service: Service): readonly Deployment[] =>
  (service.deployments ?? []).filter((deployment) => deployment.status !== 'INACTIVE');

const deploymentText = ({ taskDefinition, status, rolloutState }: Deployment): string =>
  `${shortName(taskDefinition ?? 'no task definition')} (${status ?? 'no status'}, ${rolloutState ?? 'no rollout state'})`;

const isComplete = (deployment: Deployment | undefined): boolean =>
  deployment?.status === 'PRIMARY' && deployment.rolloutState === 'COMPLETED';

const hasAllTasks = ({ desiredCount, runningCount, pendingCount }: Service): boolean =>
  runningCount !== undefined && runningCount === desiredCount && pendingCount === 0;

const runsText = (side: Side, deployments: readonly Deployment[]): string =>
  `${side} runs ${brief(deployments.map(deploymentText).join(' and ') || 'no deployment', 500)}`;

const aloneIn = (deployments: readonly Deployment[]): Deployment | undefined =>
  deployments.length === 1 ? deployments[0] : undefined;

/** @throws UnreadableError, UnsupportedTrafficError when the service does not exist. */
export const readRevision = async ({
  side,
  cluster,
  service,
}: EcsSide): Promise<Pick<SideCondition, 'revision' | 'because'>> => {
  const deployments = livingDeployments(await readService(cluster, service));
  return {
    revision: aloneIn(deployments)?.taskDefinition,
    because: runsText(side, deployments),
  };
};

/**
 * @throws UnreadableError, UnsupportedTrafficError when service or target group does not exist.
 */
export const readCondition = async (from: EcsSide): Promise<SideCondition> => {
  const service = await readService(from.cluster, from.service);
  const { healthy } = await readHealth(from);
  const deployments = livingDeployments(service);
  const alone = aloneIn(deployments);
  const { desiredCount: desired = 0, runningCount: running = 0, pendingCount: pending } = service;
  return {
    side: from.side,
    revision: alone?.taskDefinition,
    complete: isComplete(alone),
    settled: isComplete(alone) && hasAllTasks(service),
    healthy,
    running,
    desired,
    because: `${runsText(from.side, deployments)}: ${running} of ${desired} tasks running, ${pending ?? 'an unknown number'} pending, ${healthy} healthy`,
  };
};

/** Whether a task definition's ARN is the revision: the ARN itself, or `family:revision`. */
export const isRevision = (taskDefinition: string | undefined, revision: string): boolean =>
  taskDefinition !== undefined &&
  (taskDefinition === revision || taskDefinition.endsWith(`:task-definition/${revision}`));
