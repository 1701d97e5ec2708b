import type { Metric } from '../../telemetry/domain/metric.ts';
import type { ReadingAnswer } from '../../telemetry/domain/reading.ts';
import { type Assessment, assess, boundOf, type Limits } from './judge-limits.ts';
import type { Comparable, Sample, Samples } from './judge-samples.ts';
import { dryRunText, titleOf, wordingOf } from './judge-sentences.ts';
import type { JudgeState, MetricVerdict, Verdict } from './verdict.ts';

/** Everything that one metric's verdict depends on. */
export interface Case {
  readonly name: string;
  readonly metric: Metric;
  readonly answer: ReadingAnswer;
  readonly state: JudgeState;
  readonly comparable: Comparable;
}

/** What a judge says of one metric. */
export interface Finding {
  readonly verdict: MetricVerdict;
  /** How much of its limit the canary uses: 1 is all of it. 0 when nothing could be compared. */
  readonly used: number;
  /** Start of the newest bucket that was evaluated; undefined when none was. */
  readonly newestBucket: number | undefined;
  /** Stable does not keep the metric's bound; undefined when that could not be seen. */
  readonly missedByStable: boolean | undefined;
}

/** A window of a metric, held against its limits. */
export interface Seen {
  readonly sample: Sample;
  readonly limits: Limits;
  readonly assessment: Assessment;
  readonly isTrailing: boolean;
}

/** Where the tail of a case begins that is judged by it. */
export const tailOf = ({ name, answer }: Case): number | undefined => {
  const canary = answer.readings[name]?.canary;
  return canary?.kind === 'tail' ? canary.aboveMilliseconds : undefined;
};

export const wordsOf = (one: Case) => wordingOf(one.metric, tailOf(one));

export const finding = (
  one: Case,
  verdict: Verdict,
  because: string,
  more: Partial<MetricVerdict> & Partial<Omit<Finding, 'verdict'>> = {},
): Finding => {
  const { name, metric, state } = one;
  const { used = 0, newestBucket, missedByStable, decides = true, ...rest } = more;
  const { kind, importance, dryRun } = metric;
  return {
    used,
    newestBucket,
    missedByStable,
    verdict: {
      metric: name,
      title: titleOf(name, metric),
      kind,
      importance,
      dryRun,
      decides: decides && importance === 'critical' && !dryRun,
      verdict,
      because: dryRun ? dryRunText(verdict, because) : because,
      unit: wordsOf(one).unit,
      exposure: { stable: 0, canary: 0 },
      consecutive: state.consecutive[name] ?? 0,
      ...rest,
    },
  };
};

/** The whole step and its trailing windows, each held against the limits. */
export const assessed = ({ whole, trailing, limitsFor }: Samples): Seen[] =>
  [...(whole ? [whole] : []), ...trailing].map((sample) => {
    const limits = limitsFor(sample);
    return { sample, limits, isTrailing: sample !== whole, assessment: assess(sample, limits) };
  });

/** Whether stable misses the metric's own bound; undefined when it has none or cannot be asked. */
export const missed = (one: Case, samples: Samples): boolean | undefined => {
  const bound = boundOf(one.metric);
  if (bound === undefined || samples.whole?.stable === undefined) return undefined;
  return !assess(samples.whole, samples.limitsFor(samples.whole)).counted.includes('bound');
};

/** One bucket is one evaluation, however often it is judged. */
export const consecutiveOf = ({ name, state }: Case, broken: boolean, newest: number): number => {
  if (!broken) return 0;
  const before = state.consecutive[name] ?? 0;
  return newest > (state.newestBucket[name] ?? 0) ? before + 1 : Math.max(before, 1);
};
