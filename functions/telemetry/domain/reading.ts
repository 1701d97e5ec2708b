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
}

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

/** One metric of one side, or the reason why it could not be seen. */
export type Reading =
  | { readonly kind: 'share'; readonly buckets: readonly ShareBucket[] }
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

/** The port: one read of everything a tick needs. It never throws for telemetry that cannot be seen. */
export interface Telemetry {
  readonly bucketSeconds: number;
  /** How long after its end a bucket is complete, in seconds. */
  readonly delaySeconds: number;
  readonly read: (request: ReadingRequest) => Promise<ReadingAnswer>;
}
