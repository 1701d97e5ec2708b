import type { Action, DescribeRulesCommandOutput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, it } from 'vitest';
import {
  albTarget,
  aWorld,
  blue,
  foreign,
  green,
  listener,
  loadBalancer,
  rule,
} from '../world/a-world.ts';
import { elb, forward, modify, ruleOf } from './balancer-calls.ts';

describe('a listener rule', () => {
  it('answers the forward with both target groups and no target group above it', () => {
    const found = ruleOf(aWorld());

    expect(found).toMatchObject({ RuleArn: rule, IsDefault: false });
    expect(found?.Actions).toEqual([
      {
        Type: 'forward',
        Order: 1,
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: blue, Weight: 100 },
            { TargetGroupArn: green, Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  it('answers the target group itself for a forward to one', () => {
    const stage = aWorld();

    modify(stage, [{ Type: 'forward', TargetGroupArn: green }]);

    expect(ruleOf(stage)?.Actions?.[0]).toMatchObject({
      TargetGroupArn: green,
      ForwardConfig: { TargetGroups: [{ TargetGroupArn: green, Weight: 1 }] },
    });
  });

  it('replaces all actions: stickiness that is not repeated is gone', () => {
    const stage = aWorld({ rule: { stickySeconds: 300 } });
    const before = ruleOf(stage)?.Actions?.[0]?.ForwardConfig?.TargetGroupStickinessConfig;

    modify(stage, [forward({ [blue]: 1, [green]: 1 })]);

    const after = ruleOf(stage)?.Actions?.[0]?.ForwardConfig?.TargetGroupStickinessConfig;
    expect(before).toEqual({ Enabled: true, DurationSeconds: 300 });
    expect(after).toEqual({ Enabled: false });
  });

  it('moves requests by its weights', () => {
    const stage = aWorld();

    modify(stage, [forward({ [blue]: 3, [green]: 1 })]);

    expect(stage.world.truth()).toEqual({ blue: 75, green: 25 });
  });

  it('routes nobody when every weight is 0', async () => {
    const stage = aWorld();
    modify(stage, [forward({ [blue]: 0, [green]: 0 })]);

    await stage.pass(1);

    const minute = stage.world.minutes().at(-1);
    expect(minute?.rejected).toBe(minute?.offered);
  });

  it.each([
    ['no action', [], 'At least one action'],
    ['a weight above 999', [forward({ [blue]: 1000 })], 'between 0 and 999'],
    ['a weight below 0', [forward({ [blue]: -1 })], 'between 0 and 999'],
    ['half a weight', [forward({ [blue]: 0.5 })], 'between 0 and 999'],
    ['an unknown target group', [forward({ [foreign]: 1 })], 'target groups not found'],
    ['no target group', [forward({})], '1 to 5 target groups'],
    [
      'stickiness without duration',
      [forward({ [blue]: 1 }, { TargetGroupStickinessConfig: { Enabled: true } })],
      'stickiness duration',
    ],
    [
      'a target group above a forward to two',
      [{ ...forward({ [blue]: 1, [green]: 1 }), TargetGroupArn: blue }],
      'you can specify only one target group',
    ],
    [
      'two forwards',
      [
        { ...forward({ [blue]: 1 }), Order: 1 },
        { ...forward({ [green]: 1 }), Order: 2 },
      ],
      'only one that routes',
    ],
    [
      'two actions without order',
      [{ Type: 'authenticate-oidc' }, forward({ [blue]: 1 })] as Action[],
      'order of its own',
    ],
    ['an action it does not simulate', [{ Type: 'redirect' }] as Action[], 'type redirect'],
  ] as const)('refuses %s and changes nothing', (_, actions, message) => {
    const stage = aWorld();
    const before = ruleOf(stage);

    expect(() => modify(stage, actions)).toThrow(message);
    expect(ruleOf(stage)).toEqual(before);
  });

  it('hides the client secret of an authentication and wants it mentioned again', () => {
    const stage = aWorld({ rule: { authenticates: true } });
    const [authentication, forwarding] = ruleOf(stage)?.Actions ?? [];
    const repeat = (more: object) => [
      {
        ...authentication,
        AuthenticateOidcConfig: { ...authentication?.AuthenticateOidcConfig, ...more },
      },
      { ...forward({ [blue]: 1, [green]: 1 }), Order: forwarding?.Order },
    ];

    expect(authentication).not.toHaveProperty('AuthenticateOidcConfig.ClientSecret');
    expect(() => modify(stage, repeat({}) as Action[])).toThrow('client secret');
    modify(stage, repeat({ UseExistingClientSecret: true }) as Action[]);
    expect(stage.world.truth()).toEqual({ blue: 50, green: 50 });
    expect(ruleOf(stage)?.Actions?.[0]).toEqual(authentication);
  });

  it.each([
    ['DescribeRules', { RuleArns: [`${rule}0`] }, 'RuleNotFoundException'],
    ['DescribeRules', { ListenerArn: `${listener}0` }, 'ListenerNotFoundException'],
    ['DescribeRules', {}, 'ValidationError'],
    ['ModifyRule', { RuleArn: `${rule}0`, Actions: [] }, 'RuleNotFoundException'],
    ['ModifyRule', { RuleArn: rule, Conditions: [] }, 'NotSimulatedError'],
    ['ModifyListener', { ListenerArn: listener, DefaultActions: [] }, 'NotSimulatedError'],
    ['ModifyListener', { ListenerArn: listener, Port: 80 }, 'NotSimulatedError'],
    ['DescribeListeners', { ListenerArns: [`${listener}0`] }, 'ListenerNotFoundException'],
    ['DescribeTargetHealth', { TargetGroupArn: foreign }, 'TargetGroupNotFoundException'],
    [
      'DescribeTargetGroups',
      { LoadBalancerArn: `${loadBalancer}0` },
      'LoadBalancerNotFoundException',
    ],
  ])('answers %s %j with %s', (action, input, name) => {
    const stage = aWorld();

    expect(() => elb(stage, action, input)).toThrow(expect.objectContaining({ name }));
  });
});

describe('a default rule', () => {
  const setup = { target: { ...albTarget, rule: listener } };

  it('is changed by ModifyListener alone', () => {
    const stage = aWorld(setup);
    const found = elb(stage, 'DescribeRules', {
      ListenerArn: listener,
    }) as DescribeRulesCommandOutput;
    const [only] = found.Rules ?? [];

    expect(only?.IsDefault).toBe(true);
    expect(() => elb(stage, 'ModifyRule', { RuleArn: only?.RuleArn, Actions: [] })).toThrow(
      expect.objectContaining({ name: 'OperationNotPermittedException' }),
    );
    elb(stage, 'ModifyListener', {
      ListenerArn: listener,
      DefaultActions: [forward({ [blue]: 1, [green]: 3 })],
    });
    expect(stage.world.truth()).toEqual({ blue: 25, green: 75 });
  });
});
