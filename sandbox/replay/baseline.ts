import { judgeStateAfter } from '../../functions/rollout/domain/evidence/past.ts';
import type { Plan } from '../../functions/rollout/domain/plan.ts';
import { freshJudgeState, type JudgeState } from '../../functions/rollout/domain/verdict.ts';
import type { Metric, Metrics } from '../../functions/telemetry/domain/metric.ts';
import type { Reading } from '../../functions/telemetry/domain/reading.ts';
import { startOf } from './order.ts';
import type { Sample, Side } from './sample.ts';
import { type Counts, levelOf, shareOf, tailCounts } from './side-values.ts';
import type { TailOf } from './tails.ts';

const hourMilliseconds = 3_600_000;

/** What stable did in up to an hour before the canary had traffic. */
export interface Baseline {
  readonly requestsPerMinute: number;
  /** Waived metrics that stable had nothing of. */
  readonly withoutData: readonly string[];
  readonly judge: JudgeState;
  /** Buckets of stable; none when the recording begins with the canary's traffic. */
  readonly buckets: number;
}

/** The baseline without the buckets that are older than an hour at a time. */
export const lastHour = (samples: readonly Sample[], end: number): readonly Sample[] =>
  samples.filter((sample) => startOf(sample) >= end - hourMilliseconds);

const countsOf = (
  name: string,
  metric: Metric,
  side: Side,
  tails: ReadonlyMap<string, TailOf>,
): Counts | undefined => {
  if (metric.kind === 'share') return shareOf(name, side);
  const state = tails.get(name)?.state;
  const counts = state?.kind === 'fixed' ? tailCounts(side, state.tail) : undefined;
  return counts === undefined || 'broken' in counts ? undefined : counts;
};

const pastOf = (
  name: string,
  metric: Metric,
  samples: readonly Sample[],
  tails: ReadonlyMap<string, TailOf>,
): Reading | undefined => {
  if (metric.kind === 'gauge' || metric.kind === 'distribution') return undefined;
  const buckets = samples.flatMap((sample) => {
    const counts = sample.stable ? countsOf(name, metric, sample.stable, tails) : undefined;
    return counts === undefined ? [] : [{ ...counts, at: startOf(sample) }];
  });
  const state = tails.get(name)?.state;
  if (metric.kind !== 'quantile') return { kind: metric.kind, buckets };
  return state?.kind === 'fixed'
    ? { kind: 'tail', aboveMilliseconds: state.tail.aboveMilliseconds, buckets }
    : undefined;
};

const hasData = (name: string, metric: Metric, { stable, seconds }: Sample): boolean => {
  if (!stable) return false;
  if (metric.kind === 'gauge') return levelOf(name, stable, seconds) !== undefined;
  return metric.kind === 'quantile' ? Boolean(stable.latency) : stable.requests > 0;
};

const withoutData = ({ metrics, rollout }: Plan, samples: readonly Sample[]): string[] =>
  Object.entries(metrics).flatMap(([name, metric]) =>
    name in rollout.waivers && !samples.some((sample) => hasData(name, metric, sample))
      ? [name]
      : [],
  );

const readingsOf = (
  metrics: Metrics,
  samples: readonly Sample[],
  tails: ReadonlyMap<string, TailOf>,
): Record<string, Reading> =>
  Object.fromEntries(
    Object.entries(metrics).flatMap(([name, metric]) => {
      const past = pastOf(name, metric, samples, tails);
      return past === undefined ? [] : [[name, past] as const];
    }),
  );

/**
 * What a rollout knows when its canary gets traffic. Without a baseline nothing is known of the
 * traffic, so no metric is excused for having too little of it.
 */
export const baselineOf = (
  plan: Plan,
  samples: readonly Sample[],
  tails: ReadonlyMap<string, TailOf>,
): Baseline => {
  const ofStable = samples.filter(({ stable }) => stable);
  const requests = ofStable.reduce((sum, { stable }) => sum + (stable?.requests ?? 0), 0);
  const seconds = ofStable.reduce((sum, sample) => sum + sample.seconds, 0);
  if (requests === 0)
    return {
      requestsPerMinute: Number.POSITIVE_INFINITY,
      withoutData: [],
      judge: freshJudgeState,
      buckets: 0,
    };
  return {
    requestsPerMinute: (60 * requests) / seconds,
    withoutData: withoutData(plan, ofStable),
    judge: judgeStateAfter(plan.metrics, readingsOf(plan.metrics, ofStable, tails)),
    buckets: ofStable.length,
  };
};
