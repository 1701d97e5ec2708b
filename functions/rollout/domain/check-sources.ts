import type { Mistake } from '../../platform/errors.ts';
import { type AnySource, sourcesOf } from '../../telemetry/domain/asked-of.ts';
import type { Metric, Metrics } from '../../telemetry/domain/metric.ts';
import { placeholdersOf } from '../../telemetry/domain/promql.ts';
import type { PrometheusTelemetry } from '../../telemetry/domain/provider.ts';
import { seriesMistakes, sparseMistakes } from './check-series.ts';
import type { ServiceEntry } from './plan.ts';

/** What the traffic's kind knows of a side. */
const ofKind = {
  alb: ['targetGroup', 'loadBalancer', 'cluster'],
  'lambda-alias': ['function', 'alias', 'version'],
} as const;

/** Which placeholders a query may have, and those of them that differ from side to side. */
const placeholdersFor = (
  traffic: ServiceEntry['traffic'],
  { labels }: PrometheusTelemetry,
): { readonly known: readonly string[]; readonly telling: readonly string[] } => {
  const [one = {}, other = {}] = Object.values(labels);
  const own = Object.keys(one);
  const known = ['service', 'side', 'revision', ...ofKind[traffic.kind], ...own];
  const differing = own.filter((name) => one[name] !== other[name]);
  const same = own.filter((name) => one[name] === other[name]);
  const ofTraffic = traffic.kind === 'alb' ? ['targetGroup', 'service'] : ['version'];
  const telling = ['side', 'revision', ...ofTraffic, ...differing];
  return {
    known: [...new Set(known)],
    telling: [...new Set(telling)].filter((name) => !same.includes(name)),
  };
};

const expressionOf = (source: AnySource): string | undefined => {
  if ('query' in source) return source.query;
  if ('counter' in source) return source.counter;
  return 'histogram' in source ? source.histogram : undefined;
};

const queryMistakes = (
  path: string,
  query: string,
  { known, telling }: { readonly known: readonly string[]; readonly telling: readonly string[] },
): Mistake[] => {
  const found = placeholdersOf(query);
  const mistakes = found.flatMap(({ name, place }): Mistake[] => {
    const value = `{${name}}`;
    if (name === 'bucket')
      return place === 'bare' ? [] : [{ path, value, allowed: '{bucket} outside of quotes' }];
    if (!known.includes(name))
      return [{ path, value, allowed: known.map((each) => `{${each}}`).join(', ') }];
    return place === 'quoted' ? [] : [{ path, value, allowed: 'a placeholder within " or \'' }];
  });
  if (mistakes.length > 0 || found.some(({ name }) => telling.includes(name))) return mistakes;
  const allowed = `a query that tells the sides apart, by one of ${telling.map((name) => `{${name}}`).join(', ')}`;
  return [{ path, value: JSON.stringify(query), allowed }];
};

const sourceMistakes = (
  path: string,
  source: AnySource,
  entry: Pick<ServiceEntry, 'traffic' | 'telemetry'>,
): Mistake[] => {
  const query = expressionOf(source);
  if (entry.telemetry.kind === 'cloudwatch')
    return query === undefined
      ? seriesMistakes(path, source, entry.traffic.kind)
      : [
          {
            path,
            value: JSON.stringify(query),
            allowed: 'a series of CloudWatch, since telemetry.kind is cloudwatch',
          },
        ];
  if (query === undefined)
    return [
      {
        path,
        value: 'a series of CloudWatch',
        allowed: 'counter, query or histogram, since telemetry.kind is prometheus',
      },
    ];
  return queryMistakes(path, query, placeholdersFor(entry.traffic, entry.telemetry));
};

const labelMistakes = (
  { labels }: PrometheusTelemetry,
  traffic: ServiceEntry['traffic'],
): Mistake[] => {
  const given = Object.keys(labels);
  if (given.length === 0) return [];
  const path = 'telemetry.labels';
  const value = given.join(', ');
  if (traffic.kind === 'lambda-alias')
    return [{ path, value, allowed: 'none for an alias, whose sides are its versions' }];
  const sides = Object.keys(traffic.sides);
  if (given.toSorted().join() !== sides.toSorted().join())
    return [{ path, value, allowed: `exactly the sides ${sides.join(', ')}` }];
  const [one, other] = Object.values(labels).map((each) => Object.keys(each).toSorted().join(', '));
  return one === other
    ? []
    : [{ path, value: `${one} and ${other}`, allowed: 'the same labels for both sides' }];
};

/** What stable's counts are doubted by, which only CloudWatch is asked for. */
const doubtMistakes = (
  path: string,
  metric: Metric,
  { telemetry, traffic }: Pick<ServiceEntry, 'traffic' | 'telemetry'>,
): Mistake[] =>
  metric.kind === 'share' && metric.unanswered && telemetry.kind === 'cloudwatch'
    ? seriesMistakes(path, metric.unanswered, traffic.kind)
    : [];

/**
 * What is wrong with where the metrics come from: a source of the other kind, a bad query, or one
 * that is the same for both sides.
 */
export const telemetryMistakes = (
  entry: Pick<ServiceEntry, 'traffic' | 'telemetry'>,
  metrics: Metrics,
): Mistake[] => [
  ...(entry.telemetry.kind === 'prometheus' ? labelMistakes(entry.telemetry, entry.traffic) : []),
  ...Object.entries(metrics).flatMap(([name, metric]) => [
    ...Object.entries(sourcesOf(metric)).flatMap(([field, source]) =>
      sourceMistakes(`metrics.${name}.${field}`, source, entry),
    ),
    ...doubtMistakes(`metrics.${name}.unanswered`, metric, entry),
    ...sparseMistakes(`metrics.${name}`, metric),
  ]),
];
