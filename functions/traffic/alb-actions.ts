import type { Action, TargetGroupTuple } from '@aws-sdk/client-elastic-load-balancing-v2';
import { brief } from '../platform/brief.ts';
import { UnsupportedTrafficError } from '../platform/errors.ts';
import { sharesOfWeights } from './domain/shares.ts';
import type { AlbTarget } from './domain/target.ts';
import type { Split } from './domain/traffic.ts';

/** A rule's weights by the ARN of the target group. */
export type GroupWeights = Readonly<Record<string, number>>;

const unsupported = (rule: string, because: string): UnsupportedTrafficError =>
  new UnsupportedTrafficError(
    `Rule ${rule} ${because}; this changed nothing, and retrying does not help until the rule is changed.`,
  );

/** @throws UnsupportedTrafficError unless the rule ends in exactly one forward action. */
export const forwardOf = (rule: string, actions: readonly Action[]): Action => {
  const forwards = actions.filter((action) => action.Type === 'forward');
  const [forward] = forwards;
  if (forward !== undefined && forwards.length === 1) return forward;
  const types = brief(actions.map((action) => action.Type).join(', ') || 'nothing', 100);
  throw unsupported(rule, `has the actions ${types}, and exactly one forward action is allowed`);
};

const tuplesOf = (forward: Action): readonly TargetGroupTuple[] => {
  const tuples = forward.ForwardConfig?.TargetGroups ?? [];
  if (tuples.length > 0) return tuples;
  return forward.TargetGroupArn === undefined
    ? []
    : [{ TargetGroupArn: forward.TargetGroupArn, Weight: 1 }];
};

/** @throws UnsupportedTrafficError when a weight is missing or none is above 0. */
export const weightsOf = (rule: string, actions: readonly Action[]): GroupWeights => {
  const weights: Record<string, number> = {};
  for (const { TargetGroupArn, Weight } of tuplesOf(forwardOf(rule, actions))) {
    if (TargetGroupArn === undefined || Weight === undefined)
      throw unsupported(
        rule,
        `names target group ${brief(TargetGroupArn ?? '(none)', 200)} without a weight`,
      );
    if (!Number.isInteger(Weight) || Weight < 0)
      throw unsupported(
        rule,
        `gives target group ${brief(TargetGroupArn, 200)} the weight ${Weight}`,
      );
    weights[TargetGroupArn] = Weight;
  }
  if (!Object.values(weights).some((weight) => weight > 0))
    throw unsupported(rule, 'has no target group with a weight above 0, so no share is defined');
  return weights;
};

/**
 * The split of a rule. A side whose target group is not in the rule gets no traffic and is read as
 * 0; that both are in it is for the check before a run and for every write.
 */
export const splitOf = (target: AlbTarget, weights: GroupWeights, at: number): Split => {
  const all = sharesOfWeights(weights);
  const named = Object.entries(target.sides);
  const ours = new Set(named.map(([, side]) => side.targetGroup));
  return {
    shares: Object.fromEntries(
      named.map(([side, { targetGroup }]) => [side, all[targetGroup] ?? 0]),
    ),
    foreign: Object.fromEntries(Object.entries(all).filter(([group]) => !ours.has(group))),
    at,
  };
};

/** How long a client stays with its target group whatever the weights say, in seconds; 0: it does not. */
export const stickySeconds = (forward: Action): number => {
  const stickiness = forward.ForwardConfig?.TargetGroupStickinessConfig;
  return stickiness?.Enabled === true
    ? (stickiness.DurationSeconds ?? Number.POSITIVE_INFINITY)
    : 0;
};

const reweighed = (forward: Action, weights: GroupWeights): Action => {
  // ELB refuses a top-level target group beside a forward configuration with two of them, and
  // answers a read with both.
  const { TargetGroupArn: _, ...rest } = forward;
  const groups = tuplesOf(forward).map((tuple) => ({
    ...tuple,
    Weight: weights[tuple.TargetGroupArn ?? ''] ?? tuple.Weight,
  }));
  return { ...rest, ForwardConfig: { ...forward.ForwardConfig, TargetGroups: groups } };
};

const withExistingSecret = (action: Action): Action => {
  if (action.AuthenticateOidcConfig === undefined) return action;
  // A read never answers the client secret, and a write without either is refused.
  const { ClientSecret: _, ...configuration } = action.AuthenticateOidcConfig;
  return {
    ...action,
    AuthenticateOidcConfig: { ...configuration, UseExistingClientSecret: true },
  };
};

/**
 * The same actions with other weights. A write replaces the whole list, so that everything which was
 * read goes back: order, stickiness, authentication.
 */
export const withWeights = (actions: readonly Action[], weights: GroupWeights): Action[] =>
  actions.map((action) =>
    action.Type === 'forward' ? reweighed(action, weights) : withExistingSecret(action),
  );
