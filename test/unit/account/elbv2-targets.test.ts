import { describe, expect, it } from 'vitest';
import type { HandChange } from '../../../sandbox/world/listeners.ts';
import { aWorld, blue, foreign, green, loadBalancer, rule } from '../world/a-world.ts';
import { elb, forward, modify, ruleOf, states } from './balancer-calls.ts';

describe('the health of targets', () => {
  it('is that of the tasks of the side', async () => {
    const stage = aWorld({ tasks: { blue: 4, green: 3 } });
    stage.world.setHealth('green', 1);
    stage.world.scale('blue', 2);

    const during = [states(stage, blue), states(stage, green)];
    await stage.pass(2);

    expect(during).toEqual([
      ['healthy', 'healthy', 'draining', 'draining'],
      ['healthy', 'unhealthy', 'unhealthy'],
    ]);
    expect(states(stage, blue)).toEqual(['healthy', 'healthy']);
  });

  it('is unused while no rule uses the group', () => {
    const stage = aWorld({ tasks: { green: 2 } });

    modify(stage, [forward({ [blue]: 1 })]);

    expect(states(stage, green)).toEqual(['unused', 'unused']);
  });

  it('belongs to groups of the load balancer', () => {
    const stage = aWorld();

    const answer = elb(stage, 'DescribeTargetGroups', { TargetGroupArns: [blue] });

    expect(answer).toMatchObject({
      TargetGroups: [
        { TargetGroupArn: blue, TargetGroupName: 'shop-blue', LoadBalancerArns: [loadBalancer] },
      ],
    });
  });
});

describe('a person who sets weights by hand', () => {
  it('changes the rule and leaves a trace for CloudTrail', () => {
    const stage = aWorld({ rule: { authenticates: true } });
    const changes: HandChange[] = [];
    stage.world.onChange((change) => changes.push(change));

    stage.world.setWeightsByHand({ blue: 20, green: 80 }, 'arn:aws:iam::111122223333:user/ana');

    expect(stage.world.truth()).toEqual({ blue: 20, green: 80 });
    expect(ruleOf(stage)?.Actions?.map(({ Type }) => Type)).toEqual([
      'authenticate-oidc',
      'forward',
    ]);
    expect(changes).toMatchObject([
      {
        eventName: 'ModifyRule',
        eventSource: 'elasticloadbalancing.amazonaws.com',
        who: 'arn:aws:iam::111122223333:user/ana',
        resource: rule,
        requestParameters: {
          ruleArn: rule,
          actions: [
            { type: 'authenticate-oidc' },
            {
              type: 'forward',
              forwardConfig: {
                targetGroups: [
                  { targetGroupArn: blue, weight: 20 },
                  { targetGroupArn: green, weight: 80 },
                ],
              },
            },
          ],
        },
      },
    ]);
  });

  it('may put a target group into the rule that the catalogue does not name', () => {
    const stage = aWorld({ otherSides: { old: { targetGroup: foreign, service: 'shop-old' } } });

    stage.world.setWeightsByHand({ blue: 50, old: 50 }, 'ana');

    expect(stage.world.truth()).toEqual({ blue: 50, green: 0, old: 50 });
  });

  it('cannot name a side that does not exist', () => {
    const { world } = aWorld();

    expect(() => world.setWeightsByHand({ red: 1 }, 'ana')).toThrow('there is no side red');
  });
});
