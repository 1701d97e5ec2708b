import type { DistributionMetric } from '../../telemetry/domain/metric.ts';
import type { Role } from '../../telemetry/domain/reading.ts';
import { minimumExposure } from '../../telemetry/domain/windows.ts';
import { judgeDistribution } from './judge-distribution.ts';
import { type Case, consecutiveOf, type Finding, finding, wordsOf } from './judge-finding.ts';
import { boundOf } from './judge-limits.ts';
import { samplesOf, unseenSides } from './judge-readings.ts';
import type { Samples } from './judge-samples.ts';
import { shortageText, titleOf } from './judge-sentences.ts';

/** What there is to judge of one metric, and why it may not be enough yet. */
export interface Sight {
  readonly samples: Samples;
  /** Start of the newest bucket. */
  readonly newest: number;
  /** What is missing for a pass, as a finding; undefined when enough was seen. */
  readonly shortage: Finding | undefined;
}

export type Sighted = { readonly sight: Sight } | { readonly finding: Finding };

/** After so many buckets without data at its end, a window no longer speaks of the present. */
const silentBuckets = 3;

const whyNotComparable = ({ name, metric, state }: Case): string | undefined => {
  if (boundOf(metric) === undefined)
    return 'cannot be compared while stable has no traffic, and has no limit of its own';
  return state.missedByStable.includes(name)
    ? 'does not count while stable has no traffic: stable itself did not keep its limit'
    : undefined;
};

const silenceOf = ({ answer, comparable }: Case, newest: number): string | undefined => {
  const bucket = answer.bucketSeconds * 1_000;
  if (answer.window.end - newest - bucket < silentBuckets * bucket) return undefined;
  const since = new Date(newest + bucket).toISOString().slice(11, 16);
  const where = comparable === 'both' ? 'one of the sides' : 'the canary';
  return `no data of ${where} since ${since} UTC`;
};

const shortageOf = (one: Case, { exposure }: Samples): Finding | undefined => {
  const minimum = minimumExposure(one.metric);
  const sides: readonly Role[] = one.comparable === 'both' ? ['canary', 'stable'] : ['canary'];
  const short = sides.flatMap((role) =>
    exposure[role] < minimum ? [[role, exposure[role]] as const] : [],
  );
  if (short.length === 0) return undefined;
  const text = `${titleOf(one.name, one.metric)}: ${shortageText(wordsOf(one), short, minimum)}`;
  return finding(one, 'inconclusive', text, { exposure });
};

const ofDistribution = (one: Case, metric: DistributionMetric): Finding => {
  const { verdict, because, ...more } = judgeDistribution({
    name: one.name,
    title: titleOf(one.name, metric),
    metric,
    answer: one.answer,
    inARow: (isWorse, newest) => consecutiveOf(one, isWorse, newest),
  });
  return finding(one, verdict, because, more);
};

/**
 * Whether one metric can be judged at this tick at all: blind where it cannot be seen, inconclusive
 * where it says nothing now.
 */
export const sightOf = (one: Case): Sighted => {
  const { name, metric, answer, comparable } = one;
  const title = titleOf(name, metric);
  const say = (
    ...[verdict, because, more]: [
      Parameters<typeof finding>[1],
      string,
      Parameters<typeof finding>[3]?,
    ]
  ): Sighted => ({ finding: finding(one, verdict, because, more) });
  const uncomparable = comparable === 'canary-only' ? whyNotComparable(one) : undefined;
  if (uncomparable !== undefined)
    return say('inconclusive', `${title} ${uncomparable}`, { decides: false });
  if (answer.window.end <= answer.window.start)
    return say('inconclusive', `${title}: no bucket of this step is complete yet`);
  if (metric.kind === 'distribution') return { finding: ofDistribution(one, metric) };
  const readings = answer.readings[name];
  const unseen = unseenSides(readings, metric.kind, comparable);
  const samples = readings && samplesOf(metric, answer.window, readings, comparable);
  if (unseen !== undefined || samples === undefined)
    return say('blind', `${title} cannot be seen ${unseen ?? ''}`.trimEnd());
  const { newest, exposure } = samples;
  if (newest === undefined)
    return say('blind', `${title}: no bucket was seen on both sides`, { exposure });
  const silence = silenceOf(one, newest);
  if (silence !== undefined) return say('blind', `${title}: ${silence}`, { exposure });
  return { sight: { samples, newest, shortage: shortageOf(one, samples) } };
};
