import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { StickyRuleError, UnsupportedTrafficError } from '../platform/errors.ts';
import { forwardOf, stickySeconds, weightsOf } from './alb-actions.ts';
import { readActions } from './alb-rule.ts';
import type { AlbTarget } from './domain/target.ts';
import type { Side, Split } from './domain/traffic.ts';
import { readService, requirePlainService } from './ecs-service.ts';

/** `app/name/id` of a rule's or a listener's ARN, as CloudWatch calls the load balancer. */
export const loadBalancerOf = (rule: string): string => rule.split('/').slice(1, 4).join('/');

const unsupported = (because: string): UnsupportedTrafficError =>
  new UnsupportedTrafficError(
    `${because}; no traffic was moved, and retrying does not help until rule or catalogue is changed.`,
  );

/** Sides whose target group is not in the rule. */
const absentSides = ({ sides }: AlbTarget, live: readonly string[]): Side[] =>
  Object.keys(sides).filter((side) => !live.includes(sides[side]?.targetGroup ?? ''));

const absence = ({ rule, sides }: AlbTarget, absent: readonly Side[]): string => {
  const groups = absent.map((side) => sides[side]?.targetGroup).join(', ');
  return `Rule ${rule} does not forward to ${groups}, whose targets stay unused until it does; allowed: both target groups in the rule, one of them with weight 0`;
};

const stickiness = ({ rule, allowSticky }: AlbTarget, seconds: number): string | undefined =>
  seconds === 0 || allowSticky
    ? undefined
    : `Rule ${rule} keeps each client on its side for ${seconds} s whatever the weights say, so a rollback may take that long; allowed: no stickiness, or allowSticky in the catalogue`;

/** What of a rule that was read for its weights says more than they do. */
export const shapeOf = (
  target: AlbTarget,
  actions: readonly Action[],
  live: readonly string[],
): Pick<Split, 'flaw' | 'absent' | 'actions'> => {
  const absent = absentSides(target, live);
  const flaw =
    absent.length > 0
      ? absence(target, absent)
      : stickiness(target, stickySeconds(forwardOf(target.rule, actions)));
  return {
    ...(flaw !== undefined && { flaw }),
    ...(absent.length > 0 && { absent }),
    actions: actions.map(({ Type: kind }) => kind).join(', '),
  };
};

const requireOwnGroups = (target: AlbTarget, live: readonly string[]): void => {
  const absent = absentSides(target, live);
  if (absent.length > 0) throw unsupported(absence(target, absent));
  const ours = Object.values(target.sides).map((side) => side.targetGroup);
  const foreign = live.filter((group) => !ours.includes(group));
  if (foreign.length > 0)
    throw unsupported(
      `Rule ${target.rule} also forwards to ${foreign.join(', ')}; only the target groups of the two sides are allowed`,
    );
};

const requireNotSticky = (target: AlbTarget, seconds: number): void => {
  const sticky = stickiness(target, seconds);
  if (sticky === undefined) return;
  throw new StickyRuleError(
    `${sticky}; no traffic was moved, and retrying does not help until one of them is changed.`,
  );
};

/**
 * Refuses a rule that cannot be moved safely.
 *
 * @throws StickyRuleError, UnsupportedTrafficError, UnreadableError
 */
export const checkAlb = async (target: AlbTarget): Promise<void> => {
  const { rule, cluster } = target;
  if (!loadBalancerOf(rule).startsWith('app/'))
    throw unsupported(`Rule ${rule} is not one of an Application Load Balancer (app/)`);
  const actions = await readActions(rule);
  requireOwnGroups(target, Object.keys(weightsOf(rule, actions)));
  requireNotSticky(target, stickySeconds(forwardOf(rule, actions)));
  for (const { service, targetGroup } of Object.values(target.sides))
    requirePlainService(await readService(cluster, service), targetGroup);
};
