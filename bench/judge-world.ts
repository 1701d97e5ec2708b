import { defaultMetrics } from '../functions/telemetry/domain/default-metrics.ts';
import type { QuantileMetric, ShareMetric } from '../functions/telemetry/domain/metric.ts';
import { tailBeginsAt } from '../functions/telemetry/domain/tails.ts';
import { type Random, seeded } from '../sandbox/random.ts';
import { binomial, gamma, poisson } from '../sandbox/world/draws.ts';
import {
  type Cut,
  countAt,
  cutAt,
  drawAbove,
  oddsOf,
  quantileOf,
  type Slower,
  usual,
} from './judge-latency.ts';
import {
  bucketsIn,
  canaryShare,
  minutes,
  regressionOf,
  type Setting,
  type Shape,
  sourceOf,
  titleOf,
  usualErrors,
} from './judge-setting.ts';

/** What one side did in one bucket. */
export interface SideBucket {
  readonly total: number;
  readonly errors: number;
  /** Requests that were slower than each edge. */
  readonly above: readonly number[];
  /** Requests beyond where the tails of p95 and p99 begin. */
  readonly slow: readonly [number, number];
}

export interface Point {
  readonly canary: SideBucket;
  readonly stable: SideBucket;
}

/** A rollout in progress. */
export interface World {
  /** Stable's hour before it. */
  readonly before: readonly SideBucket[];
  /** Where the tails of p95 and p99 begin, in milliseconds. */
  readonly tails: readonly [number, number];
  readonly next: () => Point;
}

/** The plan that is judged: the defaults without a success rate that this service cannot keep. */
export const plan = Object.fromEntries(
  Object.entries(defaultMetrics('alb')).filter(([name]) =>
    ['error-rate', 'latency-p95', 'latency-p99'].includes(name),
  ),
) as { 'error-rate': ShareMetric } & Record<'latency-p95' | 'latency-p99', QuantileMetric>;

/** A swing of half of everything over six hours: an hour sees up to 50 % more or less. */
const swing = (minute: number, phase: number): number =>
  1 + 0.5 * Math.sin(2 * Math.PI * (minute / 360 + phase));

/** Errors that come in clusters: of a geometric number with mean 3, or of exactly 5. */
const drawErrors = (random: Random, total: number, share: number, shape: Shape): number => {
  if (shape === 'bursts of 5') return Math.min(total, 5 * poisson(random, (total * share) / 5));
  if (shape !== 'bursts of 3') return binomial(random, total, share);
  const clusters = poisson(random, (total * share) / 3);
  const more = clusters === 0 ? 0 : poisson(random, 2 * gamma(random, clusters));
  return Math.min(total, clusters + more);
};

interface Behaviour {
  readonly errorShare: number;
  readonly odds: readonly number[];
  readonly cuts: readonly [Cut, Cut];
}

const noCuts: Behaviour['cuts'] = [cutAt(1, usual), cutAt(1, usual)];

const behaviour = (
  errorShare: number,
  slower: Slower,
  tails?: readonly [number, number],
): Behaviour => ({
  errorShare,
  odds: oddsOf(slower),
  cuts: tails ? [cutAt(tails[0], slower), cutAt(tails[1], slower)] : noCuts,
});

const counted = (
  random: Random,
  side: Omit<SideBucket, 'slow'>,
  { cuts }: Behaviour,
): SideBucket => ({
  ...side,
  slow: [
    countAt(random, side.total, side.above, cuts[0]),
    countAt(random, side.total, side.above, cuts[1]),
  ],
});

export const sumOf = (buckets: readonly SideBucket[]): SideBucket => {
  const [first, ...rest] = buckets;
  if (first === undefined) return { total: 0, errors: 0, above: [], slow: [0, 0] };
  return rest.reduce(
    (sum, each) => ({
      total: sum.total + each.total,
      errors: sum.errors + each.errors,
      above: sum.above.map((count, index) => count + (each.above[index] ?? 0)),
      slow: [sum.slow[0] + each.slow[0], sum.slow[1] + each.slow[1]],
    }),
    first,
  );
};

/** Where the product would let the tails begin, after what was seen of stable. */
const tailsAfter = (before: readonly SideBucket[]): readonly [number, number] => {
  const { total, above } = sumOf(before);
  const begins = (metric: QuantileMetric): number =>
    tailBeginsAt(metric, quantileOf(total, above, metric.quantile) ?? 0);
  return [begins(plan['latency-p95']), begins(plan['latency-p99'])];
};

/** Draws what one side does in a bucket, counted from the start of the rollout. */
const drawing = (setting: Setting, random: Random) => {
  const bucketMinutes = sourceOf(setting).bucketSeconds / 60;
  const phases = [random.next(), random.next()] as const;
  const factor = (bucket: number, phase: number): number =>
    setting.shape === 'daily' ? swing(bucket * bucketMinutes, phase) : 1;
  return (bucket: number, share: number, { errorShare, odds }: Behaviour) => {
    const perBucket = setting.requestsPerMinute * bucketMinutes * share;
    const total = poisson(random, perBucket * factor(bucket, phases[0]));
    const errors = drawErrors(random, total, errorShare * factor(bucket, phases[1]), setting.shape);
    return { total, errors, above: drawAbove(random, total, odds) };
  };
};

/** One seeded rollout of a setting: the same for every rule that judges it. */
export const worldOf = (setting: Setting, seed: number): World => {
  const random = seeded(seed).fork(titleOf(setting));
  const draw = drawing(setting, random);
  const hour = bucketsIn(setting, minutes);
  const before = behaviour(usualErrors, usual);
  const seen = Array.from({ length: hour }, (_, index) => ({
    ...draw(index - hour, 1, before),
    slow: [0, 0] as const,
  }));
  const tails = tailsAfter(seen);
  const good = behaviour(usualErrors, usual, tails);
  const worse = regressionOf(setting);
  const bad = worse ? behaviour(worse.errorShare, worse.slower, tails) : good;
  let bucket = 0;
  const next = (): Point => {
    const how = bucket >= setting.from ? bad : good;
    const canary = counted(random, draw(bucket, canaryShare, how), how);
    const stable = counted(random, draw(bucket, 1 - canaryShare, good), good);
    bucket += 1;
    return { canary, stable };
  };
  return { before: seen.map((side) => counted(random, side, good)), tails, next };
};
