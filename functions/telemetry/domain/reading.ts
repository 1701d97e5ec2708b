import type { Metrics } from './metric.ts';

export type Role = 'stable' | 'canary';

/** A span of time in milliseconds since the epoch; the end is exclusive. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** What identifies a side in the dimensions of its metrics; keys are the placeholders of a series. */
export type SideLabels = Readonly<Record<string, string>>;

/** What one tick asks of telemetry: all metrics of both sides over the step so far. */
export interface ReadingRequest {
  readonly metrics: Metrics;
  readonly sides: Readonly<Record<Role, SideLabels>>;
  /** From the end of the step's warm-up to the end of the newest complete bucket. */
  readonly window: Window;
  /**
   * Quantile metrics that are read as their tail: how many requests took longer than so many
   * milliseconds. Counts add up over any buckets, and quantiles do not. Missing for quantiles.
   */
  readonly tails?: Tails;
}

/** Milliseconds by the name of a quantile metric, fixed before the requests that they divide. */
export type Tails = Readonly<Record<string, number>>;

export interface ShareBucket {
  readonly at: number;
  readonly events: number;
  readonly total: number;
}

export interface GaugeBucket {
  readonly at: number;
  readonly value: number;
}

export interface QuantileWindow {
  readonly window: Window;
  readonly milliseconds: number;
  readonly samples: number;
}

/**
 * One metric of one side, or the reason why it could not be seen. Buckets are oldest first; a list of
 * them may grow at its end, and what is in it does not change.
 */
export type Reading =
  | {
      readonly kind: 'share';
      readonly buckets: readonly ShareBucket[];
      /** Why counts of the newest minutes were left out as not to be believed, if any were. */
      readonly doubt?: string;
    }
  /** `events` for `total` requests; there may be more events than requests. */
  | { readonly kind: 'count'; readonly buckets: readonly ShareBucket[] }
  | {
      readonly kind: 'quantile';
      readonly whole: QuantileWindow;
      /**
       * The shortest window up to the newest bucket that holds `trailingSamples` on both sides;
       * undefined when only the whole window does.
       */
      readonly trailing: QuantileWindow | undefined;
      /** Requests of each bucket, oldest first. */
      readonly counts: readonly GaugeBucket[];
      /** The quantile of each bucket, where it is known; evidence only in pairs. */
      readonly values?: readonly GaugeBucket[];
    }
  | {
      /**
       * `events`: requests that took longer than `aboveMilliseconds`, of all that were timed; whole
       * numbers, what is in doubt counted against the canary. A bucket whose requests were not timed
       * is left out.
       */
      readonly kind: 'tail';
      readonly aboveMilliseconds: number;
      /** The share that a canary at its limit has there: see `allowedAt`. Missing where the tail begins exactly at the limit. */
      readonly limitShare?: number;
      readonly buckets: readonly ShareBucket[];
    }
  | { readonly kind: 'gauge'; readonly buckets: readonly GaugeBucket[] }
  | {
      readonly kind: 'blind';
      readonly because: string;
      /** It was read without a fault, and the window holds no datapoint. */
      readonly empty?: true;
    };

export type Readings = Readonly<Record<string, Readonly<Record<Role, Reading>>>>;

export interface ReadingAnswer {
  readonly window: Window;
  readonly bucketSeconds: number;
  readonly readings: Readings;
}

/** What stable did in the hour before a rollout. */
export interface Baseline {
  /** The most that any critical metric's total counted, averaged over the hour. */
  readonly requestsPerMinute: number;
  /** Critical metrics without one datapoint of their total (of their source for a gauge). */
  readonly missing: readonly string[];
  /**
   * What was read of shares, counts and tails, by metric: what dispersion is taken from. Those that
   * only inform are among them where they could be read, and none is blind.
   */
  readonly readings: Readonly<Record<string, Reading>>;
  /** Where the tail of each quantile metric begins: see `tailBeginsAt`. */
  readonly tails: Tails;
  /** By metric, where the tail could not begin exactly where stable's limit is, what a canary at it has: see `allowedAt`. */
  readonly tailShares?: Readonly<Record<string, number>>;
  /** Why the baseline could not be read; the other fields then say nothing. */
  readonly blind?: string;
}

/** The port. Nothing of it throws for telemetry that cannot be seen. */
export interface Telemetry {
  readonly bucketSeconds: number;
  /** How long after its end a bucket is complete, in seconds. */
  readonly delaySeconds: number;
  /** Reads everything that a tick needs. */
  readonly read: (request: ReadingRequest) => Promise<ReadingAnswer>;
  /**
   * Reads what stable did in the last hour.
   *
   * @param now milliseconds since the epoch.
   */
  readonly readBaseline: (metrics: Metrics, stable: SideLabels, now: number) => Promise<Baseline>;
}
