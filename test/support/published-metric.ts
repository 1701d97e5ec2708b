import { type CountedMetric, count, metrics } from '../../functions/platform/observability.ts';

interface Emf {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly [
      { readonly Namespace: string; readonly Dimensions: readonly [readonly string[]] },
    ];
  };
  readonly [dimension: string]: unknown;
}

/** The metric as an alarm has to name it, read from what the functions write into their log. */
export const publishedMetric = (name: CountedMetric) => {
  count(name);
  const written = metrics.serializeMetrics() as unknown as Emf;
  metrics.clearMetrics();
  const [{ Namespace, Dimensions }] = written._aws.CloudWatchMetrics;
  return {
    Namespace,
    MetricName: name,
    Dimensions: Dimensions[0].map((Name) => ({ Name, Value: written[Name] })),
  };
};
