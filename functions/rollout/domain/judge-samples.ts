import type { Role, Window } from '../../telemetry/domain/reading.ts';
import type { Limits, Pair } from './judge-limits.ts';

/**
 * `both`: canary and stable have traffic and are compared. `canary-only`: stable has none, so only
 * the canary's own bounds can be held against it.
 */
export type Comparable = 'both' | 'canary-only';

/** The values of both sides over one window. */
export interface Sample extends Pair {
  readonly window: Window;
  /** Requests, or buckets for a gauge, behind each value. */
  readonly exposure: Readonly<Record<Role, number>>;
}

/** What the readings of one metric hold, in the same shape for every kind of metric. */
export interface Samples {
  /** Start of the newest bucket that the compared sides have; undefined when they share none. */
  readonly newest: number | undefined;
  /** Undefined when no value can be formed yet. */
  readonly whole: Sample | undefined;
  /** Shorter windows up to the end, shortest first; none when only the whole one holds enough. */
  readonly trailing: readonly Sample[];
  /** What each side has over the whole window. */
  readonly exposure: Readonly<Record<Role, number>>;
  readonly limitsFor: (sample: Sample) => Limits;
}
