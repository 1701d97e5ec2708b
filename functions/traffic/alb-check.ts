import { StickyRuleError, UnsupportedTrafficError } from '../platform/errors.ts';
import { forwardOf, stickySeconds, weightsOf } from './alb-actions.ts';
import { readActions } from './alb-rule.ts';
import type { AlbTarget } from './domain/target.ts';
import { readService, requirePlainService } from './ecs-service.ts';

/** `app/name/id` of a rule's or a listener's ARN, as CloudWatch calls the load balancer. */
export const loadBalancerOf = (rule: string): string => rule.split('/').slice(1, 4).join('/');

const unsupported = (because: string): UnsupportedTrafficError =>
  new UnsupportedTrafficError(
    `${because}; no traffic was moved, and retrying does not help until rule or catalogue is changed.`,
  );

const requireOwnGroups = (target: AlbTarget, live: readonly string[]): void => {
  const ours = Object.values(target.sides).map((side) => side.targetGroup);
  const absent = ours.filter((group) => !live.includes(group));
  if (absent.length > 0)
    throw unsupported(
      `Rule ${target.rule} does not forward to ${absent.join(', ')}, whose targets stay unused until it does; allowed: both target groups in the rule, one of them with weight 0`,
    );
  const foreign = live.filter((group) => !ours.includes(group));
  if (foreign.length > 0)
    throw unsupported(
      `Rule ${target.rule} also forwards to ${foreign.join(', ')}; only the target groups of the two sides are allowed`,
    );
};

const requireNotSticky = (target: AlbTarget, seconds: number): void => {
  if (seconds === 0 || target.allowSticky) return;
  throw new StickyRuleError(
    `Rule ${target.rule} keeps each client on its side for ${seconds} s whatever the weights say, so a rollback may take that long; allowed: no stickiness, or allowSticky in the catalogue; no traffic was moved, and retrying does not help until one of them is changed.`,
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
