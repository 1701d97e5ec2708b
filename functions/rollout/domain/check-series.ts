import type { Mistake } from '../../platform/errors.ts';
import { type AnySource, isOfPrometheus } from '../../telemetry/domain/asked-of.ts';
import type { CloudWatchSeries, Difference } from '../../telemetry/domain/cloudwatch-source.ts';
import type { Metric } from '../../telemetry/domain/metric.ts';
import type { ServiceEntry } from './plan.ts';

type Kind = ServiceEntry['traffic']['kind'];
type Dimensions = CloudWatchSeries['dimensions'];

/**
 * What the traffic's kind knows of a side. The sides share cluster, function and alias, and the load
 * balancer, whose two target groups stand in one rule.
 */
const placeholders = {
  alb: {
    known: ['targetGroup', 'loadBalancer', 'cluster', 'service'],
    telling: ['targetGroup', 'service'],
  },
  'lambda-alias': { known: ['function', 'alias', 'version'], telling: ['version'] },
} as const satisfies Record<Kind, Record<'known' | 'telling', readonly string[]>>;

const listed = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ');

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

const placeholdersIn = (dimensions: Dimensions): string[] =>
  Object.values(dimensions).flatMap((value) =>
    [...value.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name),
  );

/** Series of which at least one must be a side's own. */
interface Group {
  readonly path: string;
  readonly dimensions: readonly Dimensions[];
}

const alone = (path: string, { dimensions }: { readonly dimensions: Dimensions }): Group => ({
  path: `${path}.dimensions`,
  dimensions: [dimensions],
});

const ofDifference = (path: string, { from, subtract }: Difference): Group[] => [
  alone(`${path}.from`, from),
  ...subtract.map((each, index) => alone(`${path}.subtract.${index}`, each)),
];

/**
 * What evenkeel itself adds and subtracts are counters of a side, each of them: one that both sides
 * share would count the other's requests. An expression is the user's, as a query of Prometheus is:
 * it may divide what is the side's by what both share, such as a price.
 */
const groupsOf = (path: string, source: AnySource | Difference): Group[] => {
  if ('from' in source) return ofDifference(path, source);
  if (isOfPrometheus(source)) return [];
  if ('expression' in source) {
    const dimensions = Object.values(source.series).map((each) => each.dimensions);
    return [{ path: `${path}.series`, dimensions }];
  }
  if (!('add' in source)) return [alone(path, source)];
  return source.add.flatMap((part, index) => groupsOf(`${path}.add.${index}`, part));
};

/**
 * What is wrong with the dimensions of a source of CloudWatch. Without a placeholder that differs
 * from side to side the canary would be compared with itself, and pass whatever it does.
 */
export const seriesMistakes = (
  path: string,
  source: AnySource | Difference,
  kind: Kind,
): Mistake[] => {
  const { known, telling } = placeholders[kind];
  return groupsOf(path, source).flatMap((group): Mistake[] => {
    const found = group.dimensions.flatMap(placeholdersIn);
    const strange = found.filter((name) => !isOneOf(known, name));
    if (strange.length > 0)
      return [{ path: group.path, value: listed(strange), allowed: listed(known) }];
    if (found.some((name) => isOneOf(telling, name))) return [];
    const value = JSON.stringify(
      group.dimensions.length === 1 ? group.dimensions[0] : group.dimensions,
    );
    const allowed = `a dimension that tells the sides apart, by one of ${listed(telling)}`;
    return [{ path: group.path, value, allowed }];
  });
};

/** Of a level nothing is known in a minute without a datapoint, so it cannot be sparse. */
export const sparseMistakes = (path: string, metric: Metric): Mistake[] => {
  if (metric.kind !== 'gauge' && metric.kind !== 'distribution') return [];
  if (!('sparse' in metric.source) || !metric.source.sparse) return [];
  const allowed =
    metric.kind === 'gauge'
      ? 'left out of a level, which is not 0 without a datapoint; events are a share or a count'
      : 'left out of a level; noData says what a minute without a datapoint is';
  return [{ path: `${path}.source.sparse`, value: 'true', allowed }];
};
