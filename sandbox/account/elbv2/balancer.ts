import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Side } from '../../../functions/traffic/domain/traffic.ts';
import type { Fleet } from '../../world/fleet.ts';
import type { ListenerNames } from '../../world/names.ts';

export interface TargetGroupState {
  readonly arn: string;
  readonly side: Side;
  /** A number for the addresses of its targets. */
  readonly network: number;
  readonly fleet: Fleet;
}

/** One load balancer with one listener and the rule that a rollout moves. */
export interface Balancer {
  readonly names: ListenerNames;
  /** The ARN of the moved rule, or the listener's when it is the default rule. */
  readonly rule: string;
  /** Of the moved rule, or of the listener when it is the default rule; nothing else has any. */
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: ReadonlyMap<string, TargetGroupState>;
  /** The moved rule's actions as they were last set. */
  readonly actions: () => readonly Action[];
  /** Replaces them; requests follow after the propagation delay. */
  readonly replaceActions: (actions: readonly Action[]) => void;
}

export const movesDefaultRule = ({ rule }: Balancer): boolean => rule.includes(':listener/');

export const defaultRuleArn = ({ names }: Balancer): string =>
  `${names.listenerArn.replace(':listener/', ':listener-rule/')}/0d0e0f0a01020304`;
