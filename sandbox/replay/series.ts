import type { Comparable } from '../../functions/rollout/domain/judge-samples.ts';
import { firstSince, growingSum } from '../../functions/telemetry/domain/growing.ts';
import type { Metric, QuantileMetric } from '../../functions/telemetry/domain/metric.ts';
import type {
  GaugeBucket,
  QuantileWindow,
  Reading,
  Role,
  Window,
} from '../../functions/telemetry/domain/reading.ts';
import { shortestReaching, trailingSamples } from '../../functions/telemetry/domain/windows.ts';
import { startOf } from './order.ts';
import type { Sample, Side } from './sample.ts';
import {
  type Broken,
  type Counts,
  levelOf,
  quantileOf,
  shareOf,
  tailCounts,
  type Weighted,
} from './side-values.ts';
import type { TailOf } from './tails.ts';
import { clockOf, spanText } from './words.ts';

/** One metric over one step: takes its buckets one by one, and is read after each. */
export interface Series {
  readonly add: (sample: Sample) => void;
  readonly read: (role: Role, window: Window) => Reading;
}

type Buckets<Value> = Record<Role, (Value & { readonly at: number })[]>;

/** The buckets that all compared sides have, and why a side has none. */
interface Kept<Value> {
  readonly buckets: Buckets<Value>;
  readonly add: (sample: Sample) => boolean;
  readonly whyBlind: (role: Role, window: Window) => (Reading & { kind: 'blind' }) | undefined;
}

const rolesOf = (comparable: Comparable): readonly Role[] =>
  comparable === 'both' ? ['stable', 'canary'] : ['canary'];

/**
 * Keeps what a side's values are in a bucket where every compared side has one: only the same buckets
 * are compared. Kept as it grows, so that a long step is not copied with each of its buckets.
 */
const kept = <Value extends object>(
  comparable: Comparable,
  toValue: (side: Side, sample: Sample) => Value | Broken | undefined,
): Kept<Value> => {
  const roles = rolesOf(comparable);
  const buckets: Buckets<Value> = { stable: [], canary: [] };
  const seen = { stable: 0, canary: 0 };
  const isIdle = { stable: false, canary: false };
  const broken: Partial<Record<Role, string>> = {};
  const add = (sample: Sample): boolean => {
    const at = startOf(sample);
    const values = roles.flatMap((role) => {
      const side = sample[role];
      isIdle[role] ||= side?.requests === 0;
      const value = side ? toValue(side, sample) : undefined;
      if (value === undefined) return [];
      seen[role] += 1;
      if (!('broken' in value)) return [{ role, value: { ...value, at } }];
      broken[role] ??= `${value.broken} since ${clockOf(at)} UTC`;
      return [];
    });
    if (values.length < roles.length) return false;
    for (const { role, value } of values) buckets[role].push(value);
    return true;
  };
  const whyBlind: Kept<Value>['whyBlind'] = (role, { start, end }) => {
    const why = broken[role];
    if (why !== undefined) return { kind: 'blind', because: why };
    return seen[role] > 0
      ? undefined
      : {
          kind: 'blind',
          because: `it has no ${isIdle[role] ? 'requests' : 'data'} ${spanText(start, end)}`,
          empty: true,
        };
  };
  return { buckets, add, whyBlind };
};

const shareSeries = (name: string, comparable: Comparable): Series => {
  const { buckets, add, whyBlind } = kept<Counts>(comparable, (side) => shareOf(name, side));
  return {
    add,
    read: (role, window) => whyBlind(role, window) ?? { kind: 'share', buckets: buckets[role] },
  };
};

const gaugeSeries = (name: string, comparable: Comparable): Series => {
  const { buckets, add, whyBlind } = kept<Omit<GaugeBucket, 'at'>>(comparable, (side, sample) => {
    const value = levelOf(name, side, sample.seconds);
    return value === undefined ? undefined : { value };
  });
  return {
    add,
    read: (role, window) => whyBlind(role, window) ?? { kind: 'gauge', buckets: buckets[role] },
  };
};

/** Buckets from before the tail was fixed are left out: they may have fixed it. */
const tailSeries = (tail: TailOf, comparable: Comparable): Series => {
  const { buckets, add, whyBlind } = kept<Counts>(comparable, (side) =>
    tail.state.kind === 'fixed' ? tailCounts(side, tail.state.tail) : undefined,
  );
  return {
    add,
    read: (role, window) => {
      if (tail.state.kind === 'unknown') return { kind: 'blind', because: tail.state.because };
      const { aboveMilliseconds, limitShare } = tail.state.tail;
      return (
        whyBlind(role, window) ?? {
          kind: 'tail',
          aboveMilliseconds,
          limitShare,
          buckets: buckets[role],
        }
      );
    },
  };
};

type Quantiles = Buckets<Weighted>[Role];

const weightedSum = growingSum(({ value, requests }: Weighted) => value * requests);
const requestsOf = growingSum(({ requests }: Weighted) => requests);

const meanOver = (window: Window, buckets: Quantiles, first: number): QuantileWindow => {
  const samples = requestsOf(buckets, first);
  return { window, milliseconds: weightedSum(buckets, first) / samples, samples };
};

/** Quantiles of buckets do not add up to that of a window: their mean stands for it. */
const quantileSeries = (metric: QuantileMetric, comparable: Comparable): Series => {
  const { buckets, add, whyBlind } = kept<Weighted>(comparable, (side) =>
    quantileOf(side, metric.quantile),
  );
  const counts: Record<Role, GaugeBucket[]> = { stable: [], canary: [] };
  const shortest = (window: Window) =>
    shortestReaching(
      window,
      counts.canary.length,
      (index) => {
        const { at = 0, value: canary = 0 } = counts.canary[index] ?? {};
        return { at, canary, stable: counts.stable[index]?.value ?? canary };
      },
      trailingSamples(metric),
    );
  const grow = (role: Role): void => {
    const newest = buckets[role].at(-1);
    if (newest) counts[role].push({ at: newest.at, value: newest.requests });
  };
  return {
    add: (sample) => {
      if (add(sample)) for (const role of rolesOf(comparable)) grow(role);
    },
    read: (role, window) => {
      const blind = whyBlind(role, window);
      if (blind !== undefined) return blind;
      const trailing = shortest(window);
      const from = trailing && firstSince(buckets[role], trailing.start);
      return {
        kind: 'quantile',
        whole: meanOver(window, buckets[role], 0),
        trailing:
          trailing && from !== undefined ? meanOver(trailing, buckets[role], from) : undefined,
        counts: counts[role],
        values: buckets[role],
      };
    },
  };
};

/** How a metric of a recording is read over a step. */
export const seriesOf = (
  name: string,
  metric: Metric,
  comparable: Comparable,
  tail: TailOf | undefined,
): Series => {
  if (metric.kind === 'gauge') return gaugeSeries(name, comparable);
  if (metric.kind !== 'quantile') return shareSeries(name, comparable);
  return tail ? tailSeries(tail, comparable) : quantileSeries(metric, comparable);
};
