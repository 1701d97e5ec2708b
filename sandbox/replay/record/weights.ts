import type { Plan } from '../../../functions/rollout/domain/plan.ts';
import type { Sample } from '../sample.ts';

export type Unweighted = Omit<Sample, 'weight'>;

/** The canary's measured share, and of how many requests. */
interface Share {
  readonly canary: number;
  readonly all: number;
}

/** Points from a step within which a share is that step's. */
const nearPoints = 5;
/** A weight goes on further from its step than another begins, so that a share between does not jitter. */
const stayPoints = 7;
/** So much of the way to the next step. */
const stayPart = 0.75;

const percentOf = ({ canary, all }: Share): number => (100 * canary) / all;

/** How far a share is from its weight by chance alone, in points: one standard deviation. */
const chance = (weight: number, { all }: Share): number =>
  Math.sqrt((weight * (100 - weight)) / all);

const pooled = (shares: readonly Share[]): Share => ({
  canary: shares.reduce((sum, { canary }) => sum + canary, 0),
  all: shares.reduce((sum, { all }) => sum + all, 0),
});

const nearest = (share: number, weights: readonly number[]): number =>
  weights.reduce((best, each) => (Math.abs(each - share) < Math.abs(best - share) ? each : best));

/** The weight that a share is of: a step's, or the share itself where no step is near. */
const weightOf = (share: Share, weights: readonly number[]): number => {
  const percent = percentOf(share);
  const step = nearest(percent, weights);
  const near = Math.max(nearPoints, 2 * chance(step, share));
  return Math.abs(step - percent) <= near ? step : Math.round(percent);
};

const agrees = (weight: number, share: Share, weights: readonly number[]): boolean => {
  const others = weights.filter((each) => each !== weight);
  const gap = Math.abs(nearest(weight, others) - weight);
  const stay = Math.min(stayPoints, stayPart * gap);
  return Math.abs(percentOf(share) - weight) <= stay || weightOf(share, weights) === weight;
};

/** Whether so many buckets together are no chance. */
const hasChanged = (weight: number, run: readonly Share[]): boolean => {
  const share = pooled(run);
  return run.length >= 2 && Math.abs(percentOf(share) - weight) > 3 * chance(weight, share);
};

/** Missing data measures nothing; a canary that was not there yet had no requests. */
const sharesOf = (buckets: readonly Unweighted[]): (Share | undefined)[] => {
  const first = buckets.findIndex(({ canary }) => canary);
  return buckets.map(({ stable, canary }, index) => {
    const isAbsent = !canary && (first === -1 || index < first);
    if (!stable || (!canary && !isAbsent)) return undefined;
    const all = stable.requests + (canary?.requests ?? 0);
    return all > 0 ? { canary: canary?.requests ?? 0, all } : undefined;
  });
};

/** The weight that a run of shares begins: its first bucket may be of both the old and the new. */
const begun = (run: readonly Share[], weights: readonly number[]): number =>
  weightOf(pooled(run.slice(1)), weights);

/**
 * The canary's weight in each bucket by its share of the requests. A new weight begins a step of a
 * replay, so that a share which jitters must not be one: it is that of the plan's step nearby, and
 * changes where two buckets or more say so together, beyond what chance explains.
 */
export const measuredWeights = (buckets: readonly Unweighted[], { rollout }: Plan): number[] => {
  const weights = [0, ...rollout.steps.map(({ weight }) => weight)];
  const shares = sharesOf(buckets);
  const first = shares.find((share) => share !== undefined);
  let weight = first ? weightOf(first, weights) : 0;
  const measured = buckets.map(() => weight);
  let [run, from]: [Share[], number] = [[], 0];
  for (const [index, share] of shares.entries()) {
    if (share === undefined) continue;
    if (agrees(weight, share, weights)) {
      run = [];
      continue;
    }
    if (run.length === 0) from = index;
    run.push(share);
    if (!hasChanged(weight, run)) continue;
    weight = begun(run, weights);
    measured.fill(weight, from);
    run = [];
  }
  return measured;
};

/** A stated weight, from the first bucket in which the canary has requests. */
export const statedWeights = (buckets: readonly Unweighted[], weight: number): number[] => {
  const first = buckets.findIndex(({ canary }) => (canary?.requests ?? 0) > 0);
  return buckets.map((_, index) => (first !== -1 && index >= first ? weight : 0));
};
