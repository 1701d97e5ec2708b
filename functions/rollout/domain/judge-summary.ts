import type { Role } from '../../telemetry/domain/reading.ts';
import type { Finding } from './judge-finding.ts';
import { percentText } from './judge-sentences.ts';
import {
  type Judgement,
  type JudgeState,
  type MetricVerdict,
  type Verdict,
  worst,
} from './verdict.ts';

export const criticalMetrics = (metrics: readonly MetricVerdict[]): MetricVerdict[] =>
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

export const decide = (findings: readonly Finding[]): Pick<Judgement, 'verdict' | 'because'> => {
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
export const exposureOf = (findings: readonly Finding[], role: Role): number =>
  Math.max(
    0,
    ...findings
      .filter(({ verdict }) => verdict.kind !== 'gauge' && verdict.kind !== 'distribution')
      .map(({ verdict }) => verdict.exposure[role]),
  );

export const nextState = (
  state: JudgeState,
  until: number,
  findings: readonly Finding[],
): JudgeState => {
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
  return { ...state, ...next, judgedUntil, missedByStable: [...missed].toSorted() };
};
