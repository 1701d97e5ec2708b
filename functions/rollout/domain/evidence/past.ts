import type { Metrics } from '../../../telemetry/domain/metric.ts';
import type { Reading } from '../../../telemetry/domain/reading.ts';
import { freshJudgeState, type JudgeState } from '../verdict.ts';
import { seenOf } from './seen.ts';
import { type MetricEvidence, withPast } from './weigh.ts';

/** Stable's buckets of one metric, held against nothing. */
const evidenceAfter = (metric: Metrics[string], stable: Reading): MetricEvidence =>
  withPast(
    seenOf(metric, { canary: stable, stable }, 'both').flatMap((seen) =>
      seen.kind === 'share' || seen.kind === 'count' ? [seen.block.stable] : [],
    ),
  );

/**
 * The state with which a rollout begins to be judged.
 *
 * @param readings what stable did before it, by metric.
 */
export const judgeStateAfter = (
  metrics: Metrics,
  readings: Readonly<Record<string, Reading>>,
): JudgeState => ({
  ...freshJudgeState,
  evidence: Object.fromEntries(
    Object.entries(metrics).flatMap(([name, metric]) => {
      const stable = readings[name];
      return stable === undefined ? [] : [[name, evidenceAfter(metric, stable)]];
    }),
  ),
});
