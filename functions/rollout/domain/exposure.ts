import type { Metric, Metrics } from '../../telemetry/domain/metric.ts';
import { timingOf } from '../../telemetry/domain/timing.ts';
import { minimumSamples } from '../../telemetry/domain/windows.ts';
import { bakeOf } from './bake.ts';
import { boundOf } from './judge-limits.ts';
import type { Plan, Step } from './plan.ts';

/** A metric that cannot get enough requests at a step, however long the step may bake. */
export interface ShortOfTraffic {
  readonly metric: string;
  /** The canary's share at the step, in percent. */
  readonly weight: number;
  /** Requests that the side with fewer of them gets within the longest bake, at measured traffic. */
  readonly reachable: number;
  readonly minimum: number;
}

type Counted = Extract<Metric, { kind: 'share' | 'quantile' | 'count' }>;

const isCounted = (metric: Metric): metric is Counted =>
  metric.kind !== 'gauge' && metric.kind !== 'distribution';

/** The minutes of a bake that are judged: without the bucket of the shift and those of warm-up. */
const judgedMinutes = (step: Step, bucketSeconds: number): number => {
  const unjudged = ((1 + step.warmUpBuckets) * bucketSeconds) / 60;
  return Math.max(0, (bakeOf(step)?.maximumMinutes ?? 0) - unjudged);
};

/** What there is to be judged: how many requests come, in buckets of which length. */
interface Supply {
  readonly requestsPerMinute: number;
  readonly bucketSeconds: number;
}

/** At 100 % there is no stable side to fill, and only a metric with a bound can decide. */
const reachableAt = (step: Step, { requestsPerMinute, bucketSeconds }: Supply): number => {
  const share = step.weight / 100;
  const smaller = step.weight === 100 ? 1 : Math.min(share, 1 - share);
  return Math.floor(
    Number((judgedMinutes(step, bucketSeconds) * requestsPerMinute * smaller).toFixed(6)),
  );
};

/** A step without a bake judges nothing, so nothing is short there. */
const shortAt = (step: Step, name: string, metric: Metric, supply: Supply): ShortOfTraffic[] => {
  if (
    bakeOf(step) === undefined ||
    !isCounted(metric) ||
    metric.importance !== 'critical' ||
    metric.dryRun
  )
    return [];
  if (step.weight === 100 && boundOf(metric) === undefined) return [];
  const reachable = reachableAt(step, supply);
  const minimum = minimumSamples(metric);
  return reachable < minimum ? [{ metric: name, weight: step.weight, reachable, minimum }] : [];
};

/**
 * Which critical metrics cannot reach their minimum of requests, and at which steps, given stable's
 * requests per minute in the last hour. Extensions are not counted on.
 */
export const shortOfTraffic = (plan: Plan, requestsPerMinute: number): ShortOfTraffic[] => {
  const supply = { requestsPerMinute, bucketSeconds: timingOf(plan.telemetry).bucketSeconds };
  return plan.rollout.steps.flatMap((step) =>
    Object.entries(plan.metrics).flatMap(([name, metric]) => shortAt(step, name, metric, supply)),
  );
};

/** The step of a weight; for a weight that the plan does not have, the next step up. */
export const stepAt = (plan: Plan, weight: number): Step | undefined => {
  const step = plan.rollout.steps.find((each) => each.weight >= weight);
  return step && { ...step, weight };
};

/**
 * Whether a metric only informs at a step where it cannot get its requests. A quantile does by
 * itself: it needs more of them than the counts that guard the step beside it, which the owner must
 * waive.
 */
export const informsWhereShort = (name: string, { metrics, rollout }: Plan): boolean =>
  metrics[name]?.kind === 'quantile' || name in rollout.waivers;

/**
 * The plan's metrics as they count at a weight: one that cannot get its requests there, or of which
 * stable has no data, may only inform.
 *
 * @param withoutData critical metrics that stable had no data of before the rollout.
 */
export const metricsAtStep = (
  plan: Plan,
  weight: number,
  requestsPerMinute: number,
  withoutData: readonly string[] = [],
): Metrics => {
  const step = stepAt(plan, weight);
  const supply = { requestsPerMinute, bucketSeconds: timingOf(plan.telemetry).bucketSeconds };
  const informsOnly = ([name, metric]: readonly [string, Metric]): boolean => {
    if (name in plan.rollout.waivers && withoutData.includes(name)) return true;
    const isShort = step && shortAt(step, name, metric, supply).length > 0;
    return Boolean(isShort) && informsWhereShort(name, plan);
  };
  return Object.fromEntries(
    Object.entries(plan.metrics).map(([name, metric]): [string, Metric] => [
      name,
      informsOnly([name, metric]) ? { ...metric, importance: 'advisory' } : metric,
    ]),
  );
};
