import type { AlbTarget, LambdaAliasTarget } from '../../../functions/traffic/domain/target.ts';
import type { Call } from '../../../sandbox/account/service.ts';
import { Clock } from '../../../sandbox/clock.ts';
import { seeded } from '../../../sandbox/random.ts';
import type { WorldSetup } from '../../../sandbox/world/setup.ts';
import { createWorld, type World } from '../../../sandbox/world/world.ts';

export const noon = Date.UTC(2026, 0, 5, 12);
export const minuteMs = 60_000;

const prefix = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:';
export const rule = `${prefix}listener-rule/app/shop/1111111111111111/2222222222222222/3333333333333333`;
export const listener = `${prefix}listener/app/shop/1111111111111111/2222222222222222`;
export const loadBalancer = `${prefix}loadbalancer/app/shop/1111111111111111`;
export const blue = `${prefix}targetgroup/shop-blue/4444444444444444`;
export const green = `${prefix}targetgroup/shop-green/5555555555555555`;
export const foreign = `${prefix}targetgroup/shop-old/6666666666666666`;

export const albTarget: AlbTarget = {
  kind: 'alb',
  rule,
  cluster: 'prod',
  sides: {
    blue: { targetGroup: blue, service: 'shop-blue' },
    green: { targetGroup: green, service: 'shop-green' },
  },
  allowSticky: false,
};

export const aliasTarget: LambdaAliasTarget = {
  kind: 'lambda-alias',
  function: 'pricing',
  alias: 'live',
};

export interface Stage {
  readonly world: World;
  readonly clock: Clock;
  /** Calls a service as a function would. */
  readonly call: (service: string, action: string, input: object) => unknown;
  /** Lets minutes go by. */
  readonly pass: (minutes: number) => Promise<void>;
}

export const aWorld = (setup: Partial<WorldSetup> = {}, seed = 1): Stage => {
  const clock = new Clock(noon);
  const surroundings = {
    clock,
    random: seeded(seed),
    accountId: '111122223333',
    region: 'eu-central-1',
  };
  const world = createWorld(surroundings, {
    target: albTarget,
    revisions: { stable: 'shop:41', canary: 'shop:42' },
    propagationMs: 0,
    ...setup,
  });
  const context: Call = {
    region: surroundings.region,
    accountId: surroundings.accountId,
    caller: undefined,
    clock,
  };
  return {
    world,
    clock,
    call: (service, action, input) => {
      const operation = world.services[service]?.[action];
      if (operation === undefined) throw new Error(`no ${service} ${action}`);
      return operation(input, context);
    },
    pass: async (minutes) => {
      const until = clock.now + minutes * minuteMs;
      clock.at(until, () => {});
      await clock.drive(until);
    },
  };
};

export const aLambdaWorld = (setup: Partial<WorldSetup> = {}, seed = 1): Stage =>
  aWorld({ target: aliasTarget, revisions: { stable: '41', canary: '42' }, ...setup }, seed);
