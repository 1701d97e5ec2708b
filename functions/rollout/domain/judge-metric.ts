import type { Metric } from '../../telemetry/domain/metric.ts';
import type { ReadingAnswer, Role } from '../../telemetry/domain/reading.ts';
import { minimumExposure } from '../../telemetry/domain/windows.ts';
import type { Comparable, Evidence, Sample } from './judge-evidence.ts';
import { type Assessment, assess, boundOf, type Limits } from './judge-limits.ts';
import { evidenceOf, unseenSides } from './judge-readings.ts';
import { comparisonText, dryRunText, shortageText, titleOf, unitOf } from './judge-sentences.ts';
import type { JudgeState, MetricVerdict, Verdict } from './verdict.ts';

/** Everything that one metric's verdict depends on. */
export interface Case {
  readonly name: string;
  readonly metric: Metric;
  readonly answer: ReadingAnswer;
  readonly state: JudgeState;
  readonly comparable: Comparable;
}

export interface Finding {
  readonly verdict: MetricVerdict;
  /** How much of its limit the canary uses: 1 is all of it. 0 when nothing could be compared. */
  readonly used: number;
  /** Start of the newest bucket that was evaluated; undefined when none was. */
  readonly newestBucket: number | undefined;
  /** Stable does not keep the metric's bound; undefined when that could not be seen. */
  readonly missedByStable: boolean | undefined;
}

interface Seen {
  readonly sample: Sample;
  readonly limits: Limits;
  readonly assessment: Assessment;
  readonly isTrailing: boolean;
}

/** After so many buckets without data at its end, a window no longer speaks of the present. */
const silentBuckets = 3;

const finding = (
  { name, metric, state }: Case,
  verdict: Verdict,
  because: string,
  more: Partial<MetricVerdict> & Partial<Omit<Finding, 'verdict'>> = {},
): Finding => {
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
      unit: unitOf(metric),
      exposure: { stable: 0, canary: 0 },
      consecutive: state.consecutive[name] ?? 0,
      ...rest,
    },
  };
};

const assessed = ({ whole, trailing, limitsFor }: Evidence): Seen[] =>
  [...(whole ? [whole] : []), ...trailing].map((sample) => {
    const limits = limitsFor(sample);
    return { sample, limits, isTrailing: sample !== whole, assessment: assess(sample, limits) };
  });

/**
 * The worst of the whole step and its trailing windows; the whole step where they are equal. A
 * trailing window that may be chance says nothing: the longer ones have more requests.
 */
const worstOf = (seen: readonly Seen[]): Seen | undefined =>
  seen
    .filter(({ isTrailing, assessment }) => !(isTrailing && assessment.mayBeChance))
    .toSorted(
      ({ assessment: one }, { assessment: other }) =>
        Number(other.broken) - Number(one.broken) ||
        Number(other.mayBeChance) - Number(one.mayBeChance) ||
        Number(other.counted.length > 0) - Number(one.counted.length > 0) ||
        (other.used === one.used ? 0 : other.used - one.used),
    )[0];

/** One bucket is one evaluation, however often it is judged. */
const consecutiveOf = ({ name, state }: Case, broken: boolean, newest: number): number => {
  if (!broken) return 0;
  const before = state.consecutive[name] ?? 0;
  return newest > (state.newestBucket[name] ?? 0) ? before + 1 : Math.max(before, 1);
};

const missed = (one: Case, evidence: Evidence): boolean | undefined => {
  const bound = boundOf(one.metric);
  if (bound === undefined || evidence.whole?.stable === undefined) return undefined;
  return !assess(evidence.whole, evidence.limitsFor(evidence.whole)).counted.includes('bound');
};

const judged = (one: Case, evidence: Evidence, newest: number, seen: Seen): Finding => {
  const { name, metric } = one;
  const { broken, mayBeChance, counted, used, limit } = seen.assessment;
  const decides = counted.length > 0;
  const consecutive = consecutiveOf(one, broken, newest);
  const isRegression = broken && consecutive >= metric.consecutive;
  const unbroken = decides && !mayBeChance ? 'pass' : 'inconclusive';
  const verdict = broken ? (isRegression ? 'regress' : 'inconclusive') : unbroken;
  const evaluations = `${Math.min(consecutive, metric.consecutive)} of ${metric.consecutive} evaluations`;
  const { canary, stable, exposure } = seen.sample;
  return finding(one, verdict, comparisonText(name, metric, seen, broken ? evaluations : ''), {
    decides,
    used: decides ? used : 0,
    newestBucket: newest,
    missedByStable: missed(one, evidence),
    canary,
    stable,
    limit,
    exposure,
    consecutive,
  });
};

const weighed = (one: Case, evidence: Evidence): Finding => {
  const { metric, answer, comparable } = one;
  const { newest, exposure } = evidence;
  const title = titleOf(one.name, metric);
  if (newest === undefined)
    return finding(one, 'blind', `${title}: no bucket was seen on both sides`, { exposure });
  const silence = answer.window.end - newest - answer.bucketSeconds * 1_000;
  if (silence >= silentBuckets * answer.bucketSeconds * 1_000) {
    const since = new Date(newest + answer.bucketSeconds * 1_000).toISOString().slice(11, 16);
    const where = comparable === 'both' ? 'one of the sides' : 'the canary';
    return finding(one, 'blind', `${title}: no data of ${where} since ${since} UTC`, { exposure });
  }
  const minimum = minimumExposure(metric);
  const sides: readonly Role[] = comparable === 'both' ? ['canary', 'stable'] : ['canary'];
  const short = sides.flatMap((role) =>
    exposure[role] < minimum ? [[role, exposure[role]] as const] : [],
  );
  const seen = worstOf(assessed(evidence));
  return short.length > 0 || seen === undefined
    ? finding(one, 'inconclusive', `${title}: ${shortageText(metric, short, minimum)}`, {
        exposure,
      })
    : judged(one, evidence, newest, seen);
};

const whyNotComparable = ({ name, metric, state }: Case): string | undefined => {
  if (boundOf(metric) === undefined)
    return 'cannot be compared while stable has no traffic, and has no limit of its own';
  return state.missedByStable.includes(name)
    ? 'does not count while stable has no traffic: stable itself did not keep its limit'
    : undefined;
};

/** What one metric says after one tick. */
export const judgeMetric = (one: Case): Finding => {
  const { name, metric, answer, comparable } = one;
  const title = titleOf(name, metric);
  const uncomparable = comparable === 'canary-only' ? whyNotComparable(one) : undefined;
  if (uncomparable !== undefined)
    return finding(one, 'inconclusive', `${title} ${uncomparable}`, { decides: false });
  if (answer.window.end <= answer.window.start)
    return finding(one, 'inconclusive', `${title}: no bucket of this step is complete yet`);
  const readings = answer.readings[name];
  const unseen = unseenSides(readings, metric.kind, comparable);
  const evidence = readings && evidenceOf(metric, answer.window, readings, comparable);
  return unseen !== undefined || evidence === undefined
    ? finding(one, 'blind', `${title} cannot be seen ${unseen ?? ''}`.trimEnd())
    : weighed(one, evidence);
};
