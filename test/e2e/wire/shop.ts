import * as ecs from '@aws-sdk/client-ecs';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import { emulatedSettings } from '../support/emulated-account.ts';
import type { Emulator } from '../support/emulators.ts';
import { query, textsIn } from './query.ts';

const forward = (blue: string, green: string): elb.Action => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: [
      { TargetGroupArn: blue, Weight: 100 },
      { TargetGroupArn: green, Weight: 0 },
    ],
    TargetGroupStickinessConfig: { Enabled: false },
  },
});

const makeGroup = async (client: elb.ElasticLoadBalancingV2Client, Name: string, VpcId: string) => {
  const made = await client.send(
    new elb.CreateTargetGroupCommand({
      Name,
      VpcId,
      Protocol: 'HTTP',
      Port: 80,
      TargetType: 'ip',
    }),
  );
  return made.TargetGroups?.[0]?.TargetGroupArn ?? '';
};

const makeRule = async (
  client: elb.ElasticLoadBalancingV2Client,
  LoadBalancerArn: string | undefined,
  actions: elb.Action[],
) => {
  const { Listeners: [listener] = [] } = await client.send(
    new elb.CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: actions,
    }),
  );
  const { Rules: [rule] = [] } = await client.send(
    new elb.CreateRuleCommand({
      ListenerArn: listener?.ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/checkout/*'] }],
      Actions: actions,
      Tags: [{ Key: 'evenkeel', Value: 'managed' }],
    }),
  );
  return { listener: listener?.ListenerArn ?? '', rule: rule?.RuleArn ?? '' };
};

/** A listener whose default rule and own rule forward to blue; blue has two targets. */
export const makeLoadBalancer = async (emulator: Emulator, name = 'checkout') => {
  const client = new elb.ElasticLoadBalancingV2Client({
    ...emulatedSettings,
    endpoint: emulator.url,
  });
  const [VpcId = ''] = textsIn(await query(emulator, 'ec2', { Action: 'DescribeVpcs' }), 'vpcId');
  const subnets = textsIn(await query(emulator, 'ec2', { Action: 'DescribeSubnets' }), 'subnetId');
  const { LoadBalancers: [balancer] = [] } = await client.send(
    new elb.CreateLoadBalancerCommand({ Name: `${name}-shop`, Subnets: subnets.slice(0, 2) }),
  );
  const blue = await makeGroup(client, `${name}-blue`, VpcId);
  const green = await makeGroup(client, `${name}-green`, VpcId);
  const made = await makeRule(client, balancer?.LoadBalancerArn, [forward(blue, green)]);
  const Targets = [{ Id: '10.0.0.4' }, { Id: '10.0.0.5' }];
  await client.send(new elb.RegisterTargetsCommand({ TargetGroupArn: blue, Targets }));
  return { blue, green, ...made };
};

/** A service of two tasks behind each target group, of revision 1 and 2. */
export const makeServices = async ({ url }: Emulator, groups: Readonly<Record<string, string>>) => {
  const client = new ecs.ECSClient({ ...emulatedSettings, endpoint: url });
  await client.send(new ecs.CreateClusterCommand({ clusterName: 'shop' }));
  for (const [side, targetGroupArn] of Object.entries(groups)) {
    const { taskDefinition } = await client.send(
      new ecs.RegisterTaskDefinitionCommand({
        family: 'checkout',
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ name: 'app', image: side, portMappings: [{ containerPort: 80 }] }],
      }),
    );
    await client.send(
      new ecs.CreateServiceCommand({
        cluster: 'shop',
        serviceName: `checkout-${side}`,
        desiredCount: 2,
        taskDefinition: taskDefinition?.taskDefinitionArn,
        loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
      }),
    );
  }
};
