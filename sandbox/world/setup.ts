import type { Target } from '../../functions/traffic/domain/target.ts';
import type { Side } from '../../functions/traffic/domain/traffic.ts';
import type { AlarmSetup } from '../account/cloudwatch/alarm-book.ts';
import type { Regression } from './regressions.ts';

export interface LatencySetup {
  readonly medianMs: number;
  readonly p99Ms: number;
}

export interface TrafficSetup {
  /** The mean of a day. */
  readonly requestsPerMinute: number;
  /** How far the daily shape swings around the mean, from 0 to 1; it peaks at 14:00 UTC. */
  readonly dailyAmplitude: number;
  /** Variance of the counts of requests and errors over that of independent events; at least 1. */
  readonly dispersion: number;
  /** Share of requests that the old version answers with 5xx. */
  readonly baseErrorShare: number;
  /** Share of requests that clients get wrong (4xx). */
  readonly clientErrorShare: number;
  readonly latency: LatencySetup;
}

/** What a task can do and what it uses. */
export interface TaskSetup {
  /** Requests a minute that use all of a task's CPU; by default the stable side runs at 40 %. */
  readonly requestsPerMinute?: number;
  /** CPU of a task without requests, in percent. */
  readonly idleCpuPercent: number;
  readonly memoryPercent: number;
  /** How long a new task takes until it is healthy. */
  readonly startSeconds: number;
}

/** What goes wrong with telemetry; times in virtual milliseconds since the start. */
export interface Disturbance {
  readonly from: number;
  readonly to: number;
  /**
   * `outage`: what is measured in this time is never published. `late`: it is published
   * `delaySeconds` later. `partial`, `internal-error`: reads in this time are answered so.
   */
  readonly kind: 'outage' | 'late' | 'partial' | 'internal-error';
  readonly delaySeconds?: number;
  /** Only what is measured of this side; `outage` and `late` only. */
  readonly side?: Side;
}

export interface WorldSetup {
  readonly target: Target;
  /** The side that has all the traffic at the start; a listener rule's first side by default. */
  readonly stableSide?: Side;
  /** Task definitions (family:revision or ARN), or version numbers of a Lambda function. */
  readonly revisions: { readonly stable: string; readonly canary: string };
  /** Tasks of each side's ECS service; 6 by default. */
  readonly tasks?: Readonly<Record<Side, number>>;
  readonly task?: Partial<TaskSetup>;
  readonly traffic?: Partial<TrafficSetup>;
  /** From `at` (virtual milliseconds since the start) on, the mean of a day is another. */
  readonly trafficChanges?: readonly { readonly at: number; readonly requestsPerMinute: number }[];
  readonly regressions?: readonly Regression[];
  readonly disturbances?: readonly Disturbance[];
  readonly alarms?: readonly AlarmSetup[];
  /** How long after its end a minute is complete in CloudWatch, at most 120. */
  readonly telemetryDelaySeconds?: number;
  /** How long a change of weights takes until requests follow it. */
  readonly propagationMs?: number;
  /** Datapoints per page of GetMetricData, to exercise paging. */
  readonly pageSize?: number;
  /** Of the listener rule, or of the function; none by default. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly rule?: {
    /** The rule keeps clients on their target group for so long. */
    readonly stickySeconds?: number;
    /** An OIDC action stands in front of the forward. */
    readonly authenticates?: boolean;
  };
  /** Target groups of the load balancer that the catalogue does not name, by name. */
  readonly otherSides?: Readonly<
    Record<Side, { readonly targetGroup: string; readonly service: string }>
  >;
  readonly lambda?: {
    /** Provisioned concurrency on the alias. */
    readonly provisionedConcurrency?: number;
    /** Roles of versions that have another one than the rest. */
    readonly roles?: Readonly<Record<string, string>>;
  };
}

export const defaultTraffic: TrafficSetup = {
  requestsPerMinute: 1_200,
  dailyAmplitude: 0.2,
  dispersion: 1.5,
  baseErrorShare: 0.001,
  clientErrorShare: 0.01,
  latency: { medianMs: 80, p99Ms: 400 },
};

export const defaultTask: TaskSetup = {
  idleCpuPercent: 0.2,
  memoryPercent: 45,
  startSeconds: 30,
};
