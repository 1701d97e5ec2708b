import { cloudWatchTelemetry } from './cloudwatch.ts';
import type { Telemetry } from './domain/reading.ts';

/** The adapter that a plan's metrics are read with. */
export const telemetryFor = (): Telemetry => cloudWatchTelemetry();
