import { isDifference, type QueryBook } from './cloudwatch-queries.ts';
import type { Results } from './cloudwatch-results.ts';
import type { CloudWatchSeries, Difference } from './domain/cloudwatch-source.ts';
import type { Source } from './domain/metric.ts';
import type { SideLabels, Window } from './domain/reading.ts';

/** Where the values of one side's sources are looked up. */
export interface Lookup {
  readonly book: QueryBook;
  readonly results: Results;
  readonly labels: SideLabels;
  readonly window: Window;
  readonly bucketSeconds: number;
  /** It is the side that the other is compared with: what it gets wrong would excuse the other. */
  readonly isReference?: true;
  /** What is looked up counts something, so that a value below 0 is none. */
  readonly isCount?: true;
}

/** A source's value in a bucket; undefined where it has none. */
export type ValueAt = (at: number) => number | undefined;

/** One source of one side over the window, or why it could not be seen. */
export type Buckets =
  | {
      readonly kind: 'buckets';
      /** Starts of the buckets that have a datapoint, oldest first. */
      readonly seen: readonly number[];
      /** A sparse counter without a datapoint is 0 here: ask only where the total was seen. */
      readonly valueAt: ValueAt;
    }
  | { readonly kind: 'blind'; readonly because: string };

const ofResult = (id: string, name: string, { results, window, isCount }: Lookup): Buckets => {
  const result = results(id);
  if (result.kind === 'blind') return { kind: 'blind', because: `${name}: ${result.because}` };
  const points = result.points.filter(({ at }) => at >= window.start && at < window.end);
  const values = new Map(points.map(({ at, value }) => [at, value]));
  if (values.size < points.length)
    return { kind: 'blind', because: `${name} has two datapoints for one bucket` };
  if (isCount && points.some(({ value }) => value < 0))
    return { kind: 'blind', because: `${name} counts less than nothing` };
  return { kind: 'buckets', seen: [...values.keys()], valueAt: (at) => values.get(at) };
};

const ofSeries = (series: CloudWatchSeries, lookup: Lookup): Buckets => {
  const id = lookup.book.series(series, lookup.labels, lookup.bucketSeconds);
  const buckets = ofResult(id, series.metric, lookup);
  if (buckets.kind === 'blind' || !series.sparse) return buckets;
  return { ...buckets, valueAt: (at) => buckets.valueAt(at) ?? 0 };
};

const combined = (
  parts: readonly Buckets[],
  combine: (values: readonly number[]) => number,
): Buckets => {
  const blind = parts.find((part) => part.kind === 'blind');
  if (blind) return blind;
  const seeing = parts.filter((part) => part.kind === 'buckets');
  const seen = [...new Set(seeing.flatMap((part) => part.seen))].toSorted((a, b) => a - b);
  const valueAt = (at: number) => {
    const values = seeing.flatMap((part) => part.valueAt(at) ?? []);
    return values.length < seeing.length ? undefined : combine(values);
  };
  return { kind: 'buckets', seen, valueAt };
};

const ofPart = (part: CloudWatchSeries | Difference, lookup: Lookup): Buckets => {
  if (!isDifference(part)) return ofSeries(part, lookup);
  const [from, ...subtract] = [part.from, ...part.subtract].map((each) => ofSeries(each, lookup));
  return combined(from ? [from, ...subtract] : [], ([first = 0, ...rest]) =>
    Math.max(
      0,
      rest.reduce((value, each) => value - each, first),
    ),
  );
};

/**
 * Looks a source up for one side. Called once with a book that is still being filled, to enter its
 * queries, and again when the results are there.
 */
export const bucketsOf = (source: Source, lookup: Lookup): Buckets => {
  if ('query' in source || 'counter' in source)
    return { kind: 'blind', because: 'its source is one of Prometheus' };
  if ('expression' in source)
    return ofResult(
      lookup.book.math(source, lookup.labels, lookup.bucketSeconds),
      source.expression,
      lookup,
    );
  if ('add' in source)
    return combined(
      source.add.map((part) => ofPart(part, lookup)),
      (values) => values.reduce((sum, value) => sum + value, 0),
    );
  return ofSeries(source, lookup);
};

/** The same of a source that counts something. */
export const countsOf = (source: Source, lookup: Lookup): Buckets =>
  bucketsOf(source, { ...lookup, isCount: true });
