import { betterRatios, ratioBet, worseRatios } from './counts.ts';
import {
  dispersionFor,
  dispersionOf,
  noPast,
  type Past,
  remembered,
  thinned,
} from './dispersion.ts';
import { logSum } from './log-gamma.ts';
import { emptyMixture, evidenceOf, type Mixture, weighed } from './mixture.ts';
import { pairBet, stakes } from './pairs.ts';
import type { Seen, ShareLimit } from './seen.ts';
import { type Block, boundBet, type Part, predicted, sharesBet } from './shares.ts';

/** What is kept of one metric between ticks, over all steps of a rollout: sums, and no history. */
export interface MetricEvidence {
  /** Evidence that the canary is worse than stable. */
  readonly worse: Mixture;
  /** ln of each bet, since the step began, that the canary is within its limit. */
  readonly safe: readonly number[];
  readonly past: Past;
  /** Start of the newest bucket that was weighed, in milliseconds since the epoch. */
  readonly until: number;
}

export const noEvidence: MetricEvidence = {
  worse: emptyMixture,
  safe: [],
  past: noPast,
  until: 0,
};

/**
 * How many times its limit a canary may be worse by, and what is bet on each: little on much, which a
 * few requests show whatever was bet. Coarser steps (three or four of them) cost 1 to 2 % of the time
 * to a rollback, none below 2 doubles it for a canary that is just at its limit.
 */
const excesses = [1, 2, 4, 10, 40, 160] as const;
const excessWeights = [0.2, 0.3, 0.28, 0.14, 0.05, 0.03] as const;

const evenly = (count: number): number[] => Array.from({ length: count }, () => 1 / count);

/** A share that is bet on stays below 1, so that one good request does not refute the bet. */
const mostShare = 0.97;

interface Bets {
  readonly worse: readonly number[];
  readonly weights: readonly number[];
  readonly safe: readonly number[];
}

/** Bets need something to aim at, even where a plan allows nothing. */
const leastExcess = 0.0005;

/** What a limit allows beyond stable's share, as far as the past tells. */
const allowed = ({ points, bound, floor }: ShareLimit, stable: number): number =>
  Math.max(leastExcess, points ?? Math.max(floor, (bound ?? 0) - stable));

const shareBets = (block: Block, limit: ShareLimit, past: Past): Bets => {
  const dispersion = dispersionOf(past, true);
  const stable = Math.min(mostShare, predicted(past.recent));
  const margin = Math.min(allowed(limit, stable), 0.99 - stable);
  const worse = excesses.map((excess) => {
    const canary = Math.min(mostShare, stable + excess * margin);
    if (canary <= stable) return 0;
    const thin = thinnedBlock(block, dispersionFor(dispersion, canary / stable));
    return sharesBet(thin, { canary, stable });
  });
  const safe = [sharesBet(thinnedBlock(block, dispersion), { canary: stable, stable }, margin)];
  return { worse, weights: excessWeights, safe };
};

const boundBets = (canary: Part, limit: number, floor: number, past: Past): Bets => {
  const dispersion = dispersionOf(past, true);
  const bound = Math.max(leastExcess, limit);
  const worse = excesses.map((excess) => {
    const bet = Math.min(mostShare, bound + excess * Math.max(floor, bound));
    if (bet <= bound) return 0;
    return boundBet(thinned(canary, dispersionFor(dispersion, bet / bound)), bet, bound);
  });
  return { worse, weights: excessWeights, safe: [] };
};

const countBets = ({ canary, stable }: Block, margin: number, dispersion: number): Bets => {
  const exposure = canary.total + stable.total;
  const share = exposure === 0 ? 0 : canary.total / exposure;
  const isOpen = share > 0 && share < 1;
  const bet = (ratio: number, tolerated: number): number => {
    const thin = dispersionFor(dispersion, Math.max(1, ratio));
    const events = { canary: canary.events / thin, stable: stable.events / thin };
    return isOpen ? ratioBet(events, share, ratio, tolerated) : 0;
  };
  return {
    worse: worseRatios.map((ratio) => bet(ratio, 1)),
    weights: evenly(worseRatios.length),
    safe: betterRatios.map((ratio) => bet(ratio, margin)),
  };
};

const betsOn = (seen: Seen, past: Past): Bets => {
  switch (seen.kind) {
    case 'share':
      return shareBets(seen.block, seen.limit, past);
    case 'count':
      return countBets(seen.block, seen.margin, dispersionOf(past, false));
    case 'bound':
      return boundBets(seen.canary, seen.bound, seen.floor, past);
    case 'pair':
      return {
        worse: stakes.map((stake) => pairBet(seen.isWorse, stake)),
        weights: evenly(stakes.length),
        safe: [],
      };
  }
};

const thinnedBlock = ({ canary, stable }: Block, dispersion: number): Block => ({
  canary: thinned(canary, dispersion),
  stable: thinned(stable, dispersion),
});

const seenOfStable = (past: Past, seen: Seen): Past =>
  seen.kind === 'share' || seen.kind === 'count' ? remembered(past, seen.block.stable) : past;

/** A count that is smaller is none, and its arithmetic beside a large one ends in no number. */
const least = 1e-6;

/** A bucket in which one side has no requests is no evidence, and takes no stake. */
const isEmpty = (seen: Seen): boolean => {
  if (seen.kind === 'pair') return false;
  if (seen.kind === 'bound') return seen.canary.total < least;
  return seen.block.canary.total < least || seen.block.stable.total < least;
};

const weighedOne = (evidence: MetricEvidence, seen: Seen): MetricEvidence => {
  if (isEmpty(seen)) return { ...evidence, until: seen.at };
  const { worse, weights, safe } = betsOn(seen, evidence.past);
  return {
    worse: weighed(evidence.worse, worse, weights),
    safe: safe.map((bet, index) => bet + (evidence.safe[index] ?? 0)),
    past: seenOfStable(evidence.past, seen),
    until: seen.at,
  };
};

const digits = 6;

/** For what is smaller, the power of ten that rounds it is infinite. */
const nearNothing = 1e-300;

/** Six digits are more than any verdict hangs on, and keep the run's record small. */
const short = (value: number): number => {
  if (Math.abs(value) < nearNothing) return 0;
  if (!Number.isFinite(value)) return value;
  const shift = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  const power = 10 ** Math.abs(shift);
  return shift < 0 ? Math.round(value / power) * power : Math.round(value * power) / power;
};

const shortened = ({ worse, safe, past, until }: MetricEvidence): MetricEvidence => ({
  worse: { ...worse, logs: worse.logs.map(short) },
  safe: safe.map(short),
  past: {
    buckets: past.buckets,
    total: short(past.total),
    events: short(past.events),
    squares: short(past.squares),
    recent: { events: short(past.recent.events), total: short(past.recent.total) },
  },
  until,
});

/** The evidence with the buckets that are newer than what was weighed; each counts once. */
export const weigh = (evidence: MetricEvidence, seen: readonly Seen[]): MetricEvidence =>
  shortened(seen.filter(({ at }) => at > evidence.until).reduce(weighedOne, evidence));

/** The evidence with what stable did before the rollout as its past. */
export const withPast = (seen: readonly Part[]): MetricEvidence =>
  shortened({ ...noEvidence, past: seen.reduce(remembered, noPast) });

/** ln of the evidence that the canary is worse: the stake has grown so many times. */
export const logWorse = ({ worse }: MetricEvidence): number => evidenceOf(worse);

/** ln of the evidence of this step that the canary is within its limit. */
export const logSafe = ({ safe }: MetricEvidence): number =>
  safe.length === 0 ? 0 : logSum(safe) - Math.log(safe.length);
