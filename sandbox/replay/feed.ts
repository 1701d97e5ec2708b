import { InvalidInputError } from '../../functions/platform/errors.ts';
import type { Plan } from '../../functions/rollout/domain/plan.ts';
import type { Metric, QuantileMetric } from '../../functions/telemetry/domain/metric.ts';
import type { Survey } from './survey.ts';

/** How a metric of the default set is fed from a recording, by its name. */
const kinds: Readonly<Record<string, Metric['kind']>> = {
  'error-rate': 'share',
  'success-rate': 'share',
  'latency-p95': 'quantile',
  'latency-p99': 'quantile',
  'cpu-per-request': 'gauge',
  'memory-per-task': 'gauge',
};

/** A metric that is not judged, and why the recording cannot feed it. */
export interface LeftOut {
  readonly metric: string;
  readonly because: string;
}

const hasQuantile = ({ quantile }: QuantileMetric, survey: Survey): boolean =>
  survey.latency === 'histogram' || survey.quantiles.includes(quantile);

const whyNot = (name: string, metric: Metric, survey: Survey): string | undefined => {
  if (!Object.hasOwn(kinds, name) || kinds[name] !== metric.kind)
    return 'recordings have nothing of it';
  if (metric.kind === 'quantile') {
    if (survey.latency === undefined) return 'no bucket has a latency';
    return hasQuantile(metric, survey)
      ? undefined
      : `no bucket has a histogram or p${100 * metric.quantile}`;
  }
  if (name === 'cpu-per-request' && !survey.cpu) return 'no bucket has cpu';
  return name === 'memory-per-task' && !survey.memory ? 'no bucket has memory' : undefined;
};

const decides = ({ importance, dryRun }: Metric): boolean => importance === 'critical' && !dryRun;

/**
 * The plan with the metrics that a recording can feed, and those that it cannot.
 *
 * @throws InvalidInputError when none of the former is critical, since nothing else can decide.
 */
export const fedPlan = (
  plan: Plan,
  survey: Survey,
  file: string,
): { readonly plan: Plan; readonly leftOut: readonly LeftOut[] } => {
  const asked = Object.entries(plan.metrics).map(([name, metric]) => ({
    name,
    metric,
    because: whyNot(name, metric, survey),
  }));
  const fed = asked.filter(({ because }) => because === undefined);
  if (!fed.some(({ metric }) => decides(metric)))
    throw new InvalidInputError('the recording', [
      {
        path: `${file} metrics`,
        value: 'no critical metric of the plan that the recording can feed',
        allowed: `at least one of ${Object.keys(kinds).join(', ')} that is critical and not dryRun`,
      },
    ]);
  return {
    plan: { ...plan, metrics: Object.fromEntries(fed.map(({ name, metric }) => [name, metric])) },
    leftOut: asked.flatMap(({ name, because }) =>
      because === undefined ? [] : [{ metric: name, because }],
    ),
  };
};
