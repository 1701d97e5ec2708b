import type { TrafficSetup, WorldSetup } from './setup.ts';
import { Timeline } from './timeline.ts';

const dayMs = 86_400_000;
const peakMs = 14 * 3_600_000;

/** The offered traffic: it does not care how the service is doing (open loop). */
export interface Demand {
  /** Expected requests a minute at a time, in milliseconds since the epoch. */
  readonly at: (time: number) => number;
  /** Moments between two times at which the mean changes. */
  readonly changes: (start: number, end: number) => readonly number[];
}

export const demandOf = (
  { requestsPerMinute, dailyAmplitude }: TrafficSetup,
  changes: WorldSetup['trafficChanges'],
  startsAt: number,
): Demand => {
  const mean = new Timeline(requestsPerMinute);
  for (const change of (changes ?? []).toSorted((one, other) => one.at - other.at)) {
    mean.set(startsAt + change.at, change.requestsPerMinute);
  }
  const shape = (time: number) =>
    1 + dailyAmplitude * Math.cos((2 * Math.PI * (time - peakMs)) / dayMs);
  return {
    at: (time) => mean.at(time) * shape(time),
    changes: (start, end) => mean.changes(start, end),
  };
};
