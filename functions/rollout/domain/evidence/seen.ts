import { firstAfter } from '../../../telemetry/domain/growing.ts';
import type { Metric, QuantileMetric, ShareMetric } from '../../../telemetry/domain/metric.ts';
import type { GaugeBucket, Reading, Role, ShareBucket } from '../../../telemetry/domain/reading.ts';
import { alongside } from '../../../telemetry/domain/windows.ts';
import { limitShareOf, tailLimits } from '../tail.ts';
import type { Block, Part } from './shares.ts';
import { shareSumOf, sumOf } from './sums.ts';

/** How much larger a share of bad events the canary may have: all of it from 0 to 1. */
export interface ShareLimit {
  /** Beyond stable's share; undefined where the metric has only a bound. */
  readonly points: number | undefined;
  /** The share that the canary must stay below. */
  readonly bound: number | undefined;
  /** The smallest difference that matters. */
  readonly floor: number;
}

/** One bucket of a metric as evidence, its events always the bad ones. */
export type Seen = { readonly at: number } & (
  | { readonly kind: 'share'; readonly block: Block; readonly limit: ShareLimit }
  | {
      readonly kind: 'bound';
      readonly canary: Part;
      readonly bound: number;
      readonly floor: number;
    }
  | { readonly kind: 'count'; readonly block: Block; readonly margin: number }
  | { readonly kind: 'pair'; readonly isWorse: boolean }
);

export type Sides = Readonly<Record<Role, Reading>>;

const part = ({ events, total }: ShareBucket): Part => ({ events: Math.min(events, total), total });

/** Events are what is bad: where fewer are worse, what is bad is the rest. */
const badPart = (bucket: ShareBucket, worse: ShareMetric['worse']): Part => {
  const { events, total } = part(bucket);
  return { events: worse === 'lower' ? total - events : events, total };
};

export const shareLimit = ({ limits, worse, floorPoints }: ShareMetric): ShareLimit => {
  const { points, percent } = limits;
  const bound = percent === undefined ? undefined : percent / 100;
  return {
    points: points === undefined ? undefined : points / 100,
    bound: bound !== undefined && worse === 'lower' ? 1 - bound : bound,
    floor: floorPoints / 100,
  };
};

type Buckets<Bucket> = Readonly<Record<Role, readonly Bucket[]>>;

/** The pairs of buckets of both sides that start after a time, oldest first. */
const shared = <Bucket extends { readonly at: number }>(sides: Buckets<Bucket>, after: number) => {
  const { stable, canary } = alongside(sides.stable, sides.canary);
  const first = firstAfter(canary, after);
  return canary.slice(first).flatMap((bucket, index) => {
    const other = stable[first + index];
    return other === undefined ? [] : [{ at: bucket.at, stable: other, canary: bucket }];
  });
};

type ToPart = (bucket: ShareBucket) => Part;

const alone = (
  buckets: readonly ShareBucket[],
  { bound, floor }: ShareLimit,
  toPart: (bucket: ShareBucket) => Part,
): Seen[] =>
  bound === undefined
    ? []
    : buckets.map((bucket) => ({
        kind: 'bound',
        at: bucket.at,
        canary: toPart(bucket),
        bound,
        floor,
      }));

/** What is counted of a metric on both sides, and which of it is bad. */
interface Counted {
  readonly sides: Buckets<ShareBucket>;
  readonly toPart: ToPart;
  /** How one bucket of it is weighed. */
  readonly toSeen: (at: number, block: Block) => Seen;
}

const partOfCount: ToPart = ({ events, total }) => ({ events, total });

/** Of a share, or of a quantile that is read as its tail. */
const sharing = (metric: ShareMetric | QuantileMetric, canary: Reading) => {
  const [limit, worse] =
    metric.kind === 'share'
      ? ([shareLimit(metric), metric.worse] as const)
      : ([tailLimits(metric, limitShareOf(canary)), 'higher'] as const);
  return {
    limit,
    toPart: (bucket: ShareBucket) => badPart(bucket, worse),
    toSeen: (at: number, block: Block): Seen => ({ kind: 'share', at, block, limit }),
  };
};

const isShared = (metric: Metric, { kind }: Reading): metric is ShareMetric | QuantileMetric =>
  (metric.kind === 'quantile' && kind === 'tail') || (metric.kind === 'share' && kind === 'share');

const countedOf = (metric: Metric, { canary, stable }: Sides): Counted | undefined => {
  if (!('buckets' in canary) || canary.kind === 'gauge') return undefined;
  if (!('buckets' in stable) || stable.kind === 'gauge' || stable.kind !== canary.kind)
    return undefined;
  const sides = { canary: canary.buckets, stable: stable.buckets };
  if (isShared(metric, canary)) return { sides, ...sharing(metric, canary) };
  if (metric.kind !== 'count' || canary.kind !== 'count') return undefined;
  const margin = 1 + metric.limits.increasePercent / 100;
  const toSeen = (at: number, block: Block): Seen => ({ kind: 'count', at, block, margin });
  return { sides, toPart: partOfCount, toSeen };
};

/** Whether one bucket of a level is beyond what its metric allows of stable's in the same bucket. */
const isBeyond = (
  { canary, stable }: { readonly canary: number; readonly stable: number },
  metric: Extract<Metric, { kind: 'gauge' | 'quantile' }>,
): boolean => {
  const sign = metric.kind === 'gauge' && metric.worse === 'lower' ? -1 : 1;
  const bound = metric.kind === 'gauge' ? metric.limits.value : metric.limits.milliseconds;
  const floor = metric.kind === 'gauge' ? metric.floor : metric.floorMilliseconds;
  const allowed = (Math.abs(stable) * (metric.limits.increasePercent ?? 0)) / 100;
  const isWorse = sign * (canary - stable) > Math.max(allowed, floor);
  return isWorse && (bound === undefined || sign * (canary - bound) >= 0);
};

const paired = (
  metric: Extract<Metric, { kind: 'gauge' | 'quantile' }>,
  sides: Buckets<GaugeBucket>,
  after: number,
): Seen[] =>
  shared(sides, after).map(({ at, canary, stable }) => ({
    kind: 'pair',
    at,
    isWorse: isBeyond({ canary: canary.value, stable: stable.value }, metric),
  }));

const levels = (reading: Reading): readonly GaugeBucket[] => {
  if (reading.kind === 'gauge') return reading.buckets;
  return reading.kind === 'quantile' ? (reading.values ?? []) : [];
};

/**
 * What the readings of a metric hold as evidence, bucket by bucket, oldest first: those that both
 * sides have, or the canary's alone where stable has no traffic and the metric has a bound.
 *
 * @param after buckets that start then or before are left out.
 */
export const seenOf = (
  metric: Metric,
  { canary, stable }: Sides,
  comparable: 'both' | 'canary-only',
  after = Number.NEGATIVE_INFINITY,
): Seen[] => {
  if (comparable === 'canary-only') {
    if (!isShared(metric, canary) || !('buckets' in canary) || canary.kind === 'gauge') return [];
    const { limit, toPart } = sharing(metric, canary);
    return alone(canary.buckets.slice(firstAfter(canary.buckets, after)), limit, toPart);
  }
  const counted = countedOf(metric, { canary, stable });
  if (counted !== undefined)
    return shared(counted.sides, after).map((each) =>
      counted.toSeen(each.at, {
        stable: counted.toPart(each.stable),
        canary: counted.toPart(each.canary),
      }),
    );
  return metric.kind === 'gauge' || (metric.kind === 'quantile' && canary.kind !== 'tail')
    ? paired(metric, { canary: levels(canary), stable: levels(stable) }, after)
    : [];
};

/** All that is counted of a metric in the buckets that both sides have, as one. */
export const countedTogether = (
  metric: Metric,
  readings: Sides,
): { readonly isShare: boolean; readonly block: Block } | undefined => {
  const counted = countedOf(metric, readings);
  if (counted === undefined) return undefined;
  const { stable, canary } = alongside(counted.sides.stable, counted.sides.canary);
  if (canary.length === 0) return undefined;
  const isShare = metric.kind !== 'count';
  const isLower = metric.kind === 'share' && metric.worse === 'lower';
  const bad = (buckets: readonly ShareBucket[]): Part => {
    const { events, total } = isShare ? shareSumOf(buckets) : sumOf(buckets);
    return { events: isLower ? total - events : events, total };
  };
  return { isShare, block: { stable: bad(stable), canary: bad(canary) } };
};
