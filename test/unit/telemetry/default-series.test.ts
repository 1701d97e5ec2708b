import { describe, expect, it } from 'vitest';
import { seriesOf } from '../../../functions/telemetry/cloudwatch-queries.ts';
import { defaultMetrics } from '../../../functions/telemetry/domain/default-metrics.ts';
import type { Metric } from '../../../functions/telemetry/domain/metric.ts';

/** What AWS publishes of a metric's sources, as "statistic of name", with a star where it is sparse. */
const sourcesOf = (metric: Metric | undefined): string => {
  if (metric === undefined) return '';
  const sources =
    metric.kind === 'share'
      ? [metric.events, metric.total]
      : [...('total' in metric ? [metric.total] : [metric.source])];
  return sources
    .flatMap(seriesOf)
    .map(({ statistic, metric: name, sparse }) => `${statistic} ${name}${sparse ? '*' : ''}`)
    .join(', ');
};

const answered = ['2XX', '3XX', '4XX'].map((codes) => `Sum HTTPCode_Target_${codes}_Count*`);
const failed = 'Sum HTTPCode_Target_5XX_Count*';

describe('a default metric of a load balancer', () => {
  const metrics = defaultMetrics('alb');

  it.each([
    ['error-rate', [failed, 'Sum RequestCount', ...answered, failed, 'Sum RequestCount']],
    ['success-rate', [...answered, 'Sum RequestCount']],
    ['latency-p95', ['Sum RequestCount']],
    ['latency-p99', ['Sum RequestCount']],
    ['cpu-per-request', ['Average CPUUtilization', 'Average HealthyHostCount', 'Sum RequestCount']],
    ['memory-per-task', ['Average MemoryUtilization']],
    ['connection-errors', ['Sum TargetConnectionErrorCount*', 'Sum RequestCount']],
  ])('%s stands on what AWS publishes', (name, sources) => {
    expect(sourcesOf(metrics[name])).toBe(sources.join(', '));
  });

  it('has units that a person understands', () => {
    expect(metrics['cpu-per-request']).toMatchObject({ unit: 'task-seconds per 1,000 requests' });
    expect(metrics['memory-per-task']).toMatchObject({ unit: '%' });
  });

  it('is of one side by its dimensions', () => {
    expect(metrics['error-rate']).toMatchObject({
      total: {
        namespace: 'AWS/ApplicationELB',
        dimensions: { LoadBalancer: '{loadBalancer}', TargetGroup: '{targetGroup}' },
      },
    });
    expect(metrics['memory-per-task']).toMatchObject({
      source: {
        namespace: 'AWS/ECS',
        dimensions: { ClusterName: '{cluster}', ServiceName: '{service}' },
      },
    });
  });
});

describe('a default metric of an alias', () => {
  const metrics = defaultMetrics('lambda-alias');

  it.each([
    ['error-rate', ['Sum Errors', 'Sum Invocations']],
    ['success-rate', ['Sum Invocations', 'Sum Errors', 'Sum Invocations']],
    ['latency-p95', ['Sum Invocations']],
    ['throttles', ['Sum Throttles*', 'Sum Invocations*', 'Sum Throttles*']],
  ])('%s stands on what AWS publishes', (name, sources) => {
    expect(sourcesOf(metrics[name])).toBe(sources.join(', '));
  });

  it('is of one version of the alias by its dimensions', () => {
    expect(metrics['error-rate']).toMatchObject({
      total: {
        namespace: 'AWS/Lambda',
        dimensions: {
          FunctionName: '{function}',
          Resource: '{function}:{alias}',
          ExecutedVersion: '{version}',
        },
      },
    });
  });
});
