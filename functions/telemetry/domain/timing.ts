import type { TelemetrySettings } from './provider.ts';

export interface Timing {
  readonly bucketSeconds: number;
  /** How long after its end a bucket is complete, in seconds. */
  readonly delaySeconds: number;
}

/** CloudWatch's metric period for every namespace that is judged, and how late a minute may come. */
export const cloudWatchTiming: Timing = { bucketSeconds: 60, delaySeconds: 120 };

/** Runs that began before there was a choice have no settings. */
export const timingOf = (settings: TelemetrySettings | undefined): Timing =>
  settings?.kind === 'prometheus'
    ? { bucketSeconds: settings.bucketSeconds, delaySeconds: settings.delaySeconds }
    : cloudWatchTiming;
