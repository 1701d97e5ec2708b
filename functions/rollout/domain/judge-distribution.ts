import type { DistributionMetric } from '../../telemetry/domain/metric.ts';
import type { Reading, ReadingAnswer, Role } from '../../telemetry/domain/reading.ts';
import { type Change, effectOf } from './distribution-effect.ts';
import {
  distributionText,
  type Outcome,
  silenceText,
  uncertainText,
  unseenText,
} from './distribution-sentences.ts';
import { type Series, type Values, valuesOf } from './distribution-values.ts';
import {
  type Comparison,
  type Interval,
  leastValues,
  mannWhitney,
  median,
} from './mann-whitney.ts';
import { type MetricVerdict, type Verdict, worst } from './verdict.ts';

/** All that one look at a distribution depends on. */
export interface DistributionLook {
  readonly name: string;
  readonly title: string;
  readonly metric: DistributionMetric;
  readonly answer: ReadingAnswer;
  /** How many evaluations in a row were worse, this one included. */
  readonly inARow: (isWorse: boolean, newestBucket: number) => number;
}

/** What a distribution says in one look. */
export interface Said extends Pick<MetricVerdict, 'verdict' | 'because' | 'exposure'> {
  readonly canary?: number;
  readonly stable?: number;
  readonly limit?: number;
  /** Start of the newest bucket that was compared; undefined when none was. */
  readonly newestBucket?: number;
  readonly consecutive?: number;
}

/** After so many buckets without data at its end, a window no longer speaks of the present. */
const silentBuckets = 3;

/** Twelve digits, so that 1.1 - 1.0 is within a tolerance of 0.1 whatever its last binary digit is. */
const rounded = (value: number): number => Number(value.toPrecision(12));

const isEmpty = (reading: Reading | undefined): boolean =>
  reading?.kind === 'blind' && reading.empty === true;

/** Both sides' buckets; undefined for a side that cannot be used. */
const seriesOf = (
  { noData }: DistributionMetric,
  readings: Readonly<Record<Role, Reading>> | undefined,
): { readonly [Side in Role]: Series[Side] | undefined } => {
  const isOneSeen = !(isEmpty(readings?.canary) && isEmpty(readings?.stable));
  const bucketsOf = (role: Role) => {
    const reading = readings?.[role];
    if (reading?.kind === 'gauge') return reading.buckets;
    return noData === 'zero' && isEmpty(reading) && isOneSeen ? [] : undefined;
  };
  return { canary: bucketsOf('canary'), stable: bucketsOf('stable') };
};

/** Whether the whole interval is within the tolerance of one change, or beyond it, or neither. */
const verdictOn = (
  change: Change,
  { lower, upper }: Interval,
  tolerance: number,
  isTooSmall: boolean,
): Verdict => {
  const [nearest, farthest] = change === 'increase' ? [lower, upper] : [-upper, -lower];
  if (isTooSmall || rounded(farthest) <= rounded(tolerance)) return 'pass';
  return rounded(nearest) > rounded(tolerance) ? 'regress' : 'inconclusive';
};

/** A shift has a limit on the side that it tends to, where both are worse. */
const limitOf = (
  { direction }: DistributionMetric,
  stable: number,
  tolerance: number,
  shift: number,
): number => {
  const isDown = direction === 'decrease' || (direction === 'either' && shift < 0);
  return isDown ? stable - tolerance : stable + tolerance;
};

const outcomeOf = (
  metric: DistributionMetric,
  values: Values,
  comparison: Comparison,
  interval: Interval,
): Outcome => {
  const { shift } = comparison;
  const [canary, stable] = [median(values.canary), median(values.stable)];
  const tolerance = Math.max((Math.abs(stable) * metric.tolerancePercent) / 100, metric.floor);
  const changes: readonly Change[] =
    metric.direction === 'either' ? ['increase', 'decrease'] : [metric.direction];
  const tooSmall = changes.map((change) => {
    const effect = effectOf(metric, change, values, comparison);
    return effect?.isReached === false ? effect : undefined;
  });
  const verdict = worst(
    changes.map((change, at) => verdictOn(change, interval, tolerance, tooSmall[at] !== undefined)),
  );
  return {
    ...{ canary, stable, shift, interval, tolerance },
    verdict: verdict === 'pass' && values.isOneEmpty ? 'inconclusive' : verdict,
    tooSmall: tooSmall.find((effect) => effect !== undefined),
  };
};

const compared = ({ metric, title }: DistributionLook, values: Values): Omit<Said, 'exposure'> => {
  const comparison = mannWhitney(values.canary, values.stable, metric.confidence);
  const { interval, shift } = comparison;
  if (interval === undefined)
    return {
      verdict: 'inconclusive',
      because: `${title}: ${uncertainText(values, leastValues(metric.confidence), metric)}`,
    };
  const outcome = outcomeOf(metric, values, comparison, interval);
  const { verdict, canary, stable, tolerance } = outcome;
  return {
    ...{ verdict, canary, stable },
    because: `${title} ${distributionText(metric, values, outcome)}`,
    limit: limitOf(metric, stable, tolerance, shift),
    newestBucket: values.newest,
  };
};

/** Like any limit, the tolerance is a regression only after so many evaluations in a row. */
const counted = ({ metric, inARow }: DistributionLook, said: Said): Said => {
  if (said.newestBucket === undefined) return said;
  const isWorse = said.verdict === 'regress';
  const consecutive = inARow(isWorse, said.newestBucket);
  const least = metric.consecutive;
  const evaluations = `, ${Math.min(consecutive, least)} of ${least} evaluations`;
  return {
    ...said,
    verdict: isWorse && consecutive < least ? 'inconclusive' : said.verdict,
    because: `${said.because}${isWorse ? evaluations : ''}`,
    consecutive,
  };
};

/** Why the values cannot be compared, and the verdict that follows; undefined when they can. */
const whyNot = (
  { metric, answer: { window, bucketSeconds } }: DistributionLook,
  { newest, canary }: Values,
): readonly ['blind' | 'inconclusive', string] | undefined => {
  if (newest === undefined) return ['blind', 'no bucket was seen on both sides'];
  const seenUntil = newest + bucketSeconds * 1_000;
  if (window.end - seenUntil >= silentBuckets * bucketSeconds * 1_000)
    return ['blind', silenceText(seenUntil)];
  return canary.length < metric.minimumBuckets
    ? ['inconclusive', `${canary.length} of ${metric.minimumBuckets} buckets on both sides`]
    : undefined;
};

/**
 * Whether the values of the canary's minutes are shifted against those of stable's: a regression when
 * the whole interval of the shift is beyond the tolerance, a pass when the whole of it is within.
 * What lies between is inconclusive, and so is a pass of a side that has not one datapoint.
 */
export const judgeDistribution = (look: DistributionLook): Said => {
  const { name, title, metric, answer } = look;
  const { canary, stable } = seriesOf(metric, answer.readings[name]);
  if (canary === undefined || stable === undefined) {
    const because = `${title} cannot be seen ${unseenText(answer.readings[name], { canary, stable })}`;
    return { verdict: 'blind', because, exposure: { stable: 0, canary: 0 } };
  }
  const values = valuesOf(metric, { canary, stable }, answer.readings);
  const exposure = { stable: values.stable.length, canary: values.canary.length };
  const reason = whyNot(look, values);
  return reason
    ? { verdict: reason[0], because: `${title}: ${reason[1]}`, exposure }
    : counted(look, { ...compared(look, values), exposure });
};
