import type { DistributionMetric } from '../../telemetry/domain/metric.ts';
import type { GaugeBucket, Reading, Readings, Role } from '../../telemetry/domain/reading.ts';
import { sharedBuckets } from '../../telemetry/domain/windows.ts';

/** The values of the minutes that both sides have, oldest first. */
export interface Values {
  readonly canary: readonly number[];
  readonly stable: readonly number[];
  /** Start of the newest of these minutes; undefined when there is none. */
  readonly newest: number | undefined;
  /** A side has not one datapoint in the whole window. */
  readonly isOneEmpty: boolean;
  /** How many of the values are 0 because there was no datapoint. */
  readonly zeros: Readonly<Record<Role, number>>;
}

export type Series = Readonly<Record<Role, readonly GaugeBucket[]>>;

/** Four hours of minutes: more would cost memory and time, and speak less of the present. */
export const mostBuckets = 240;

const otherSide: Readonly<Record<Role, Role>> = { stable: 'canary', canary: 'stable' };

/** When a reading counts requests, in the buckets where it counts some. */
const requestsIn = (reading: Reading): number[] | undefined => {
  if (reading.kind === 'quantile')
    return reading.counts.flatMap(({ at, value }) => (value > 0 ? [at] : []));
  return reading.kind === 'blind' || reading.kind === 'gauge'
    ? undefined
    : reading.buckets.flatMap(({ at, total }) => (total > 0 ? [at] : []));
};

/**
 * The buckets in which a side is known to have worked: those with requests, by any metric of the
 * plan. Where no metric counts requests of either side, those in which the other side has a
 * datapoint, since then telemetry at least could be seen.
 */
const workedIn = (role: Role, series: Series, readings: Readings): Set<number> => {
  const counted = (side: Role): number[][] =>
    Object.values(readings).flatMap((sides) => {
      const requests = requestsIn(sides[side]);
      return requests === undefined ? [] : [requests];
    });
  const own = counted(role);
  return own.length + counted(otherSide[role]).length > 0
    ? new Set(own.flat())
    : new Set(series[otherSide[role]].map(({ at }) => at));
};

/** The buckets of a side that have no datapoint and yet a value: nothing happened in them. */
const silentIn = (role: Role, series: Series, readings: Readings): GaugeBucket[] => {
  const seen = new Set(series[role].map(({ at }) => at));
  return [...workedIn(role, series, readings)]
    .filter((at) => !seen.has(at))
    .map((at) => ({ at, value: 0 }));
};

/** What is compared: the buckets of both sides, filled up as the metric says, the newest of them. */
export const valuesOf = (
  { noData }: DistributionMetric,
  series: Series,
  readings: Readings,
): Values => {
  const added = (role: Role) => (noData === 'zero' ? silentIn(role, series, readings) : []);
  const silent = { stable: added('stable'), canary: added('canary') };
  const shared = sharedBuckets(
    [...series.stable, ...silent.stable],
    [...series.canary, ...silent.canary],
  ).slice(-mostBuckets);
  const compared = new Set(shared.map(({ at }) => at));
  const zerosOf = (role: Role) => silent[role].filter(({ at }) => compared.has(at)).length;
  return {
    canary: shared.map(({ canary }) => canary),
    stable: shared.map(({ stable }) => stable),
    newest: shared.at(-1)?.at,
    isOneEmpty: series.stable.length === 0 || series.canary.length === 0,
    zeros: { stable: zerosOf('stable'), canary: zerosOf('canary') },
  };
};
