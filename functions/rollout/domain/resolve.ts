import { InvalidInputError, type Mistake } from '../../platform/errors.ts';
import { parse } from '../../platform/parse.ts';
import { Metric, type Metrics } from '../../telemetry/domain/metric.ts';
import { telemetryMistakes } from './check-sources.ts';
import type { Plan, ServiceEntry } from './plan.ts';

const unknown = (path: string, name: string, known: readonly string[]): Mistake => ({
  path,
  value: JSON.stringify(name),
  allowed: known.join(', '),
});

/** What is counted otherwise than by default is not doubted by what the default counts. */
const comparableBase = (
  base: object | undefined,
  change: Readonly<Record<string, unknown>>,
): object | undefined => {
  if (!base || !('events' in change || 'total' in change) || !('unanswered' in base)) return base;
  const { unanswered: _doubt, ...rest } = base;
  return rest;
};

const changed = (
  name: string,
  change: Readonly<Record<string, unknown>>,
  base: object | undefined,
): Metric => {
  try {
    return parse(Metric, { ...comparableBase(base, change), ...change }, `metrics.${name}`);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const mistakes = error.mistakes.map((mistake) => ({
      ...mistake,
      path: `metrics.${name}.${mistake.path}`,
    }));
    throw new InvalidInputError('the catalogue entry', mistakes, { cause: error });
  }
};

const mergeMetrics = (entry: ServiceEntry, defaults: Metrics): Metrics => {
  const names = Object.keys(defaults);
  const mistakes = Object.entries(entry.metrics)
    .filter(
      ([name, change]) =>
        !Object.hasOwn(defaults, name) && (change === 'off' || !('kind' in change)),
    )
    .map(([name]) => unknown(`metrics.${name}`, name, names));
  if (mistakes.length > 0)
    throw new InvalidInputError(`the catalogue entry of ${entry.service}`, mistakes);
  const merged: Record<string, Metric> = { ...defaults };
  for (const [name, change] of Object.entries(entry.metrics)) {
    if (change === 'off') delete merged[name];
    else merged[name] = changed(name, change, 'kind' in change ? undefined : defaults[name]);
  }
  return merged;
};

/**
 * Completes a catalogue entry with the default metrics of its kind: the plan that a run carries.
 *
 * @throws InvalidInputError for a metric or waiver that names nothing.
 */
export const planOf = (entry: ServiceEntry, defaults: Metrics): Plan => {
  const metrics = mergeMetrics(entry, defaults);
  const names = Object.keys(metrics);
  const mistakes = Object.keys(entry.rollout.waivers)
    .filter((name) => !names.includes(name))
    .map((name) => unknown(`rollout.waivers.${name}`, name, names))
    .concat(telemetryMistakes(entry, metrics));
  if (
    !Object.values(metrics).some(({ importance, dryRun }) => importance === 'critical' && !dryRun)
  )
    mistakes.push({
      path: 'metrics',
      value: 'no critical metric',
      allowed: 'at least one metric that is critical and not dryRun, since nothing else can decide',
    });
  if (mistakes.length > 0)
    throw new InvalidInputError(`the catalogue entry of ${entry.service}`, mistakes);
  return { ...entry, metrics };
};
