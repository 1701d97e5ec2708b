import type { Metric } from '../../telemetry/domain/metric.ts';

/** What a metric allows, in the metric's own unit, for one pair of values. */
export interface Limits {
  /** The direction in which the canary would be worse. */
  readonly worse: 'higher' | 'lower';
  /** By how much the canary may differ from stable in the worse direction. */
  readonly difference: number | undefined;
  /** A bound for the canary alone. */
  readonly bound: number | undefined;
  /** A smaller difference than this is never a regression. */
  readonly floor: number;
  /** A smaller difference (from the bound where stable is absent) may well be chance. */
  readonly chance: number;
}

/** The metric's bound for the canary alone, in its own unit. */
export const boundOf = (metric: Metric): number | undefined => {
  if (metric.kind === 'distribution') return undefined;
  const { limits } = metric;
  if ('percent' in limits) return limits.percent;
  if ('milliseconds' in limits) return limits.milliseconds;
  return 'value' in limits ? limits.value : undefined;
};

export interface Pair {
  readonly canary: number;
  /** Undefined when stable has no traffic to compare with. */
  readonly stable: number | undefined;
}

export interface Assessment {
  /** Which limits could be applied; none means that the pair says nothing. */
  readonly counted: readonly ('difference' | 'bound')[];
  /** All counted limits are reached, by a difference that is neither below the floor nor chance. */
  readonly broken: boolean;
  /** All counted limits are reached, but the difference is below the floor. */
  readonly belowFloor: boolean;
  /** Broken by the numbers, but so few requests differ by as much now and then when nothing does. */
  readonly mayBeChance: boolean;
  /** A value or a limit is no finite number, with which the canary is neither within nor beyond. */
  readonly unknown: boolean;
  /** How much of the limit is used: 0 nothing, 1 all of it. */
  readonly used: number;
  /** The value at which the canary breaks the limits. */
  readonly limit: number | undefined;
}

/** Whether a pair says anything: also that nothing can be said, which must not be passed over. */
export const isTelling = ({ counted, unknown }: Assessment): boolean =>
  counted.length > 0 || unknown;

/** Twelve digits, so that 1.5 - 1.0 reaches a limit of 0.5 whatever its last binary digit is. */
const rounded = (value: number): number => Number(value.toPrecision(12));

const excessOf = ({ canary, stable }: Pair, worse: Limits['worse']): number | undefined =>
  stable === undefined
    ? undefined
    : rounded(worse === 'higher' ? canary - stable : stable - canary);

const reaches = (value: number, bound: number, worse: Limits['worse']): boolean =>
  worse === 'higher' ? rounded(value) >= rounded(bound) : rounded(value) <= rounded(bound);

/** Whether stable keeps the bound itself; a bound that it does not keep says nothing of the canary. */
export const keepsBound = (stable: number, bound: number, worse: Limits['worse']): boolean =>
  !reaches(stable, bound, worse);

const fraction = (part: number, whole: number): number => {
  if (part <= 0) return 0;
  return whole > 0 ? part / whole : Number.POSITIVE_INFINITY;
};

const usedOfBound = ({ canary, stable }: Pair, bound: number, worse: Limits['worse']): number => {
  if (stable === undefined) return worse === 'higher' ? canary / bound : bound / canary;
  const [part, whole] =
    worse === 'higher' ? [canary - stable, bound - stable] : [stable - canary, stable - bound];
  return fraction(part, whole);
};

interface Applied {
  readonly limit: 'difference' | 'bound';
  readonly reached: boolean;
  readonly used: number;
  readonly at: number;
}

const byDifference = (pair: Pair, { difference, worse }: Limits): Applied[] => {
  const excess = excessOf(pair, worse);
  if (difference === undefined || excess === undefined || pair.stable === undefined) return [];
  const reached = excess > 0 && excess >= rounded(difference);
  const at = worse === 'higher' ? pair.stable + difference : pair.stable - difference;
  return [{ limit: 'difference', reached, used: fraction(excess, difference), at }];
};

const byBound = (pair: Pair, { bound, worse }: Limits): Applied[] => {
  if (bound === undefined) return [];
  if (pair.stable !== undefined && !keepsBound(pair.stable, bound, worse)) return [];
  const reached = reaches(pair.canary, bound, worse);
  return [{ limit: 'bound', reached, used: usedOfBound(pair, bound, worse), at: bound }];
};

/** Whether the difference is smaller than chance explains. */
const isWithinChance = (pair: Pair, limits: Limits): boolean => {
  const from = pair.stable ?? limits.bound;
  const excess = from === undefined ? undefined : excessOf({ ...pair, stable: from }, limits.worse);
  return excess !== undefined && excess < limits.chance;
};

/** Comparing with what is no number is always false, which would be taken for within. */
const isUnknown = ({ canary, stable = 0 }: Pair, limits: Limits): boolean => {
  const { difference = 0, bound = 0, floor } = limits;
  return ![canary, stable, difference, bound, floor].every(Number.isFinite);
};

/**
 * Holds a pair of values against the limits. Reaching a limit breaks it. With two limits both must
 * be broken, and a bound counts only where stable keeps it.
 */
export const assess = (pair: Pair, limits: Limits): Assessment => {
  const applied = [...byDifference(pair, limits), ...byBound(pair, limits)];
  const counted = applied.map((each) => each.limit);
  const nothing = { broken: false, belowFloor: false, mayBeChance: false, used: 0 };
  if (isUnknown(pair, limits)) return { ...nothing, counted, unknown: true, limit: undefined };
  const excess = excessOf(pair, limits.worse);
  const reached = applied.length > 0 && applied.every((each) => each.reached);
  const belowFloor = reached && excess !== undefined && excess < rounded(limits.floor);
  const mayBeChance = reached && !belowFloor && isWithinChance(pair, limits);
  const [laxest, sign] = limits.worse === 'higher' ? [Math.max, 1] : [Math.min, -1];
  const floor = pair.stable === undefined ? [] : [pair.stable + sign * limits.floor];
  return {
    counted,
    unknown: false,
    broken: reached && !belowFloor && !mayBeChance,
    belowFloor,
    mayBeChance,
    used: Math.min(...applied.map((each) => each.used)),
    limit: applied.length > 0 ? laxest(...applied.map((each) => each.at), ...floor) : undefined,
  };
};
