import type { Metrics } from '../../telemetry/domain/metric.ts';
import type { ReadingAnswer, Role } from '../../telemetry/domain/reading.ts';
import type { Comparable } from './judge-evidence.ts';
import { type Finding, judgeMetric } from './judge-metric.ts';
import { percentText } from './judge-sentences.ts';
import {
  type Judgement,
  type JudgeState,
  type MetricVerdict,
  type Verdict,
  worst,
} from './verdict.ts';

const criticalMetrics = (metrics: readonly MetricVerdict[]): MetricVerdict[] =>
  metrics.filter(({ importance, dryRun }) => importance === 'critical' && !dryRun);

const closest = (findings: readonly Finding[]): Finding | undefined =>
  findings.toSorted((one, other) => (one.used === other.used ? 0 : other.used - one.used))[0];

const passText = (deciding: readonly Finding[]): string => {
  const tightest = closest(deciding);
  const which =
    deciding.length === 1
      ? 'the one critical metric that counts passes'
      : `all ${deciding.length} critical metrics that count pass`;
  return tightest
    ? `${which}; the smallest margin uses ${percentText(tightest.used)} of its limit: ${tightest.verdict.because}`
    : which;
};

const decisionText = (verdict: Verdict, deciding: readonly Finding[]): string => {
  if (verdict === 'pass') return passText(deciding);
  const alike = deciding.filter((each) => each.verdict.verdict === verdict);
  const others = alike.length - 1;
  const more = others > 0 ? `; and ${others} more of the critical metrics` : '';
  return `${closest(alike)?.verdict.because ?? 'no metric decides'}${more}`;
};

const decide = (findings: readonly Finding[]): Pick<Judgement, 'verdict' | 'because'> => {
  const deciding = findings.filter((each) => each.verdict.decides);
  const critical = criticalMetrics(findings.map((each) => each.verdict));
  if (critical.length === 0)
    return { verdict: 'blind', because: 'no metric is critical here, so nothing can decide' };
  if (deciding.length === 0)
    return {
      verdict: 'inconclusive',
      because: `no metric can decide: ${critical.map((each) => each.because).join('; ')}`,
    };
  const verdict = worst(deciding.map((each) => each.verdict.verdict));
  return { verdict, because: decisionText(verdict, deciding) };
};

/** The most requests that any metric stands on: what the tick saw of each side. */
const exposureOf = (findings: readonly Finding[], role: Role): number =>
  Math.max(
    0,
    ...findings
      .filter(({ verdict }) => verdict.kind !== 'gauge')
      .map(({ verdict }) => verdict.exposure[role]),
  );

const nextState = (state: JudgeState, until: number, findings: readonly Finding[]): JudgeState => {
  const next = { consecutive: { ...state.consecutive }, newestBucket: { ...state.newestBucket } };
  const missed = new Set(state.missedByStable);
  for (const { verdict, newestBucket, missedByStable } of findings) {
    if (missedByStable === true) missed.add(verdict.metric);
    if (missedByStable === false) missed.delete(verdict.metric);
    if (newestBucket === undefined) continue;
    next.consecutive[verdict.metric] = verdict.consecutive;
    next.newestBucket[verdict.metric] = newestBucket;
  }
  const judgedUntil = Math.max(state.judgedUntil, until);
  return { ...next, judgedUntil, missedByStable: [...missed].toSorted() };
};

/**
 * Judges one tick with the limits of each metric: over the whole step and over the shortest trailing
 * window that holds enough, the worse of which counts. Pure; the returned state goes into the next
 * tick of the same step, and through `stateForNextStep` into the next step.
 *
 * - Reaching a limit breaks it: "below +0.5 points" is broken at exactly +0.5.
 * - A broken limit is a regression after the metric's number of evaluations in a row; until then
 *   the metric is inconclusive. Judging the same newest bucket again is no further evaluation.
 * - The worst verdict of the critical metrics is the verdict; a pass needs each of them to pass.
 */
export const judge = (tick: {
  readonly metrics: Metrics;
  readonly answer: ReadingAnswer;
  readonly state: JudgeState;
  readonly comparable: Comparable;
}): { judgement: Judgement; state: JudgeState } => {
  const { metrics, answer, state, comparable } = tick;
  const findings = Object.entries(metrics).map(([name, metric]) =>
    judgeMetric({ name, metric, answer, state, comparable }),
  );
  const judgement: Judgement = {
    ...decide(findings),
    window: answer.window,
    exposure: { stable: exposureOf(findings, 'stable'), canary: exposureOf(findings, 'canary') },
    metrics: findings.map((each) => each.verdict),
  };
  return { judgement, state: nextState(state, answer.window.end, findings) };
};
