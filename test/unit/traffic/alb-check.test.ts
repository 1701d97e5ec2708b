import { DescribeServicesCommand, ECSClient, type Service } from '@aws-sdk/client-ecs';
import {
  type Action,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { albTraffic } from '../../../functions/traffic/alb.ts';
import { aForward, anAlbTarget, anError, aService, blue, green, other, rule } from './an-alb.ts';

const elb = mockClient(ElasticLoadBalancingV2Client);
const ecs = mockClient(ECSClient);

const sticky = (weights: Record<string, number>): Action => {
  const forward = aForward(weights);
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 3_600 };
  return { ...forward, ForwardConfig: { ...forward.ForwardConfig, TargetGroupStickinessConfig } };
};

const ruleIs = (action: Action, IsDefault = false) =>
  elb
    .on(DescribeRulesCommand)
    .resolves({ Rules: [{ RuleArn: rule, IsDefault, Actions: [action] }] });

const servicesAre = (...services: Service[]) => {
  for (const service of services)
    ecs
      .on(DescribeServicesCommand, { cluster: 'shop', services: [service.serviceName ?? ''] })
      .resolves({ services: [service] });
};

beforeEach(() => {
  elb.reset();
  ecs.reset();
  ruleIs(aForward({ [blue]: 100, [green]: 0 }));
  servicesAre(aService('blue', 41), aService('green', 42));
});

describe('check', () => {
  it('accepts a rule that forwards to the two sides and to nobody else', async () => {
    await expect(albTraffic(anAlbTarget()).check()).resolves.toBeUndefined();
  });

  it('refuses a sticky rule and says how long a rollback may take', async () => {
    ruleIs(sticky({ [blue]: 100, [green]: 0 }));

    await expect(albTraffic(anAlbTarget()).check()).rejects.toMatchObject({
      name: 'StickyRuleError',
      message: `Rule ${rule} keeps each client on its side for 3600 s whatever the weights say, so a rollback may take that long; allowed: no stickiness, or allowSticky in the catalogue; no traffic was moved, and retrying does not help until one of them is changed.`,
    });
  });

  it('accepts a sticky rule when the catalogue allows it', async () => {
    ruleIs(sticky({ [blue]: 100, [green]: 0 }));

    await expect(albTraffic(anAlbTarget({ allowSticky: true })).check()).resolves.toBeUndefined();
  });

  it.each<{ name: string; action: Action; because: string }>([
    {
      name: 'lacks a side',
      action: aForward({ [blue]: 1 }),
      because: `does not forward to ${green}, whose targets stay unused until it does`,
    },
    {
      name: 'has a third target group, even without weight',
      action: aForward({ [blue]: 1, [green]: 0, [other]: 0 }),
      because: `also forwards to ${other}; only the target groups of the two sides are allowed`,
    },
    {
      name: 'redirects',
      action: { Type: 'redirect' },
      because: 'has the actions redirect, and exactly one forward action is allowed',
    },
    {
      name: 'has no weight above 0',
      action: aForward({ [blue]: 0, [green]: 0 }),
      because: 'has no target group with a weight above 0',
    },
  ])('refuses a rule that $name', async ({ action, because }) => {
    ruleIs(action);

    await expect(albTraffic(anAlbTarget()).check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining(`Rule ${rule} ${because}`),
    });
  });

  it('refuses a default rule that is named by its own ARN', async () => {
    ruleIs(aForward({ [blue]: 1, [green]: 0 }), true);

    await expect(albTraffic(anAlbTarget()).check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining("name the listener's ARN instead"),
    });
  });

  it('refuses a rule of a Network Load Balancer', async () => {
    const target = anAlbTarget({ rule: rule.replace('/app/', '/net/') });

    await expect(albTraffic(target).check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining('is not one of an Application Load Balancer'),
    });
  });

  it.each<{ name: string; green: Partial<Service>; because: string }>([
    {
      name: 'stands behind another target group',
      green: { loadBalancers: [{ targetGroupArn: other }] },
      because: `registers its tasks with ${other}, and the catalogue says ${green}`,
    },
    {
      name: 'stands behind no target group',
      green: { loadBalancers: [] },
      because: 'registers its tasks with no target group',
    },
    {
      name: 'is deployed by CodeDeploy',
      green: { deploymentController: { type: 'CODE_DEPLOY' } },
      because:
        'is deployed by CODE_DEPLOY with the strategy ROLLING, which moves the traffic itself',
    },
    {
      name: 'is shifted by ECS',
      green: { deploymentConfiguration: { strategy: 'CANARY' } },
      because: 'is deployed by ECS with the strategy CANARY, which moves the traffic itself',
    },
    {
      name: 'is not active',
      green: { status: 'DRAINING' },
      because: 'is not an active service (DRAINING)',
    },
  ])('refuses a service that $name', async ({ green: changes, because }) => {
    servicesAre(aService('green', 42, changes));

    await expect(albTraffic(anAlbTarget()).check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining(because),
    });
  });

  it('refuses a service that does not exist', async () => {
    ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: 'MISSING' }] });

    await expect(albTraffic(anAlbTarget()).check()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining(
        'ECS service checkout-blue in cluster shop is not an active service (MISSING)',
      ),
    });
  });

  it('says so when services cannot be read', async () => {
    ecs.on(DescribeServicesCommand).rejects(anError('AccessDeniedException'));

    await expect(albTraffic(anAlbTarget()).check()).rejects.toMatchObject({
      name: 'UnreadableError',
      message: expect.stringContaining("this function's role may not call ecs:DescribeServices"),
    });
  });
});
