import { type Bound, boundsOf } from '../../../functions/telemetry/domain/bounds.ts';
import type { Series } from '../../../functions/telemetry/prometheus-answers.ts';
import type { Histogram } from '../sample.ts';

/** By how much each bound grew, by its label `le`, in one bucket. */
type Grown = ReadonlyMap<string, number>;

const isInfinite = (text: string): boolean => /^\+?inf$/i.test(text);

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value) && value >= 0;

const byBucket = (series: readonly Series[]): Map<number, Map<string, number>> => {
  const all = new Map<number, Map<string, number>>();
  for (const { labels, points } of series)
    for (const { at, value } of points) {
      const grown = all.get(at) ?? new Map<string, number>();
      all.set(at, grown.set(labels.le ?? '', value));
    }
  return all;
};

/**
 * Prometheus counts up to each bound, a recording between them. A process that began again may have
 * hidden a part of what it counted: no bound counts more than the one above it.
 */
const apart = (cumulative: readonly number[]): number[] => {
  const rising = [...cumulative];
  for (let index = rising.length - 2; index >= 0; index -= 1)
    rising[index] = Math.min(rising[index] ?? 0, rising[index + 1] ?? 0);
  return rising.map((count, index) => count - (rising[index - 1] ?? 0));
};

const binsOf = (grown: Grown, unitMilliseconds: number): Histogram | undefined => {
  const all = [...grown].find(([le]) => isInfinite(le))?.[1];
  const bounds = boundsOf([...grown.keys()]).filter(({ value }) => value >= 0);
  if (!isCount(all) || bounds.length === 0 || ![...grown.values()].every(isCount)) return undefined;
  const within = ({ texts }: Bound): number =>
    texts.reduce((sum, text) => sum + (grown.get(text) ?? 0), 0);
  return {
    bounds: bounds.map(({ value }) => Number((value * unitMilliseconds).toPrecision(12))),
    counts: apart([...bounds.map(within), all]),
  };
};

/**
 * Histograms by the start of their bucket; none for a bucket in which nothing of one is known, or
 * something of it is no count.
 */
export const histogramsIn = (
  series: readonly Series[],
  { unitMilliseconds, bucketSeconds }: { unitMilliseconds: number; bucketSeconds: number },
): ReadonlyMap<number, Histogram> =>
  new Map(
    [...byBucket(series)].flatMap(([at, grown]) => {
      const bins = binsOf(grown, unitMilliseconds);
      return bins === undefined ? [] : [[at - bucketSeconds * 1_000, bins] as const];
    }),
  );
