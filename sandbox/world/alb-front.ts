import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AlbTarget } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import { elasticContainers } from '../account/ecs.ts';
import { forwardOf, storedActions } from '../account/elbv2/actions.ts';
import type { Balancer, TargetGroupState } from '../account/elbv2/balancer.ts';
import { elasticLoadBalancing } from '../account/elbv2/elbv2.ts';
import type { Fleet } from './fleet.ts';
import { type FrontAtStart, type Ground, trailParameters } from './front.ts';
import { measureAlb } from './measure-alb.ts';
import { listenerNames } from './names.ts';
import { Routing, type RoutingState, shareOut } from './routing.ts';
import type { WorldSetup } from './setup.ts';

type Sides = Readonly<Record<Side, { readonly targetGroup: string; readonly service: string }>>;

const usualTasks = 6;

const authentication: Action = {
  Type: 'authenticate-oidc',
  Order: 1,
  AuthenticateOidcConfig: {
    Issuer: 'https://login.example.com',
    AuthorizationEndpoint: 'https://login.example.com/authorize',
    TokenEndpoint: 'https://login.example.com/token',
    UserInfoEndpoint: 'https://login.example.com/userinfo',
    ClientId: 'shop',
    OnUnauthenticatedRequest: 'authenticate',
    UseExistingClientSecret: true,
  },
};

const forwardTo = (
  sides: Sides,
  weights: Readonly<Record<Side, number>>,
  stickiness: NonNullable<Action['ForwardConfig']>['TargetGroupStickinessConfig'],
): Action => ({
  Type: 'forward',
  Order: 2,
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([side, Weight]) => {
      const found = sides[side];
      if (found === undefined) {
        throw new Error(`there is no side ${side}; there are ${Object.keys(sides).join(', ')}`);
      }
      return { TargetGroupArn: found.targetGroup, Weight };
    }),
    TargetGroupStickinessConfig: stickiness,
  },
});

const firstActions = (sides: Sides, weights: Record<Side, number>, rule: WorldSetup['rule']) => {
  const seconds = rule?.stickySeconds;
  const stickiness =
    seconds === undefined ? { Enabled: false } : { Enabled: true, DurationSeconds: seconds };
  const forward = forwardTo(sides, weights, stickiness);
  return rule?.authenticates ? [authentication, forward] : [{ ...forward, Order: 1 }];
};

const routingOf = (
  actions: readonly Action[],
  groups: ReadonlyMap<string, TargetGroupState>,
): RoutingState => {
  const { TargetGroups = [], TargetGroupStickinessConfig } = forwardOf(actions).ForwardConfig ?? {};
  const weights = Object.fromEntries(
    TargetGroups.map(({ TargetGroupArn = '', Weight = 0 }) => [
      groups.get(TargetGroupArn)?.side ?? TargetGroupArn,
      Weight,
    ]),
  );
  return {
    shares: shareOut(weights),
    members: Object.keys(weights),
    stickyMs: (TargetGroupStickinessConfig?.DurationSeconds ?? 0) * 1_000,
  };
};

const groupsOf = (sides: Sides, fleets: ReadonlyMap<Side, Fleet>) =>
  new Map<string, TargetGroupState>(
    Object.entries(sides).flatMap(([side, { targetGroup }], network) => {
      const fleet = fleets.get(side);
      return fleet === undefined ? [] : [[targetGroup, { arn: targetGroup, side, network, fleet }]];
    }),
  );

const placeFleets = ({ setup, fleets, newFleet }: Ground, target: AlbTarget, stable: Side) => {
  for (const side of Object.keys(target.sides)) {
    const revision = side === stable ? setup.revisions.stable : setup.revisions.canary;
    fleets.set(side, newFleet(revision, setup.tasks?.[side] ?? usualTasks));
  }
  for (const side of Object.keys(setup.otherSides ?? {})) {
    fleets.set(side, newFleet(`${side}:1`, setup.tasks?.[side] ?? usualTasks));
  }
};

const servicesOf = (sides: Sides, fleets: ReadonlyMap<Side, Fleet>) =>
  new Map(
    Object.entries(sides).flatMap(([side, { targetGroup, service }]) => {
      const fleet = fleets.get(side);
      const name = service.split('/').at(-1) ?? service;
      return fleet === undefined ? [] : [[name, { fleet, targetGroup }] as const];
    }),
  );

/** The side with all the traffic at the start. */
export const firstStableSide = (target: AlbTarget, { stableSide }: WorldSetup): Side => {
  const [first = ''] = Object.keys(target.sides);
  return stableSide ?? first;
};

const balancerOf = (
  { route, setup }: Ground,
  target: AlbTarget,
  groups: ReadonlyMap<string, TargetGroupState>,
  first: readonly Action[],
): Balancer => {
  let actions = storedActions(first, new Set(groups.keys()));
  return {
    names: listenerNames(target.rule),
    rule: target.rule,
    tags: setup.tags ?? {},
    groups,
    actions: () => actions,
    replaceActions: (replaced) => {
      actions = replaced;
      route(routingOf(replaced, groups));
    },
  };
};

/** A listener rule with weighted target groups and an ECS service behind each. */
export const albFront = (ground: Ground, target: AlbTarget): FrontAtStart => {
  const { setup, surroundings, fleets } = ground;
  const stable = firstStableSide(target, setup);
  placeFleets(ground, target, stable);
  const sides: Sides = { ...target.sides, ...setup.otherSides };
  const groups = groupsOf(sides, fleets);
  const none = Object.fromEntries(Object.keys(target.sides).map((side) => [side, 0]));
  const first = firstActions(sides, { ...none, [stable]: 100 }, setup.rule);
  const balancer = balancerOf(ground, target, groups, first);
  const name = target.cluster.split('/').at(-1) ?? target.cluster;
  const cluster = { name, services: servicesOf(sides, fleets) };
  const services = {
    'Elastic Load Balancing v2': elasticLoadBalancing(balancer),
    ECS: elasticContainers(surroundings, cluster),
  };
  return {
    routing: new Routing(routingOf(balancer.actions(), groups)),
    front: {
      services,
      measure: measureAlb(target, sides),
      setWeights: (weights, who) => setByHand(balancer, sides, { ...none, ...weights }, who),
      deploy: (side, revision, seconds) => fleets.get(side)?.deploy(revision, seconds),
    },
  };
};

/** A person keeps everything but the weights; sides that are not named get none. */
const setByHand = (
  balancer: Balancer,
  sides: Sides,
  weights: Readonly<Record<Side, number>>,
  who: string,
) => {
  const old = forwardOf(balancer.actions());
  const stickiness = old.ForwardConfig?.TargetGroupStickinessConfig;
  const forward = { ...forwardTo(sides, weights, stickiness), Order: old.Order };
  const before = balancer.actions().slice(0, -1).map(withExistingSecret);
  balancer.replaceActions(storedActions([...before, forward], new Set(balancer.groups.keys())));
  const isDefault = balancer.rule.includes(':listener/');
  const input = isDefault
    ? { ListenerArn: balancer.rule, DefaultActions: [...before, forward] }
    : { RuleArn: balancer.rule, Actions: [...before, forward] };
  return {
    eventSource: 'elasticloadbalancing.amazonaws.com',
    eventName: isDefault ? 'ModifyListener' : 'ModifyRule',
    who,
    resource: balancer.rule,
    requestParameters: trailParameters(input) as Readonly<Record<string, unknown>>,
  };
};

const withExistingSecret = (action: Action): Action =>
  action.AuthenticateOidcConfig === undefined
    ? action
    : {
        ...action,
        AuthenticateOidcConfig: { ...action.AuthenticateOidcConfig, UseExistingClientSecret: true },
      };
