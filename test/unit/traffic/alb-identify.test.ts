import { DescribeServicesCommand, ECSClient, type Service } from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { albTraffic } from '../../../functions/traffic/alb.ts';
import { anAlbTarget, aService, aSplit, other, taskDefinition } from './an-alb.ts';

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

describe('identify', () => {
  it.each(['checkout:42', taskDefinition(42)])(
    'finds the sides for revision %s',
    async (revision) => {
      const sides = await traffic.identify(revision, aSplit(100));

      expect(sides).toEqual({ stable: 'blue', canary: 'green' });
    },
  );

  it('finds stable by its traffic and not by its name', async () => {
    const sides = await traffic.identify('checkout:41', aSplit(0));

    expect(sides).toEqual({ stable: 'green', canary: 'blue' });
  });

  it.each([
    { split: aSplit(70), live: 'blue 70 %, green 30 %' },
    {
      split: aSplit(99.9, { shares: { blue: 99.9, green: 0.1 } }),
      live: 'blue 99.9 %, green 0.1 %',
    },
    {
      split: aSplit(90, { shares: { blue: 90, green: 0 }, foreign: { [other]: 10 } }),
      live: `blue 90 %, green 0 %, ${other} 10 %`,
    },
  ])('refuses to start over a live split of $live', async ({ split, live }) => {
    await expect(traffic.identify('checkout:42', split)).rejects.toMatchObject({
      name: 'DriftError',
      message: expect.stringContaining(`A split is already live: ${live};`),
    });
  });

  it('refuses a revision that has all the traffic', async () => {
    await expect(traffic.identify('checkout:41', aSplit(100))).rejects.toMatchObject({
      name: 'AlreadyLiveError',
      message:
        'Revision checkout:41 already has all the traffic on blue; nothing was changed, and there is nothing to do.',
    });
  });

  const primary = {
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    taskDefinition: taskDefinition(42),
  } as const;

  it.each<{ name: string; changes: Partial<Service>; because: string }>([
    {
      name: 'another revision',
      changes: { deployments: [{ ...primary, taskDefinition: taskDefinition(43) }] },
      because: 'green runs checkout:43 (PRIMARY, COMPLETED)',
    },
    {
      name: 'a family whose name only ends alike',
      changes: {
        deployments: [
          { ...primary, taskDefinition: taskDefinition(42).replace('/checkout', '/pre-checkout') },
        ],
      },
      because: 'green runs pre-checkout:42 (PRIMARY, COMPLETED)',
    },
    {
      name: 'two revisions at once',
      changes: {
        deployments: [
          primary,
          { status: 'ACTIVE', rolloutState: 'COMPLETED', taskDefinition: taskDefinition(41) },
        ],
      },
      because: 'green runs checkout:42 (PRIMARY, COMPLETED) and checkout:41 (ACTIVE, COMPLETED)',
    },
    {
      name: 'a deployment under way',
      changes: { deployments: [{ ...primary, rolloutState: 'IN_PROGRESS' }] },
      because: 'green runs checkout:42 (PRIMARY, IN_PROGRESS)',
    },
    {
      name: 'a deployment without a rollout state',
      changes: { deployments: [{ ...primary, rolloutState: undefined }] },
      because: 'green runs checkout:42 (PRIMARY, no rollout state)',
    },
    { name: 'no deployment', changes: { deployments: [] }, because: 'green runs no deployment' },
    {
      name: 'fewer tasks than desired',
      changes: { runningCount: 1 },
      because: '1 of 2 tasks running',
    },
    { name: 'pending tasks', changes: { pendingCount: 1 }, because: '1 pending' },
    {
      name: 'an unknown number of pending tasks',
      changes: { pendingCount: undefined },
      because: 'an unknown number pending',
    },
    {
      name: 'no task',
      changes: { desiredCount: 0, runningCount: 0 },
      because: '0 of 0 tasks running',
    },
  ])('refuses a canary with $name and says what runs there', async ({ changes, because }) => {
    servicesAre(aService('green', 42, changes));

    await expect(traffic.identify('checkout:42', aSplit(100))).rejects.toMatchObject({
      name: 'WrongRevisionError',
      message: expect.stringContaining(because),
    });
  });

  it('overlooks a deployment that ECS has replaced', async () => {
    const replaced = { ...primary, status: 'INACTIVE', taskDefinition: taskDefinition(40) };
    servicesAre(aService('green', 42, { deployments: [primary, replaced] }));

    await expect(traffic.identify('checkout:42', aSplit(100))).resolves.toBeDefined();
  });
});
