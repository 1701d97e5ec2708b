import { undoubted } from './judge-doubt.ts';
import {
  assessed,
  type Case,
  consecutiveOf,
  type Finding,
  finding,
  missed,
  type Seen,
  wordsOf,
} from './judge-finding.ts';
import { isTelling } from './judge-limits.ts';
import { comparisonText, titleOf } from './judge-sentences.ts';
import { type Sight, sightOf } from './judge-sight.ts';

/**
 * The worst of the whole step and its trailing windows; the whole step where they are equal. A
 * trailing window that may be chance says nothing: the longer ones have more requests.
 */
export const worstOf = (seen: readonly Seen[]): Seen | undefined =>
  seen
    .filter(({ isTrailing, assessment }) => !(isTrailing && assessment.mayBeChance))
    .toSorted(
      ({ assessment: one }, { assessment: other }) =>
        Number(other.broken) - Number(one.broken) ||
        Number(other.mayBeChance) - Number(one.mayBeChance) ||
        Number(other.unknown) - Number(one.unknown) ||
        Number(other.counted.length > 0) - Number(one.counted.length > 0) ||
        (other.used === one.used ? 0 : other.used - one.used),
    )[0];

const judged = (one: Case, { samples, newest }: Sight, seen: Seen): Finding => {
  const { name, metric } = one;
  const { broken, mayBeChance, unknown, used, limit } = seen.assessment;
  const decides = isTelling(seen.assessment);
  const consecutive = consecutiveOf(one, broken, newest);
  const isRegression = broken && consecutive >= metric.consecutive;
  const unbroken = decides && !mayBeChance && !unknown ? 'pass' : 'inconclusive';
  const verdict = broken ? (isRegression ? 'regress' : 'inconclusive') : unbroken;
  const evaluations = `${Math.min(consecutive, metric.consecutive)} of ${metric.consecutive} evaluations`;
  const { canary, stable, exposure } = seen.sample;
  const because = comparisonText(
    titleOf(name, metric),
    wordsOf(one),
    seen,
    broken ? evaluations : '',
  );
  return finding(one, verdict, because, {
    decides,
    used: decides ? used : 0,
    newestBucket: newest,
    missedByStable: missed(one, samples),
    canary,
    stable,
    limit,
    exposure,
    consecutive,
  });
};

const said = (one: Case): Finding => {
  const sighted = sightOf(one);
  if ('finding' in sighted) return sighted.finding;
  const { sight } = sighted;
  const seen = worstOf(assessed(sight.samples));
  if (sight.shortage !== undefined) return sight.shortage;
  return seen === undefined
    ? finding(one, 'inconclusive', `${titleOf(one.name, one.metric)}: nothing was seen`)
    : judged(one, sight, seen);
};

/** What one metric says after one tick, by its limits. */
export const judgeMetric = (one: Case): Finding => undoubted(one, said(one));
