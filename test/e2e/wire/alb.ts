import { beforeAll, describe, expect, it } from 'vitest';
import { albTraffic } from '../../../functions/traffic/alb.ts';
import { readActions } from '../../../functions/traffic/alb-rule.ts';
import { AlbTarget } from '../../../functions/traffic/domain/target.ts';
import { readManagedTag } from '../../../functions/traffic/managed-tag.ts';
import { deviates } from './left-out.ts';
import { makeLoadBalancer, makeServices } from './shop.ts';
import type { Wire } from './wire.ts';

const sides = { stable: 'blue', canary: 'green' };

/** Rules and listeners on moto, which keeps their weights, and ECS on MiniStack, whose tasks run. */
export const albOverTheWire = (wire: Wire): void => {
  describe('a load balancer', () => {
    let rule: AlbTarget;
    let listener: AlbTarget;

    beforeAll(async () => {
      const made = await makeLoadBalancer(wire.emulator('moto'));
      const { blue, green } = made;
      await makeServices(wire.emulator('MiniStack'), { blue, green });
      wire.route('moto', 'client-elastic-load-balancing-v2');
      wire.route('MiniStack', 'client-ecs');
      rule = AlbTarget.parse({
        kind: 'alb',
        rule: made.rule,
        cluster: 'shop',
        sides: {
          blue: { targetGroup: blue, service: 'checkout-blue' },
          green: { targetGroup: green, service: 'checkout-green' },
        },
      });
      listener = { ...rule, rule: made.listener };
    });

    it('is checked and its sides are told apart', async () => {
      const traffic = albTraffic(rule);
      const split = await traffic.readSplit();

      await expect(traffic.check()).resolves.toBeUndefined();
      expect(split).toMatchObject({ shares: { blue: 100, green: 0 }, foreign: {} });
      expect(await traffic.identify('checkout:2', split)).toEqual(sides);
      expect(await traffic.inspect('blue')).toMatchObject({
        revision: expect.stringMatching(/:task-definition\/checkout:1$/),
        settled: true,
        healthy: 2,
        running: 2,
      });
      expect(await traffic.labels('blue')).toMatchObject({
        cluster: 'shop',
        service: 'checkout-blue',
        cpuUnits: '256',
        memoryMebibytes: '512',
      });
    });

    it.each([
      ['a rule', () => rule],
      ['a listener', () => listener],
    ])('moves the weights of %s and refuses to write over others', async (_, target) => {
      const traffic = albTraffic(target());
      const before = await traffic.readSplit();

      await traffic.setCanaryShare(sides, 10, before);

      expect(await traffic.readSplit()).toMatchObject({ shares: { blue: 90, green: 10 } });
      await expect(traffic.setCanaryShare(sides, 50, before)).rejects.toThrow('somebody else');
      await traffic.setCanaryShare(sides, 0, await traffic.readSplit());
      expect(await traffic.readSplit()).toMatchObject({ shares: { blue: 100, green: 0 } });
    });

    it('shows the tag of the rule, and that the listener has none', async () => {
      expect(await readManagedTag(rule)).toEqual({ resource: rule.rule, value: 'managed' });
      expect(await readManagedTag(listener)).toEqual({
        resource: listener.rule,
        value: undefined,
      });
    });

    it.each([
      ['rule', 'RuleNotFoundException', () => ({ ...rule, rule: `${rule.rule}0` })],
      ['listener', 'ListenerNotFoundException', () => ({ ...rule, rule: `${listener.rule}0` })],
    ])('says that a %s does not exist', async (_, name, target) => {
      await expect(albTraffic(target()).readSplit()).rejects.toMatchObject({
        name: 'UnsupportedTrafficError',
        cause: { name },
      });
    });

    it.each([
      ['target group', { targetGroup: 'nowhere', service: 'checkout-blue' }, {}],
      ['service', { service: 'nowhere' }, {}],
      ['cluster', {}, { cluster: 'nowhere' }],
    ])('says that a %s does not exist', async (_, side, changes) => {
      const blue = { targetGroup: '', service: '', ...rule.sides.blue, ...side };
      const traffic = albTraffic({ ...rule, ...changes, sides: { ...rule.sides, blue } });

      await expect(traffic.inspect('blue')).rejects.toMatchObject({
        name: 'UnsupportedTrafficError',
      });
    });
  });

  describe('a load balancer on MiniStack', () => {
    beforeAll(() => wire.route('MiniStack', 'client-elastic-load-balancing-v2'));

    it(
      deviates(
        'MiniStack',
        'loses the weights of a rule',
        'elasticloadbalancing/latest/APIReference/API_ForwardActionConfig.html',
      ),
      async () => {
        const { rule } = await makeLoadBalancer(wire.emulator('MiniStack'));

        const reading = readActions(rule);

        expect(JSON.stringify(await reading)).not.toContain('Weight');
      },
    );
  });
};
