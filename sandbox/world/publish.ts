import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { Samples } from '../account/cloudwatch/samples.ts';
import { type Dimension, type MetricStore, publish } from '../account/cloudwatch/store.ts';
import type { Minute } from './minutes.ts';
import { minuteMs } from './minutes.ts';
import type { Disturbance } from './setup.ts';

/** A minute of one series, or of several that share the samples. */
export interface Measurement {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly (readonly Dimension[])[];
  readonly samples: Samples;
  readonly side: Side | undefined;
}

/** Which series a minute is measured by. */
export type Measure = (minute: Minute) => readonly Measurement[];

interface Publishing {
  readonly startsAt: number;
  readonly delayMs: number;
  readonly disturbances: readonly Disturbance[];
}

const pieces = 3;

const concerns = (disturbance: Disturbance, side: Side | undefined): boolean =>
  disturbance.side === undefined || disturbance.side === side;

/** When parts of a minute become visible, or undefined if they never do. */
const visibleAt = (
  { startsAt, delayMs, disturbances }: Publishing,
  start: number,
  side: Side | undefined,
): readonly number[] | undefined => {
  const end = start + minuteMs;
  const hit = disturbances.filter(
    (disturbance) =>
      concerns(disturbance, side) &&
      startsAt + disturbance.from < end &&
      start < startsAt + disturbance.to,
  );
  if (hit.some(({ kind }) => kind === 'outage')) return undefined;
  const late = hit
    .filter(({ kind }) => kind === 'late')
    .reduce((longest, { delaySeconds = 300 }) => Math.max(longest, delaySeconds * 1_000), 0);
  return Array.from(
    { length: pieces },
    (_, piece) => end + late + (delayMs * (piece + 1)) / pieces,
  );
};

/**
 * Writes a minute into CloudWatch's store. It becomes visible in three equal parts, the last one
 * after the whole delay, as metrics of many load balancer nodes do.
 */
export const publishMinute = (
  store: MetricStore,
  publishing: Publishing,
  minute: Minute,
  measure: Measure,
): void => {
  const known = new Map<Side | undefined, readonly number[] | undefined>();
  for (const { namespace, metric, dimensions, samples, side } of measure(minute)) {
    // The same for all metrics of a side.
    if (!known.has(side)) known.set(side, visibleAt(publishing, minute.start, side));
    const moments = known.get(side);
    if (moments === undefined) continue;
    for (const one of dimensions) {
      publish(store.series(namespace, metric, one), minute.start, samples, moments);
    }
  }
};
