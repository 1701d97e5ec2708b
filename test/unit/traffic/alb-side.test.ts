import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { albTraffic } from '../../../functions/traffic/alb.ts';
import { anAlbTarget, anError, aService, green, taskDefinition } from './an-alb.ts';

const elb = mockClient(ElasticLoadBalancingV2Client);
const ecs = mockClient(ECSClient);
const traffic = albTraffic(anAlbTarget());

const servicesAre = (...services: Service[]) => {
  for (const service of services)
    ecs
      .on(DescribeServicesCommand, { cluster: 'shop', services: [service.serviceName ?? ''] })
      .resolves({ services: [service] });
};

const healthIs = (...states: ('healthy' | 'unhealthy' | 'unused' | 'draining' | 'initial')[]) =>
  elb.on(DescribeTargetHealthCommand).resolves({
    TargetHealthDescriptions: states.map((State) => ({ TargetHealth: { State } })),
  });

beforeEach(() => {
  elb.reset();
  ecs.reset();
  servicesAre(aService('blue', 41), aService('green', 42));
  healthIs('healthy', 'healthy');
});

describe('inspect', () => {
  it('counts the healthy targets of the side alone', async () => {
    healthIs('healthy', 'unhealthy', 'draining', 'initial', 'unused');

    const condition = await traffic.inspect('green');

    expect(condition).toEqual({
      side: 'green',
      revision: taskDefinition(42),
      complete: true,
      settled: true,
      healthy: 1,
      running: 2,
      desired: 2,
      because:
        'green runs checkout:42 (PRIMARY, COMPLETED): 2 of 2 tasks running, 0 pending, 1 healthy',
    });
    expect(elb.commandCalls(DescribeTargetHealthCommand)[0]?.args[0].input).toEqual({
      TargetGroupArn: green,
    });
  });

  it('does not call a service settled whose tasks ECS does not count', async () => {
    servicesAre(aService('green', 42, { desiredCount: undefined, runningCount: undefined }));

    const condition = await traffic.inspect('green');

    expect(condition.settled).toBe(false);
  });

  it('calls a service complete that is being scaled, but not settled', async () => {
    servicesAre(aService('green', 42, { desiredCount: 14, pendingCount: 12 }));

    expect(await traffic.inspect('green')).toMatchObject({ complete: true, settled: false });
  });

  it('says so when the health cannot be read', async () => {
    elb.on(DescribeTargetHealthCommand).rejects(anError('InternalFailure'));

    await expect(traffic.inspect('green')).rejects.toMatchObject({
      name: 'UnreadableError',
      message: expect.stringContaining(`The health of target group ${green} could not be read`),
    });
  });

  it('refuses a side that the catalogue does not name', async () => {
    await expect(traffic.inspect('red')).rejects.toThrow(
      'side: red is not allowed; allowed: blue, green',
    );
  });
});

describe('inspectHealth', () => {
  it('asks the load balancer alone, whatever becomes of ECS', async () => {
    ecs.on(DescribeServicesCommand).rejects(anError('ServerException'));
    healthIs('healthy', 'unhealthy', 'draining');

    expect(await traffic.inspectHealth('blue')).toEqual({
      healthy: 1,
      because: 'blue has 1 of 3 targets healthy',
    });
  });
});

describe('inspectRevision', () => {
  it('asks ECS alone, and says nothing of a mix of two', async () => {
    const { deployments = [] } = aService('green', 42);
    servicesAre(
      aService('green', 42, {
        deployments: [
          ...deployments,
          { status: 'ACTIVE', rolloutState: 'COMPLETED', taskDefinition: taskDefinition(41) },
        ],
      }),
    );

    expect(await traffic.inspectRevision('blue')).toEqual({
      revision: taskDefinition(41),
      because: 'blue runs checkout:41 (PRIMARY, COMPLETED)',
    });
    expect(await traffic.inspectRevision('green')).toEqual({
      revision: undefined,
      because: 'green runs checkout:42 (PRIMARY, COMPLETED) and checkout:41 (ACTIVE, COMPLETED)',
    });
    expect(elb.calls()).toEqual([]);
  });
});

describe('labels', () => {
  const definitionIs = (definition: TaskDefinition | undefined) =>
    ecs.on(DescribeTaskDefinitionCommand).resolves({ taskDefinition: definition });

  const names = {
    loadBalancer: 'app/shop/50dc6c495c0c9188',
    targetGroup: 'targetgroup/checkout-green/83e2d6bc24d8a068',
    cluster: 'shop',
    service: 'checkout-green',
  };

  it.each<{ name: string; definition: TaskDefinition; size: Record<string, string> }>([
    {
      name: 'the task',
      definition: { cpu: '512', memory: '1024' },
      size: { cpuUnits: '512', memoryMebibytes: '1024' },
    },
    {
      name: 'its containers',
      definition: {
        containerDefinitions: [
          { cpu: 256, memory: 512, memoryReservation: 384 },
          { cpu: 128, memory: 128 },
        ],
      },
      size: { cpuUnits: '384', memoryMebibytes: '512' },
    },
    {
      name: 'only some of its containers',
      definition: { containerDefinitions: [{ cpu: 256, memory: 512 }, { cpu: 0 }] },
      size: {},
    },
  ])('add what a task reserves, as stated for $name', async ({ definition, size }) => {
    definitionIs(definition);

    const labels = await traffic.labels('green');

    expect(labels).toEqual({ ...names, ...size });
    expect(ecs.commandCalls(DescribeTaskDefinitionCommand)[0]?.args[0].input).toEqual({
      taskDefinition: taskDefinition(42),
    });
  });

  it('use names where the catalogue has ARNs', async () => {
    const cluster = 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop';
    definitionIs({ cpu: '512', memory: '1024' });
    ecs.on(DescribeServicesCommand, { cluster }).resolves({ services: [aService('green', 42)] });

    const labels = await albTraffic(anAlbTarget({ cluster })).labels('green');

    expect(labels).toMatchObject(names);
  });

  it('says so when the answer has no task definition', async () => {
    definitionIs(undefined);

    await expect(traffic.labels('green')).rejects.toMatchObject({ name: 'UnreadableError' });
  });
});
