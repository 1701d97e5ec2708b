import type { Metrics } from '../../telemetry/domain/metric.ts';
import type { RolloutDetail } from './detail.ts';
import { metricsAtStep } from './exposure.ts';
import type { Comparable } from './judge-samples.ts';
import { rulesOf } from './rules.ts';
import type { Rules } from './verdict.ts';

/** By what a canary is judged while it has a share of the traffic. */
export interface Judging {
  readonly metrics: Metrics;
  readonly rules: Rules;
  readonly comparable: Comparable;
}

export type Judgeable = Pick<RolloutDetail, 'plan' | 'phase' | 'requestsPerMinute' | 'withoutData'>;

/**
 * How a run judges its canary at a share, in percent, for a rollout and for a recording of one alike.
 * At 100 stable has no traffic to compare with.
 */
export const judgingAt = (run: Judgeable, share: number): Judging => ({
  metrics: metricsAtStep(run.plan, share, run.requestsPerMinute, run.withoutData),
  rules: rulesOf(run, share),
  comparable: share === 100 ? 'canary-only' : 'both',
});
