import type {
  DescribeTargetGroupsCommandInput,
  DescribeTargetHealthCommandInput,
  TargetGroup,
  TargetHealth,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { supportFields } from '../supported-fields.ts';
import { forwardOf } from './actions.ts';
import type { Balancer, TargetGroupState } from './balancer.ts';
import { loadBalancerNotFound, targetGroupNotFound } from './exceptions.ts';

const port = 8080;

const isInRule = (balancer: Balancer, arn: string): boolean =>
  (forwardOf(balancer.actions()).ForwardConfig?.TargetGroups ?? []).some(
    ({ TargetGroupArn }) => TargetGroupArn === arn,
  );

const groupOf = (balancer: Balancer, arn: string): TargetGroupState => {
  const group = balancer.groups.get(arn);
  if (group === undefined) throw targetGroupNotFound(arn);
  return group;
};

const nameOf = (arn: string): string => arn.split('/').at(1) ?? arn;

const describe = (balancer: Balancer, { arn }: TargetGroupState): TargetGroup => ({
  TargetGroupArn: arn,
  TargetGroupName: nameOf(arn),
  Protocol: 'HTTP',
  Port: port,
  TargetType: 'ip',
  HealthCheckEnabled: true,
  HealthCheckPath: '/health',
  LoadBalancerArns: isInRule(balancer, arn) ? [balancer.names.loadBalancerArn] : [],
});

export const describeTargetGroups = (
  balancer: Balancer,
  input: DescribeTargetGroupsCommandInput,
) => {
  const fields = ['TargetGroupArns', 'LoadBalancerArn', 'Names', 'PageSize'];
  supportFields('DescribeTargetGroups', input, fields);
  const { LoadBalancerArn, Names, TargetGroupArns } = input;
  if (LoadBalancerArn !== undefined && LoadBalancerArn !== balancer.names.loadBalancerArn) {
    throw loadBalancerNotFound(LoadBalancerArn);
  }
  for (const arn of TargetGroupArns ?? []) groupOf(balancer, arn);
  const found = [...balancer.groups.values()].filter(
    ({ arn }) =>
      (TargetGroupArns?.includes(arn) ?? true) &&
      (Names?.includes(nameOf(arn)) ?? true) &&
      (LoadBalancerArn === undefined || isInRule(balancer, arn)),
  );
  return { TargetGroups: found.map((group) => describe(balancer, group)) };
};

const unused: TargetHealth = {
  State: 'unused',
  Reason: 'Target.NotInUse',
  Description: 'Target group is not configured to receive traffic from the load balancer',
};
const unhealthy: TargetHealth = {
  State: 'unhealthy',
  Reason: 'Target.FailedHealthChecks',
  Description: 'Health checks failed',
};
const draining: TargetHealth = {
  State: 'draining',
  Reason: 'Target.DeregistrationInProgress',
  Description: 'Target deregistration is in progress',
};

const targetsOf = (balancer: Balancer, group: TargetGroupState): readonly TargetHealth[] => {
  const { running, healthy, draining: leaving } = group.fleet.now;
  const targets = Array.from({ length: running + leaving }, (_, index): TargetHealth => {
    if (index >= running) return draining;
    return index < healthy ? { State: 'healthy' } : unhealthy;
  });
  return isInRule(balancer, group.arn) ? targets : targets.slice(0, running).map(() => unused);
};

export const describeTargetHealth = (
  balancer: Balancer,
  input: DescribeTargetHealthCommandInput,
) => {
  supportFields('DescribeTargetHealth', input, ['TargetGroupArn']);
  const group = groupOf(balancer, input.TargetGroupArn ?? '');
  const descriptions = targetsOf(balancer, group).map(
    (health, index): TargetHealthDescription => ({
      Target: {
        Id: `10.0.${group.network}.${index + 10}`,
        Port: port,
        AvailabilityZone: index % 2 === 0 ? 'a' : 'b',
      },
      HealthCheckPort: String(port),
      TargetHealth: { ...health },
    }),
  );
  return { TargetHealthDescriptions: descriptions };
};
