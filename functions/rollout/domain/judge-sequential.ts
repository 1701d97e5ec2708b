import { logSum } from './evidence/log-gamma.ts';
import { evidenceText, oddsText } from './evidence/odds.ts';
import { ratioOf } from './evidence/ratio.ts';
import { countedTogether, seenOf } from './evidence/seen.ts';
import { logSafe, logWorse, type MetricEvidence, noEvidence, weigh } from './evidence/weigh.ts';
import { undoubted } from './judge-doubt.ts';
import {
  assessed,
  type Case,
  type Finding,
  finding,
  missed,
  type Seen,
  tailOf,
  wordsOf,
} from './judge-finding.ts';
import { isTelling } from './judge-limits.ts';
import { worstOf } from './judge-metric.ts';
import { comparisonText, titleOf } from './judge-sentences.ts';
import { type Sight, sightOf } from './judge-sight.ts';
import { decide, exposureOf, nextState } from './judge-summary.ts';
import type { Judged, MetricVerdict, Rules, Tick } from './verdict.ts';

/** One metric after its new buckets were weighed. */
interface Weighed {
  readonly one: Case;
  readonly sight: Sight;
  readonly evidence: MetricEvidence;
  /** What the step counts on both sides; undefined where nothing is counted. */
  readonly counted: ReturnType<typeof countedTogether>;
  readonly seen: readonly Seen[];
  /** The window in which the canary is furthest beyond its limit; undefined when in none. */
  readonly beyond: Seen | undefined;
}

type Looked = { readonly finding: Finding; readonly one: Case } | Weighed;

const isBeyond = ({ assessment }: Seen): boolean => assessment.broken || assessment.mayBeChance;

const look = (one: Case): Looked => {
  const sighted = sightOf(one);
  if ('finding' in sighted) return { ...sighted, one };
  const { sight } = sighted;
  const readings = one.answer.readings[one.name];
  const before = one.state.evidence[one.name] ?? noEvidence;
  const newer = readings ? seenOf(one.metric, readings, one.comparable, before.until) : [];
  const counted =
    readings && one.comparable === 'both' ? countedTogether(one.metric, readings) : undefined;
  const seen = assessed(sight.samples);
  const beyond = seen
    .filter(isBeyond)
    .toSorted((first, second) => second.assessment.used - first.assessment.used)[0];
  return { one, sight, evidence: weigh(before, newer), counted, seen, beyond };
};

const isWeighed = (looked: Looked): looked is Weighed => 'sight' in looked;

const isCritical = ({ metric }: Case): boolean =>
  metric.importance === 'critical' && !metric.dryRun;

/**
 * ln of the mean evidence of the critical metrics: e-values may be averaged at no cost of certainty. A
 * metric's evidence counts while the canary is beyond its limit; within it there is no harm.
 */
const together = (looked: readonly Looked[], critical: number): number => {
  const counted = looked
    .filter(isWeighed)
    .filter(({ one, beyond }) => isCritical(one) && beyond !== undefined);
  return logSum(counted.map(({ evidence }) => logWorse(evidence))) - Math.log(critical);
};

const numbersOf = ({ one, evidence, counted, sight }: Weighed, shown: Seen | undefined) => {
  const { canary, stable, exposure } = shown?.sample ?? {};
  const tail = tailOf(one);
  return {
    canary,
    stable,
    limit: shown?.assessment.limit,
    exposure: exposure ?? sight.samples.exposure,
    newestBucket: sight.newest,
    missedByStable: missed(one, sight.samples),
    evidence: logWorse(evidence),
    ...(evidence.safe.length > 0 && { safety: logSafe(evidence) }),
    ...ratioOf(counted, evidence.past),
    ...(tail !== undefined && { aboveMilliseconds: tail }),
  } satisfies Partial<MetricVerdict> & Partial<Finding>;
};

const badOnes = { share: 'bad requests', quantile: 'slow requests', count: 'events' } as const;

/** How much worse it is, where the events of the whole step tell that it is. */
const frequencyText = ({ metric }: Case, { ratio }: Pick<MetricVerdict, 'ratio'>): string[] => {
  if (ratio === undefined || ratio[0] <= 1 || !(metric.kind in badOnes)) return [];
  const [least, most] = ratio;
  const range = most === undefined ? `at least ${least}` : `${least} to ${most}`;
  return [`${badOnes[metric.kind as keyof typeof badOnes]} ${range} times as frequent`];
};

/** A quantile without a tail and without values minute by minute has nothing that could be bet on. */
const oddsOf = (evidence: MetricEvidence): string =>
  evidence.until === noEvidence.until
    ? 'an estimate that cannot be weighed as evidence'
    : evidenceText(logWorse(evidence));

/** What one metric says, once it is known whether the evidence as a whole rolls back. */
const said = (weighed: Weighed, needed: number, rollsBack: boolean): Finding => {
  const { one, sight, seen, beyond, evidence } = weighed;
  const title = titleOf(one.name, one.metric);
  const log = logWorse(evidence);
  const isRegression = beyond !== undefined && log >= needed && (rollsBack || !isCritical(one));
  const shown = isRegression ? beyond : worstOf(seen);
  const numbers = numbersOf(weighed, shown);
  const odds = oddsOf(evidence);
  if (shown === undefined || (sight.shortage !== undefined && !isRegression)) {
    const because = sight.shortage?.verdict.because ?? `${title}: nothing was seen`;
    return finding(one, 'inconclusive', because, { ...numbers, limit: undefined });
  }
  const decides = isTelling(shown.assessment);
  // What may be chance is what the evidence says, and better.
  const plain = { ...shown, assessment: { ...shown.assessment, mayBeChance: false } };
  const text = (more: string) => comparisonText(title, wordsOf(one), plain, more);
  if (isRegression)
    return finding(one, 'regress', text([odds, ...frequencyText(one, numbers)].join(', ')), {
      ...numbers,
      decides,
      used: log,
    });
  const isWithin = decides && !isBeyond(shown) && !shown.assessment.unknown;
  return finding(
    one,
    isWithin ? 'pass' : 'inconclusive',
    text(isWithin ? odds : `${odds}, a rollback takes ${oddsText(needed)}`),
    { ...numbers, decides, used: decides ? shown.assessment.used : 0 },
  );
};

/** ln of the evidence with which every critical metric must be within its limit to end a bake early. */
const safeEnough = Math.log(20);

/** Nothing bets that a level, or a quantile that is no tail, is within its limit: no canary is safe beside it. */
const isSafe = (looked: readonly Looked[]): boolean => {
  const critical = looked.filter(({ one }) => isCritical(one));
  return (
    critical.length > 0 &&
    critical.every((each) => isWeighed(each) && logSafe(each.evidence) >= safeEnough)
  );
};

/**
 * Judges one tick by evidence that may be looked at as often as one likes. Pure; the returned state
 * goes into the next tick, and through `stateForNextStep` into the next step.
 *
 * - Regress: the mean evidence of the critical metrics that are beyond their limit reaches 1 / alpha.
 *   If the canary is no worse than stable, that happens in at most alpha of all rollouts.
 * - Pass: enough was seen, the step as a whole is within every limit, and no shorter window up to now
 *   is beyond one by more than chance explains.
 * - Inconclusive: beyond a limit without the evidence, or too little was seen.
 */
export const judgeByEvidence = (
  { alpha, critical }: Pick<Rules, 'alpha' | 'critical'>,
  { metrics, answer, state, comparable }: Tick,
): Judged => {
  const looked = Object.entries(metrics).map(([name, metric]) =>
    look({ name, metric, answer, state, comparable }),
  );
  const needed = Math.log(1 / alpha);
  const log = together(looked, critical);
  const findings = looked.map((each) =>
    undoubted(each.one, isWeighed(each) ? said(each, needed, log >= needed) : each.finding),
  );
  const decided = decide(findings);
  const regresses = decided.verdict === 'regress';
  const judgement = {
    ...decided,
    because: regresses
      ? `${decided.because}; the critical metrics together ${oddsText(log)}, a rollback takes ${oddsText(needed)}`
      : decided.because,
    window: answer.window,
    exposure: { stable: exposureOf(findings, 'stable'), canary: exposureOf(findings, 'canary') },
    metrics: findings.map((each) => each.verdict),
    evidence: { log: Math.max(0, log), needed },
    safe: decided.verdict === 'pass' && isSafe(looked),
  };
  const evidence = Object.fromEntries([
    ...Object.entries(state.evidence),
    ...looked.filter(isWeighed).map((each) => [each.one.name, each.evidence] as const),
  ]);
  return { judgement, state: { ...nextState(state, answer.window.end, findings), evidence } };
};
