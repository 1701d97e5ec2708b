import type { Metric, Metrics } from '../../telemetry/domain/metric.ts';
import type { ReadingAnswer, Role, Window } from '../../telemetry/domain/reading.ts';
import type { MetricEvidence } from './evidence/weigh.ts';
import type { Comparable } from './judge-samples.ts';

/**
 * - pass: enough was seen and it is within the limits.
 * - regress: the canary is worse than the limits allow.
 * - inconclusive: not enough was seen, or not often enough, to say either.
 * - blind: it could not be seen. Never a pass, and never by itself a rollback.
 */
export type Verdict = 'pass' | 'regress' | 'inconclusive' | 'blind';

/** Worst first: what decides when several verdicts meet. */
export const worstFirst: readonly Verdict[] = ['regress', 'blind', 'inconclusive', 'pass'];

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'blind';

/** What one metric says after one tick. */
export interface MetricVerdict {
  readonly metric: string;
  readonly title: string;
  readonly kind: Metric['kind'];
  readonly importance: 'critical' | 'advisory';
  readonly dryRun: boolean;
  /**
   * Whether the verdict of the whole heeds this metric. Not so when it is advisory or a dry run, or
   * when none of its limits can be applied now.
   */
  readonly decides: boolean;
  readonly verdict: Verdict;
  /** One sentence with metric, numbers, limit and exposure. */
  readonly because: string;
  /** `%` for shares, `ms` for quantiles, the plan's unit for gauges and distributions. */
  readonly unit: string;
  readonly canary?: number;
  readonly stable?: number;
  /** The value at which the canary breaks the metric's limits, in the metric's unit. */
  readonly limit?: number;
  /** Requests (buckets for gauges and distributions) behind each value. */
  readonly exposure: Readonly<Record<Role, number>>;
  /** How many evaluations in a row were beyond the limit, this one included. */
  readonly consecutive: number;
  /** ln of the evidence that the canary is worse; of the sequential judge alone. */
  readonly evidence?: number;
  /** ln of the evidence of this step that the canary is within its limit. */
  readonly safety?: number;
  /**
   * How many times as many bad events the canary has for each request as stable: the least and the
   * most that the step's events leave possible, with 95 % confidence at every look.
   */
  readonly ratio?: readonly [number, number | undefined];
  /** By how much counts were thinned, because stable's vary more than independent ones. */
  readonly dispersion?: number;
  /** Where the tail begins whose share stands for a quantile. */
  readonly aboveMilliseconds?: number;
}

/** What a tick says as a whole. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly because: string;
  readonly window: Window;
  readonly exposure: Readonly<Record<Role, number>>;
  readonly metrics: readonly MetricVerdict[];
  /** ln of the evidence of all critical metrics together, and how much of it rolls back. */
  readonly evidence?: { readonly log: number; readonly needed: number };
  /** Every critical metric is within its limit with enough certainty to end a bake early. */
  readonly safe?: boolean;
}

/** What must survive between ticks of one step: small, plain data in the run's record. */
export interface JudgeState {
  /** Evaluations in a row beyond the limit, for each metric. */
  readonly consecutive: Readonly<Record<string, number>>;
  /** End of the newest window judged, in milliseconds since the epoch. */
  readonly judgedUntil: number;
  /** Start of the newest bucket evaluated: a metric's bucket is never counted as two evaluations. */
  readonly newestBucket: Readonly<Record<string, number>>;
  /**
   * Metrics whose absolute limit stable itself did not meet when last compared. At 100 % stable
   * cannot be asked any more, and that limit must not count against the canary then either.
   */
  readonly missedByStable: readonly string[];
  /** What the sequential judge keeps of each metric, over all steps. */
  readonly evidence: Readonly<Record<string, MetricEvidence>>;
}

/** How a plan wants its canary judged. */
export interface Rules {
  readonly judge: 'sequential' | 'threshold';
  /** The most that a whole rollout may risk of rolling back a canary that is no worse. */
  readonly alpha: number;
  /** Critical metrics of the whole plan, those included that only inform at this step. */
  readonly critical: number;
  /** The canary's weight in percent where requests must follow it; undefined where they need not. */
  readonly weight: number | undefined;
}

/** Everything else that a judgement depends on. */
export interface Tick {
  readonly metrics: Metrics;
  readonly answer: ReadingAnswer;
  readonly state: JudgeState;
  readonly comparable: Comparable;
}

export interface Judged {
  readonly judgement: Judgement;
  readonly state: JudgeState;
}

export const freshJudgeState: JudgeState = {
  consecutive: {},
  judgedUntil: 0,
  newestBucket: {},
  missedByStable: [],
  evidence: {},
};

/**
 * The state with which the next step begins: no evaluation counts over a change of weights. Evidence
 * that the canary is worse is kept; that it is safe must be gathered anew under the new load.
 */
export const stateForNextStep = ({ missedByStable, evidence }: JudgeState): JudgeState => ({
  ...freshJudgeState,
  missedByStable,
  evidence: Object.fromEntries(
    Object.entries(evidence).map(([name, each]) => [name, { ...each, safe: [] }]),
  ),
});
