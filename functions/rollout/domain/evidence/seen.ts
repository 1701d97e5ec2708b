import type { CountMetric, Metric, ShareMetric } from '../../../telemetry/domain/metric.ts';
import type { GaugeBucket, Reading, Role, ShareBucket } from '../../../telemetry/domain/reading.ts';
import { tailLimits } from '../tail.ts';
import type { Block, Part } from './shares.ts';

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

const shared = <Bucket extends { readonly at: number }>(
  stable: readonly Bucket[],
  canary: readonly Bucket[],
): { readonly at: number; readonly stable: Bucket; readonly canary: Bucket }[] => {
  const ofStable = new Map(stable.map((bucket) => [bucket.at, bucket]));
  return canary
    .flatMap((bucket) => {
      const other = ofStable.get(bucket.at);
      return other === undefined ? [] : [{ at: bucket.at, stable: other, canary: bucket }];
    })
    .toSorted((one, other) => one.at - other.at);
};

const parts = (
  sides: { readonly stable: readonly ShareBucket[]; readonly canary: readonly ShareBucket[] },
  toPart: (bucket: ShareBucket) => Part,
) =>
  shared(sides.stable, sides.canary).map(({ at, stable, canary }) => ({
    at,
    block: { stable: toPart(stable), canary: toPart(canary) },
  }));

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

const counted = (metric: CountMetric, canary: Reading, stable: Reading): Seen[] =>
  canary.kind === 'count' && stable.kind === 'count'
    ? parts({ canary: canary.buckets, stable: stable.buckets }, ({ events, total }) => ({
        events,
        total,
      })).map(({ at, block }) => ({
        kind: 'count',
        at,
        block,
        margin: 1 + metric.limits.increasePercent / 100,
      }))
    : [];

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
  canary: readonly GaugeBucket[],
  stable: readonly GaugeBucket[],
): Seen[] =>
  shared(stable, canary).map((bucket) => ({
    kind: 'pair',
    at: bucket.at,
    isWorse: isBeyond({ canary: bucket.canary.value, stable: bucket.stable.value }, metric),
  }));

const levels = (reading: Reading): readonly GaugeBucket[] => {
  if (reading.kind === 'gauge') return reading.buckets;
  return reading.kind === 'quantile' ? (reading.values ?? []) : [];
};

/**
 * What the readings of a metric hold as evidence, bucket by bucket, oldest first: those that both
 * sides have, or the canary's alone where stable has no traffic and the metric has a bound.
 */
export const seenOf = (
  metric: Metric,
  { canary, stable }: Sides,
  comparable: 'both' | 'canary-only',
): Seen[] => {
  if (metric.kind === 'distribution') return [];
  if (metric.kind === 'count') return comparable === 'both' ? counted(metric, canary, stable) : [];
  const isTail = metric.kind === 'quantile' && canary.kind === 'tail';
  if (isTail || (metric.kind === 'share' && canary.kind === 'share')) {
    const limit = metric.kind === 'share' ? shareLimit(metric) : tailLimits(metric);
    const toPart = (bucket: ShareBucket) =>
      badPart(bucket, metric.kind === 'share' ? metric.worse : 'higher');
    if (comparable === 'canary-only') return alone(canary.buckets, limit, toPart);
    if (stable.kind !== canary.kind) return [];
    return parts({ canary: canary.buckets, stable: stable.buckets }, toPart).map((each) => ({
      ...each,
      kind: 'share',
      limit,
    }));
  }
  return metric.kind === 'share' || comparable === 'canary-only'
    ? []
    : paired(metric, levels(canary), levels(stable));
};
