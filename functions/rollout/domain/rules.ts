import type { RolloutDetail } from './detail.ts';
import type { Plan } from './plan.ts';
import type { Rules } from './verdict.ts';

/** Clients that stay on their side follow no weights, nor do requests while another tool moves them. */
const followsWeights = ({ plan, phase }: Pick<RolloutDetail, 'plan' | 'phase'>): boolean =>
  phase.kind !== 'watching' && !(plan.traffic.kind === 'alb' && plan.traffic.allowSticky);

export const criticalOf = ({ metrics }: Pick<Plan, 'metrics'>): number =>
  Object.values(metrics).filter(({ importance, dryRun }) => importance === 'critical' && !dryRun)
    .length;

/** How a run is judged at a share, in percent, that its canary has. */
export const rulesOf = (detail: Pick<RolloutDetail, 'plan' | 'phase'>, share: number): Rules => ({
  judge: detail.plan.rollout.judge,
  alpha: detail.plan.rollout.alpha,
  critical: criticalOf(detail.plan),
  weight: followsWeights(detail) ? share : undefined,
});
