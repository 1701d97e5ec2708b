import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';

/** All placeholders in the dimensions of the metrics, each once. */
export const placeholdersOf = (metrics: Metrics): string[] => {
  const found = [...JSON.stringify(metrics).matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name]) => name);
  return [...new Set(found)].flatMap((name) => name ?? []).toSorted();
};
