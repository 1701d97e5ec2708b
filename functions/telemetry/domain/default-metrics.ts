import type { CloudWatchSeries } from './cloudwatch-source.ts';
import { GaugeMetric, type Metrics, QuantileMetric, ShareMetric } from './metric.ts';

const series = (
  namespace: string,
  dimensions: Record<string, string>,
  metric: string,
  shape: { statistic?: string; sparse?: boolean } = {},
): CloudWatchSeries => ({
  namespace,
  metric,
  dimensions,
  statistic: shape.statistic ?? 'Sum',
  sparse: shape.sparse ?? false,
});

const alb = (metric: string, shape?: { statistic?: string; sparse?: boolean }) =>
  series(
    'AWS/ApplicationELB',
    { LoadBalancer: '{loadBalancer}', TargetGroup: '{targetGroup}' },
    metric,
    shape,
  );

const ecs = (metric: string) =>
  series('AWS/ECS', { ClusterName: '{cluster}', ServiceName: '{service}' }, metric, {
    statistic: 'Average',
  });

const lambda = (metric: string, shape?: { sparse?: boolean }) =>
  series(
    'AWS/Lambda',
    { FunctionName: '{function}', Resource: '{function}:{alias}', ExecutedVersion: '{version}' },
    metric,
    shape,
  );

const requests = alb('RequestCount');
/** An Application Load Balancer publishes these only when they are not zero. */
const answered = (codes: string) => alb(`HTTPCode_Target_${codes}_Count`, { sparse: true });
const answeredWithoutServerError = [answered('2XX'), answered('3XX'), answered('4XX')];
const serverErrors = answered('5XX');

/**
 * A 502, 503 or 504 of the load balancer itself counts for no target group: what a crashing canary
 * leaves in its own metrics is requests without any answer.
 */
const unanswered = { from: requests, subtract: [...answeredWithoutServerError, serverErrors] };
const failures = { add: [serverErrors, unanswered] };
/** A tenth: far more than a service fails to answer when it works, far less than one late counter hides. */
const doubt = { unanswered: { ...unanswered, percent: 10 } };

const errorRate = { kind: 'share', title: 'error rate', limits: { points: 0.5 } } as const;
const successRate = {
  kind: 'share',
  title: 'success rate',
  worse: 'lower',
  limits: { percent: 99.5 },
} as const;
const p95 = {
  kind: 'quantile',
  title: 'p95 latency',
  quantile: 0.95,
  limits: { increasePercent: 10 },
} as const;
const p99 = {
  kind: 'quantile',
  title: 'p99 latency',
  quantile: 0.99,
  limits: { increasePercent: 15 },
} as const;

const responseTime = {
  source: {
    namespace: requests.namespace,
    metric: 'TargetResponseTime',
    dimensions: requests.dimensions,
  },
  unitMilliseconds: 1_000,
  total: requests,
};

/**
 * CPU follows the load of each task, so it is compared per request: utilisation (percent of a task's
 * CPU) times tasks times the seconds of a minute. Healthy targets stand for running tasks, which
 * only Container Insights counts. Comparable while both sides give a task the same CPU.
 */
const cpuPerRequest = {
  kind: 'gauge',
  title: 'CPU per request',
  unit: 'task-seconds per 1,000 requests',
  source: {
    expression: 'cpu * tasks * 600 / requests',
    series: {
      cpu: ecs('CPUUtilization'),
      tasks: alb('HealthyHostCount', { statistic: 'Average' }),
      requests,
    },
  },
  limits: { increasePercent: 20 },
};

const memoryPerTask = {
  kind: 'gauge',
  title: 'memory per task',
  unit: '%',
  source: ecs('MemoryUtilization'),
  limits: { increasePercent: 15 },
};

const albMetrics = (): Metrics => ({
  'error-rate': ShareMetric.parse({ ...errorRate, ...doubt, events: failures, total: requests }),
  'success-rate': ShareMetric.parse({
    ...successRate,
    ...doubt,
    events: { add: answeredWithoutServerError },
    total: requests,
  }),
  'latency-p95': QuantileMetric.parse({ ...p95, ...responseTime }),
  'latency-p99': QuantileMetric.parse({ ...p99, ...responseTime }),
  'cpu-per-request': GaugeMetric.parse(cpuPerRequest),
  'memory-per-task': GaugeMetric.parse(memoryPerTask),
  'connection-errors': ShareMetric.parse({
    kind: 'share',
    title: 'connection errors',
    importance: 'advisory',
    limits: { points: 0.5 },
    events: alb('TargetConnectionErrorCount', { sparse: true }),
    total: requests,
  }),
});

const invocations = lambda('Invocations');
const errors = lambda('Errors');
const duration = {
  source: { namespace: errors.namespace, metric: 'Duration', dimensions: errors.dimensions },
  total: invocations,
};

const throttled = lambda('Throttles', { sparse: true });
/**
 * What was throttled was no invocation, and in a minute in which everything was there is none: alone
 * they would be a share of more than 100 %, or of nothing.
 */
const attempts = { add: [lambda('Invocations', { sparse: true }), throttled] };

const lambdaMetrics = (): Metrics => ({
  'error-rate': ShareMetric.parse({ ...errorRate, events: errors, total: invocations }),
  'success-rate': ShareMetric.parse({
    ...successRate,
    events: { add: [{ from: invocations, subtract: [errors] }] },
    total: invocations,
  }),
  'latency-p95': QuantileMetric.parse({ ...p95, ...duration }),
  'latency-p99': QuantileMetric.parse({ ...p99, ...duration }),
  throttles: ShareMetric.parse({
    kind: 'share',
    title: 'throttles',
    importance: 'advisory',
    limits: { points: 0.5 },
    events: throttled,
    total: attempts,
  }),
});

/**
 * The metrics that a plan has unless it changes them. A kind has only what AWS publishes for each
 * side of it: Lambda has no CPU and no memory metric.
 */
export const defaultMetrics = (kind: 'alb' | 'lambda-alias'): Metrics =>
  kind === 'alb' ? albMetrics() : lambdaMetrics();
