import { cloudWatchTelemetry } from '../../../functions/telemetry/cloudwatch.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import type { Tails } from '../../../functions/telemetry/domain/reading.ts';
import { minute, noon, type Series } from './cloudwatch-answers.ts';

export const labels = (side: string) => ({
  targetGroup: side,
  loadBalancer: 'app/web/1',
  cluster: 'main',
  service: `web-${side}`,
});

export const pick = (...names: string[]): Metrics =>
  Object.fromEntries(names.map((name) => [name, defaultMetrics('alb')[name]])) as Metrics;

/** Reads quantiles as their tails. */
export const readTails = (metrics: Metrics, tails: Tails, minutes = 3) =>
  cloudWatchTelemetry().read({
    metrics,
    sides: { stable: labels('blue'), canary: labels('green') },
    window: { start: noon, end: noon + minutes * minute },
    tails,
  });

export const read = (metrics: Metrics, minutes = 3) => readTails(metrics, {}, minutes);

export const traffic: Series = {
  'RequestCount Sum blue': [900, 900, 900],
  'RequestCount Sum green': [100, 100, 100],
  'HTTPCode_Target_2XX_Count Sum blue': [900, 900, 900],
  'HTTPCode_Target_2XX_Count Sum green': [100, 100, 100],
};

export const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });
