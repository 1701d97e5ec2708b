import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
  RuleNotFoundException,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { albTraffic } from '../../../functions/traffic/alb.ts';
import { aForward, anAlbTarget, anError, blue, green, listener, other, rule } from './an-alb.ts';

const elb = mockClient(ElasticLoadBalancingV2Client);
const traffic = albTraffic(anAlbTarget());

const ruleIs = (...actions: Action[]) =>
  elb.on(DescribeRulesCommand).resolves({ Rules: [{ RuleArn: rule, Actions: actions }] });

beforeEach(() => {
  elb.reset();
});

describe('readSplit', () => {
  it('reads the shares of a rule of any total', async () => {
    ruleIs(aForward({ [blue]: 9, [green]: 1 }));

    const split = await traffic.readSplit();

    expect(split).toMatchObject({ shares: { blue: 90, green: 10 }, foreign: {} });
    expect(elb.commandCalls(DescribeRulesCommand)[0]?.args[0].input).toEqual({ RuleArns: [rule] });
  });

  const split = { [blue]: 90, [green]: 10 };
  const sticky = (seconds: number): Action => {
    const { ForwardConfig, ...forward } = aForward(split);
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: seconds };
    return { ...forward, ForwardConfig: { ...ForwardConfig, TargetGroupStickinessConfig } };
  };
  const signIn: Action = { Type: 'authenticate-cognito', Order: 1 };

  it.each<[string, Action[], string | undefined, string[] | undefined, string]>([
    ['nothing wrong with', [aForward(split)], undefined, undefined, 'forward'],
    [
      'everything that stands in',
      [signIn, aForward(split)],
      undefined,
      undefined,
      'authenticate-cognito, forward',
    ],
    [
      'the stickiness of',
      [sticky(600)],
      `Rule ${rule} keeps each client on its side for 600 s whatever the weights say`,
      undefined,
      'forward',
    ],
    [
      'the side that is missing from',
      [aForward({ [blue]: 90, [other]: 10 })],
      `Rule ${rule} does not forward to ${green}`,
      ['green'],
      'forward',
    ],
  ])('sees %s the rule with the same read', async (_what, actions, flaw, absent, kinds) => {
    ruleIs(...actions);

    const read = await traffic.readSplit();

    expect(read.flaw).toEqual(flaw === undefined ? undefined : expect.stringContaining(flaw));
    expect([read.absent, read.actions]).toEqual([absent, kinds]);
    expect(elb.calls()).toHaveLength(1);
  });

  it('sees no flaw in stickiness that the plan allows', async () => {
    ruleIs(sticky(600));

    const read = await albTraffic(anAlbTarget({ allowSticky: true })).readSplit();

    expect(read).not.toHaveProperty('flaw');
  });

  it('reads the default rule from its listener', async () => {
    elb.on(DescribeListenersCommand).resolves({
      Listeners: [
        { ListenerArn: listener, DefaultActions: [aForward({ [blue]: 0, [green]: 999 })] },
      ],
    });

    const split = await albTraffic(anAlbTarget({ rule: listener })).readSplit();

    expect(split.shares).toEqual({ blue: 0, green: 100 });
  });

  const missing = new RuleNotFoundException({
    $metadata: {},
    message: 'One or more rules not found',
  });

  it.each([
    {
      name: 'access is denied',
      thrown: anError('AccessDenied'),
      error: 'UnreadableError',
      because: "this function's role may not call elasticloadbalancing:DescribeRules",
    },
    {
      name: 'the rule does not exist',
      thrown: missing,
      error: 'UnsupportedTrafficError',
      because: 'does not exist: elasticloadbalancing:DescribeRules answers RuleNotFoundException',
    },
    {
      name: 'ELB throttles',
      thrown: anError('Throttling', 'Rate exceeded'),
      error: 'UnreadableError',
      because: 'elasticloadbalancing:DescribeRules failed with Throttling (Rate exceeded)',
    },
    {
      name: 'the answer does not come',
      thrown: anError('TimeoutError', 'timed out'),
      error: 'UnreadableError',
      because: 'could not be read',
    },
  ])('says so when $name', async ({ thrown, error, because }) => {
    elb.on(DescribeRulesCommand).rejects(thrown);

    const reading = traffic.readSplit();

    await expect(reading).rejects.toMatchObject({
      name: error,
      message: expect.stringContaining(because),
      cause: { name: thrown.name },
    });
  });

  it('says so when the answer lacks the rule', async () => {
    elb.on(DescribeRulesCommand).resolves({ Rules: [] });

    await expect(traffic.readSplit()).rejects.toMatchObject({
      name: 'UnsupportedTrafficError',
      message: expect.stringContaining(`Rule ${rule} does not exist`),
    });
  });
});
