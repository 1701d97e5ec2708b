import type { Metric } from '../../telemetry/domain/metric.ts';
import type { Role, Window } from '../../telemetry/domain/reading.ts';

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
  /** `%` for shares, `ms` for quantiles, the plan's unit for gauges. */
  readonly unit: string;
  readonly canary?: number;
  readonly stable?: number;
  /** The value at which the canary breaks the metric's limits, in the metric's unit. */
  readonly limit?: number;
  /** Requests (buckets for gauges) behind each value. */
  readonly exposure: Readonly<Record<Role, number>>;
  /** How many evaluations in a row were beyond the limit, this one included. */
  readonly consecutive: number;
}

/** What a tick says as a whole. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly because: string;
  readonly window: Window;
  readonly exposure: Readonly<Record<Role, number>>;
  readonly metrics: readonly MetricVerdict[];
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
}

export const freshJudgeState: JudgeState = {
  consecutive: {},
  judgedUntil: 0,
  newestBucket: {},
  missedByStable: [],
};

/** The state with which the next step begins: no evaluation counts over a change of weights. */
export const stateForNextStep = ({ missedByStable }: JudgeState): JudgeState => ({
  ...freshJudgeState,
  missedByStable,
});
