import { defaultMetrics } from '../../functions/telemetry/domain/default-metrics.ts';
import type { DistributionMetric, Metric } from '../../functions/telemetry/domain/metric.ts';

type Kind = Parameters<typeof defaultMetrics>[0];

const sign = (metric: { worse?: 'higher' | 'lower' }): string =>
  metric.worse === 'lower' ? '-' : '+';

const toleranceOf = ({ direction, tolerancePercent }: DistributionMetric): string => {
  const sign = { increase: '+', decrease: '-', either: '±' }[direction];
  return `${sign}${tolerancePercent} % of stable's median`;
};

const limitsOf = (metric: Metric): string[] => {
  switch (metric.kind) {
    case 'share': {
      const { points, percent } = metric.limits;
      const bound = metric.worse === 'lower' ? 'above' : 'below';
      return [
        ...(points === undefined ? [] : [`${sign(metric)}${points} points of stable`]),
        ...(percent === undefined ? [] : [`${bound} ${percent} %`]),
      ];
    }
    case 'quantile': {
      const { increasePercent, milliseconds } = metric.limits;
      return [
        ...(increasePercent === undefined ? [] : [`+${increasePercent} % of stable`]),
        ...(milliseconds === undefined ? [] : [`below ${milliseconds} ms`]),
      ];
    }
    case 'count':
      return [`+${metric.limits.increasePercent} % of stable`];
    case 'distribution':
      return [toleranceOf(metric)];
    case 'gauge': {
      const { increasePercent, value } = metric.limits;
      return [
        ...(increasePercent === undefined ? [] : [`${sign(metric)}${increasePercent} % of stable`]),
        ...(value === undefined ? [] : [`${value} ${metric.unit}`]),
      ];
    }
  }
};

const defaultLines = (kind: Kind): string => {
  const metrics = Object.entries(defaultMetrics(kind));
  const widest = Math.max(...metrics.map(([name]) => name.length));
  return metrics
    .map(
      ([name, metric]) =>
        `#   ${name.padEnd(widest)}  ${metric.importance.padEnd(8)}  ${limitsOf(metric).join(', ')}`,
    )
    .join('\n');
};

const dimensions: Readonly<Record<Kind, string>> = {
  alb: 'TargetGroup: "{targetGroup}"',
  'lambda-alias': 'Function: "{function}", Version: "{version}"',
};

const placeholders: Readonly<Record<Kind, string>> = {
  alb: '{targetGroup}, {loadBalancer}, {cluster} and {service}',
  'lambda-alias': '{function}, {alias} and {version}',
};

const telling: Readonly<Record<Kind, string>> = {
  alb: 'Each series needs {targetGroup} or {service}: the sides share the rest.',
  'lambda-alias': 'Each series needs {version}: the sides share the rest.',
};

const fields = `# Fields of every metric:
#   importance   critical decides, advisory only informs (default critical, of a gauge advisory)
#   consecutive  evaluations in a row beyond the limit that are a regression, 1 to 10, default 3
#   dryRun       judged and told, never acted upon, default false
#   title        what messages say instead of its name
# kind: share, events out of a total, in percent:
#   limits: { points, percent }  percentage points worse than stable; a bound where stable meets it
#   worse higher (default) or lower, floorPoints 0.1, minimumRequests 200
#   unanswered: { from, subtract, percent }  minutes of stable with more unanswered are left out
# kind: quantile, latency in milliseconds:
#   quantile 0 to 1, unitMilliseconds 1 (1000 for a source in seconds), total: the requests
#   limits: { increasePercent, milliseconds }  over stable; a bound where stable meets it
#   floorMilliseconds 10, minimumRequests 10 / (1 - quantile)
# kind: count, events for each request where one request may cause several, such as retries:
#   events and total as of a share; limits: { increasePercent }  over stable
#   floorPerThousand 1 event for 1,000 requests, minimumRequests 200
# kind: gauge, a level in a unit of yours that does not grow with a side's traffic:
#   limits: { increasePercent, value }  over stable; a bound where stable meets it
#   worse higher (default) or lower, floor 0, minimumBuckets 3
# kind: distribution, values minute by minute compared by rank (Mann-Whitney, as in Kayenta):
#   source: a level that does not grow with a side's traffic; unit; importance is always advisory
#   direction increase (default), decrease or either: which change is worse; confidence 0.98
#   tolerancePercent 10 of stable's median, floor 0: a shift within either is no regression
#   effectSize: { measure: mean-ratio or cles, increase, decrease }  how large it must be, default any
#   noData remove (default) or zero: a minute with requests and without a datapoint counts as 0
#   minimumBuckets 5, which is also the least
# A difference below a floor is never a regression; below a minimum the verdict is inconclusive.`;

/** What is compared: the defaults of the kind, and how to change them or to add a metric. */
export const metricsText = (
  kind: Kind,
): string => `# What is compared between canary and stable. Without an entry here these apply:
${defaultLines(kind)}
# A limit that is reached is broken.
#
${fields}
#
# Change a default by the fields that differ, switch it off, or add one of your own.
# ${placeholders[kind]}
# stand for those of the side that is asked about. ${telling[kind]}
# An example, which replaces the line below it:
#
# metrics:
#   error-rate: { limits: { points: 0.2 }, consecutive: 2 }
#   latency-p99: off
#   orders-refused:
#     kind: share
#     events:
#       namespace: Shop
#       metric: OrdersRefused
#       dimensions: { ${dimensions[kind]} }
#       statistic: Sum    # default
#       sparse: true      # published only when it is not zero, default false
#     total:
#       namespace: Shop
#       metric: Orders
#       dimensions: { ${dimensions[kind]} }
#     limits: { points: 0.5 }
metrics: {}
`;
