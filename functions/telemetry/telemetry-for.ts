import { cloudWatchTelemetry } from './cloudwatch.ts';
import type { TelemetrySettings } from './domain/provider.ts';
import type { Telemetry } from './domain/reading.ts';
import { prometheusTelemetry } from './prometheus.ts';

/** The adapter that a plan's metrics are read with. */
export const telemetryFor = (settings: TelemetrySettings): Telemetry =>
  settings.kind === 'prometheus' ? prometheusTelemetry(settings) : cloudWatchTelemetry();
