import {
  CreateClusterCommand,
  CreateServiceCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { readSource } from '../../support/source.ts';
import { accountId, region } from '../support/emulated-account.ts';

/** Two ECS services behind a listener whose default rule sends all requests to the first. */
export interface AlbService {
  readonly name: string;
  readonly listener: string;
  /** ARNs of the target groups by side. */
  readonly groups: Readonly<Record<string, string>>;
  /** ARN of the task definition that the second side runs. */
  readonly revision: string;
}

const sides = ['blue', 'green'] as const;
const cluster = 'shop';
/** What moto says of every service, by MOTO_ECS_SERVICE_RUNNING. */
export const runningTasks = 2;

/** The sample ALB service of the catalogue with the ARNs that the emulator gave. */
export const albEntry = ({ name, listener, groups }: AlbService): string =>
  sides
    .reduce(
      (text, side) =>
        text
          .replace(new RegExp(`targetGroup: .*checkout-${side}.*`), `targetGroup: ${groups[side]}`)
          .replaceAll(`checkout-${side}`, `${name}-${side}`),
      readSource('catalog/services/checkout.yml'),
    )
    .replaceAll('maximumMinutes: 20', 'maximumMinutes: 10')
    .replace(/^service: checkout$/m, `service: ${name}`)
    .replace(/rule: arn:.*/, `rule: ${listener}`)
    .replace(/^metrics: .*$/m, 'metrics: { latency-p95: off, latency-p99: off }')
    .replace(/^alarms:[\s\S]*/m, 'alarms: []\n');

/** moto has subnets without being asked for any; there is no EC2 client in this project. */
const defaultNetwork = async (endpoint: string) => {
  const scope = `${accountId}/20260101/${region}/ec2/aws4_request`;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=root`,
    },
    body: new URLSearchParams({ Action: 'DescribeSubnets', Version: '2016-11-15' }),
  });
  const text = await answer.text();
  const [vpc = ''] = /vpc-\w+/.exec(text) ?? [];
  return { vpc, subnets: [...new Set(text.match(/subnet-\w+/g))].slice(0, 2) };
};

const deploySide = async (endpoint: string, name: string, side: string, vpc: string) => {
  const balancing = new ElasticLoadBalancingV2Client({ endpoint });
  const ecs = new ECSClient({ endpoint });
  const { TargetGroups } = await balancing.send(
    new CreateTargetGroupCommand({
      Name: `${name}-${side}`,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: vpc,
      TargetType: 'ip',
    }),
  );
  const group = TargetGroups?.[0]?.TargetGroupArn ?? '';
  const Targets = Array.from({ length: runningTasks }, (_, index) => ({
    Id: `10.0.${sides.indexOf(side as 'blue')}.${index + 10}`,
    Port: 80,
  }));
  await balancing.send(new RegisterTargetsCommand({ TargetGroupArn: group, Targets }));
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: name,
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'web' }],
    }),
  );
  const revision = taskDefinition?.taskDefinitionArn ?? '';
  await ecs.send(
    new CreateServiceCommand({
      cluster,
      serviceName: `${name}-${side}`,
      taskDefinition: revision,
      desiredCount: runningTasks,
      loadBalancers: [{ targetGroupArn: group, containerName: 'web', containerPort: 80 }],
    }),
  );
  return { group, revision };
};

/** Deploys a service into moto, which keeps what MiniStack loses: the weights of target groups. */
export const deployAlb = async (endpoint: string, name: string): Promise<AlbService> => {
  const balancing = new ElasticLoadBalancingV2Client({ endpoint });
  const { vpc, subnets } = await defaultNetwork(endpoint);
  await new ECSClient({ endpoint }).send(new CreateClusterCommand({ clusterName: cluster }));
  const blue = await deploySide(endpoint, name, 'blue', vpc);
  const green = await deploySide(endpoint, name, 'green', vpc);
  const { LoadBalancers } = await balancing.send(
    new CreateLoadBalancerCommand({ Name: name, Subnets: subnets }),
  );
  const { Listeners } = await balancing.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: blue.group, Weight: 100 },
              { TargetGroupArn: green.group, Weight: 0 },
            ],
          },
        },
      ],
    }),
  );
  const listener = Listeners?.[0]?.ListenerArn ?? '';
  return {
    name,
    listener,
    groups: { blue: blue.group, green: green.group },
    revision: green.revision,
  };
};

/** The percentage of the requests that each side has. */
export const readSides = async (
  endpoint: string,
  { listener, groups }: AlbService,
): Promise<Record<string, number>> => {
  const { Listeners } = await new ElasticLoadBalancingV2Client({ endpoint }).send(
    new DescribeListenersCommand({ ListenerArns: [listener] }),
  );
  const [action] = Listeners?.[0]?.DefaultActions ?? [];
  const tuples = action?.ForwardConfig?.TargetGroups ?? [];
  return Object.fromEntries(
    Object.entries(groups).map(([side, group]) => [
      side,
      tuples.find(({ TargetGroupArn }) => TargetGroupArn === group)?.Weight ?? 0,
    ]),
  );
};

/** What the load balancer publishes of a side in a minute. */
export const albMetrics = ({ listener, groups }: AlbService) => ({
  namespace: 'AWS/ApplicationELB',
  dimensions: (side: string) => ({
    LoadBalancer: listener.split('/').slice(1, 4).join('/'),
    TargetGroup: groups[side]?.split(':').at(-1) ?? '',
  }),
  counts: (requests: number, errors: number) => ({
    RequestCount: requests,
    HTTPCode_Target_2XX_Count: requests - errors,
    HTTPCode_Target_5XX_Count: errors,
  }),
});
