import { expect } from 'vitest';

/** Buckets by their start, in milliseconds since the epoch. */
export interface Buckets {
  readonly starts: readonly number[];
  readonly seconds: number;
}

type Samples = readonly (readonly [at: number, value: string])[];

/** Every sample that was scraped of the series, as Prometheus keeps them: nothing is worked out by it. */
const scraped = async (url: string, selector: string, until: number): Promise<Samples[]> => {
  const body = new URLSearchParams({ query: `${selector}[15m]`, time: String(until / 1_000) });
  const answer = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
  expect(answer.status).toBe(200);
  const { data } = (await answer.json()) as { data: { result: { values: Samples }[] } };
  return data.result.map(({ values }) => values);
};

const growthOfSeries = (samples: Samples, start: number, end: number): number => {
  const lastUntil = (moment: number): number | undefined => {
    const last = samples.findLast(([at]) => at * 1_000 <= moment);
    return last && Number(last[1]);
  };
  const isScraped = samples.some(([at]) => at * 1_000 > start && at * 1_000 <= end);
  const [before, after] = [lastUntil(start) ?? 0, lastUntil(end) ?? 0];
  if (!isScraped) return 0;
  return after >= before ? after - before : after;
};

/**
 * By how much the counters of a selector grew in some buckets together, worked out anew from every
 * scraped sample: the last value in a bucket minus the last one before it, and all of it for a series
 * that is new or began again. However slow the machine is, it is what can be known.
 */
export const grownIn = async (
  url: string,
  selector: string,
  { starts, seconds }: Buckets,
): Promise<number> => {
  const length = seconds * 1_000;
  const series = await scraped(url, selector, Math.max(...starts) + length);
  return series
    .flatMap((samples) => starts.map((start) => growthOfSeries(samples, start, start + length)))
    .reduce((all, growth) => all + growth, 0);
};
