import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
} from '@aws-sdk/client-ecs';
import {
  DescribeRulesCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { albTraffic } from '../../functions/traffic/alb.ts';
import type { Split, Traffic } from '../../functions/traffic/domain/traffic.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aNumber } from '../support/fuzz/hostile.ts';
import { mutatedWithinType } from '../support/fuzz/mutated.ts';
import { outcomeOf } from '../support/fuzz/refusal.ts';
import {
  aForward,
  anAlbTarget,
  aService,
  aSplit,
  blue,
  green,
  rule,
  taskDefinition,
} from '../unit/traffic/an-alb.ts';

const balancer = mockClient(ElasticLoadBalancingV2Client);
const containers = mockClient(ECSClient);
const lambda = mockClient(LambdaClient);

beforeEach(() => {
  for (const mock of [balancer, containers, lambda]) mock.reset();
});

/** Shares that mean something: each from 0 to 100, and 100 together. */
const expectShares = ({ shares, foreign }: Split): void => {
  const all = [...Object.values(shares), ...Object.values(foreign)];
  for (const share of all) {
    expect(share).toBeGreaterThanOrEqual(0);
    expect(share).toBeLessThanOrEqual(100);
  }
  expect(all.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 5);
};

const expectCondition = async (traffic: Traffic, side: string): Promise<void> => {
  const outcome = await outcomeOf(() => traffic.inspect(side));
  if (!('value' in outcome)) return;
  const { healthy, running, desired, because, settled } = outcome.value;
  for (const count of [healthy, running, desired]) expect(count).toBeGreaterThanOrEqual(0);
  if (settled) expect(running).toBe(desired);
  expect(because.length).toBeLessThan(5_000);
};

describe('an answer of ELB', () => {
  const traffic = albTraffic(anAlbTarget());
  const sides = { stable: 'blue', canary: 'green' };
  const rules = {
    Rules: [
      {
        RuleArn: rule,
        IsDefault: false,
        Actions: [
          {
            Type: 'authenticate-oidc' as const,
            Order: 1,
            AuthenticateOidcConfig: {
              Issuer: 'https://login',
              AuthorizationEndpoint: 'https://login/a',
              TokenEndpoint: 'https://login/t',
              UserInfoEndpoint: 'https://login/u',
              ClientId: 'shop',
            },
          },
          { ...aForward({ [blue]: 90, [green]: 10 }), Order: 2 },
        ],
      },
    ],
  };
  const aRule = mutatedWithinType(rules);

  it('is a split of 100 %, or cannot be read', () =>
    holds([aRule], async (answer) => {
      balancer.on(DescribeRulesCommand).resolves(answer ?? {});

      const outcome = await outcomeOf(() => traffic.readSplit());

      if ('value' in outcome) expectShares(outcome.value);
    }));

  it('with any weights is a split of 100 %, or cannot be read', () =>
    holds([aNumber, aNumber], async (ofBlue, ofGreen) => {
      const Actions = [aForward({ [blue]: ofBlue, [green]: ofGreen })];
      balancer.on(DescribeRulesCommand).resolves({ Rules: [{ RuleArn: rule, Actions }] });

      const outcome = await outcomeOf(() => traffic.readSplit());

      if ('value' in outcome) expectShares(outcome.value);
    }));

  it('is written back with nothing changed but the weights, or nothing is written', () =>
    holds([aRule, fc.integer({ min: 0, max: 100 })], async (answer, share) => {
      balancer.reset();
      balancer.on(DescribeRulesCommand).resolves(answer ?? {});
      balancer.on(ModifyRuleCommand).resolves({});

      const outcome = await outcomeOf(() => traffic.setCanaryShare(sides, share, aSplit(90)));

      const [written, ...more] = balancer.commandCalls(ModifyRuleCommand);
      expect(more).toEqual([]);
      if ('error' in outcome) expect(written).toBeUndefined();
      if (written === undefined) return;
      const groups = written.args[0].input.Actions?.find(({ Type }) => Type === 'forward');
      const weights = Object.fromEntries(
        groups?.ForwardConfig?.TargetGroups?.map((each) => [each.TargetGroupArn, each.Weight]) ??
          [],
      );
      expect(weights).toEqual({ [green]: share, [blue]: 100 - share });
      const kinds = answer.Rules?.find(({ RuleArn }) => RuleArn === rule)?.Actions;
      expect(written.args[0].input.Actions?.map(({ Type }) => Type)).toEqual(
        kinds?.map(({ Type }) => Type),
      );
    }));

  const health = {
    TargetHealthDescriptions: [1, 2].map((port) => ({
      Target: { Id: `10.0.0.${port}`, Port: port },
      TargetHealth: { State: 'healthy' as const },
    })),
  };
  const services = { services: [aService('green', 42)], failures: [{ reason: 'MISSING' }] };

  it('and of ECS is the condition of a side, or cannot be read', () =>
    holds(
      [mutatedWithinType(services), mutatedWithinType(health)],
      async (ofService, ofTargets) => {
        containers.on(DescribeServicesCommand).resolves(ofService ?? {});
        balancer.on(DescribeTargetHealthCommand).resolves(ofTargets ?? {});

        await expectCondition(traffic, 'green');
      },
    ));

  it('and of ECS labels a side with texts, or cannot be read', () =>
    holds(
      [
        mutatedWithinType(services),
        mutatedWithinType({
          taskDefinition: {
            taskDefinitionArn: taskDefinition(42),
            containerDefinitions: [{ name: 'app', cpu: 256, memory: 512, memoryReservation: 256 }],
          },
        }),
      ],
      async (ofService, ofDefinition) => {
        containers.on(DescribeServicesCommand).resolves(ofService ?? {});
        containers.on(DescribeTaskDefinitionCommand).resolves(ofDefinition ?? {});

        const outcome = await outcomeOf(() => traffic.labels('green'));

        if (!('value' in outcome)) return;
        for (const label of Object.values(outcome.value))
          expect(label).toMatch(/^(?!NaN|Infinity|-).+/);
      },
    ));
});
