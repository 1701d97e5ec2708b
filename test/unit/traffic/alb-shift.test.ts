import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { albTraffic } from '../../../functions/traffic/alb.ts';
import {
  aForward,
  anAlbTarget,
  anError,
  aSplit,
  blue,
  green,
  listener,
  other,
  rule,
} from './an-alb.ts';

const elb = mockClient(ElasticLoadBalancingV2Client);
const sides = { stable: 'blue', canary: 'green' };
const traffic = albTraffic(anAlbTarget());

const ruleIs = (...actions: Action[]) =>
  elb.on(DescribeRulesCommand).resolves({ Rules: [{ RuleArn: rule, Actions: actions }] });

const writes = () => elb.commandCalls(ModifyRuleCommand).map((call) => call.args[0].input);

beforeEach(() => {
  elb.reset();
});

describe('setCanaryShare', () => {
  it.each([
    { from: { [blue]: 100, [green]: 0 }, seen: 100, share: 10, to: { [blue]: 90, [green]: 10 } },
    { from: { [blue]: 9, [green]: 1 }, seen: 90, share: 50, to: { [blue]: 50, [green]: 50 } },
    { from: { [blue]: 50, [green]: 50 }, seen: 50, share: 100, to: { [blue]: 0, [green]: 100 } },
    { from: { [blue]: 0, [green]: 100 }, seen: 0, share: 0, to: { [blue]: 100, [green]: 0 } },
  ])('writes $share % as whole weights', async ({ from, seen, share, to }) => {
    ruleIs(aForward(from));
    elb.on(ModifyRuleCommand).resolves({});

    await traffic.setCanaryShare(sides, share, aSplit(seen));

    expect(writes()).toEqual([{ RuleArn: rule, Actions: [aForward(to)] }]);
  });

  it('writes a default rule through its listener', async () => {
    elb
      .on(DescribeListenersCommand)
      .resolves({
        Listeners: [
          { ListenerArn: listener, DefaultActions: [aForward({ [blue]: 1, [green]: 0 })] },
        ],
      })
      .on(ModifyListenerCommand)
      .resolves({});

    await albTraffic(anAlbTarget({ rule: listener })).setCanaryShare(sides, 10, aSplit(100));

    expect(elb.commandCalls(ModifyListenerCommand)[0]?.args[0].input).toEqual({
      ListenerArn: listener,
      DefaultActions: [aForward({ [blue]: 90, [green]: 10 })],
    });
  });

  it.each([
    { name: 'the same weights', live: { [blue]: 90, [green]: 10 } },
    { name: 'weights of another total', live: { [blue]: 9, [green]: 1 } },
  ])('writes nothing when $name are live already', async ({ live }) => {
    ruleIs(aForward(live));

    await traffic.setCanaryShare(sides, 10, aSplit(90));

    expect(writes()).toEqual([]);
  });

  it('converges after a lost answer without a second write', async () => {
    ruleIs(aForward({ [blue]: 100, [green]: 0 }));
    elb.on(ModifyRuleCommand).callsFake(() => {
      ruleIs(aForward({ [blue]: 90, [green]: 10 }));
      throw anError('TimeoutError', 'the answer was lost');
    });

    const first = traffic.setCanaryShare(sides, 10, aSplit(100));

    await expect(first).rejects.toMatchObject({ name: 'ChangeFailedError' });
    await traffic.setCanaryShare(sides, 10, await traffic.readSplit());
    expect(writes()).toHaveLength(1);
  });

  it.each([
    { thrown: anError('TimeoutError', 'timed out') },
    { thrown: anError('Throttling', 'Rate exceeded') },
    { thrown: anError('AccessDenied', 'not authorized') },
  ])('says that the effect is not known after $thrown.name', async ({ thrown }) => {
    ruleIs(aForward({ [blue]: 100, [green]: 0 }));
    elb.on(ModifyRuleCommand).rejects(thrown);

    const shift = traffic.setCanaryShare(sides, 10, aSplit(100));

    await expect(shift).rejects.toMatchObject({
      name: 'ChangeFailedError',
      message: `Rule ${rule} may or may not have changed: elasticloadbalancing:ModifyRule failed with ${thrown.name} (${thrown.message}); read its weights before anything else, and retrying is safe.`,
      cause: thrown,
    });
    expect(writes()).toHaveLength(1);
  });

  it.each<{ name: string; live: Action; because: string }>([
    {
      name: 'the weights are not those that were seen',
      live: aForward({ [blue]: 70, [green]: 30 }),
      because:
        'is at blue 70 %, green 30 % and was at blue 100 %, green 0 % when it was read before',
    },
    {
      name: 'a third target group is in the rule',
      live: aForward({ [blue]: 100, [green]: 0, [other]: 0 }),
      because: 'no longer forwards to just its two sides',
    },
    {
      name: 'the canary is not in the rule',
      live: aForward({ [blue]: 100 }),
      because: 'no longer forwards to just its two sides',
    },
  ])('refuses when $name', async ({ live, because }) => {
    ruleIs(live);

    const shift = traffic.setCanaryShare(sides, 10, aSplit(100));

    await expect(shift).rejects.toMatchObject({
      name: 'DriftError',
      message: expect.stringContaining(because),
    });
    expect(writes()).toEqual([]);
  });

  it.each([
    { name: 'a share that is no whole percentage', sides, share: 12.5 },
    {
      name: 'a side that the catalogue does not name',
      sides: { ...sides, canary: 'red' },
      share: 1,
    },
  ])('refuses $name before it reads anything', async ({ sides: given, share }) => {
    const shift = traffic.setCanaryShare(given, share, aSplit(100));

    await expect(shift).rejects.toMatchObject({ name: 'InvalidInputError' });
    expect(elb.calls()).toHaveLength(0);
  });
});
