import { type HttpRequest, useHttp } from '../../functions/platform/http.ts';
import { useRuntime } from '../../functions/platform/runtime.ts';

/** What one side did in a bucket; nothing where it was not scraped. */
export interface Did {
  readonly requests: number;
  readonly errors?: number;
  /** Up to 100 ms, up to 250 ms, and all of them. */
  readonly within?: readonly [number, number, number];
}

export interface Bucket {
  readonly stable?: Did;
  readonly canary?: Did;
}

export const historyStart = Date.parse('2026-03-02T12:00:00Z');
export const bucketSeconds = 30;

/** The time of all that follows. The end of a history of an hour, and some more. */
export const atOne = (): void =>
  useRuntime({
    now: () => historyStart + 3_700_000,
    sleep: async () => {},
    after: () => () => {},
    freshId: () => 'id',
    environment: () => ({}),
    readShippedFile: async () => '',
  });

type Series = Readonly<Record<string, string>>;
type Value = readonly [Series, number | undefined];

const bins = ({ requests, within = [requests, requests, requests] }: Did): Value[] => [
  [{ le: '0.1' }, within[0]],
  [{ le: '0.25' }, within[1]],
  [{ le: '+Inf' }, within[2]],
];

const valuesOf = (query: string, did: Did | undefined): Value[] => {
  if (did === undefined) return [];
  if (query.includes('by (le)')) return bins(did);
  const isErrors = query.includes('code=~"5..');
  return [[{}, isErrors ? did.errors : did.requests]];
};

/** A matrix in the shape of the HTTP API, of what is known at the ends of the buckets asked for. */
const matrixOf = (query: string, form: URLSearchParams, buckets: readonly Bucket[]) => {
  const all = new Map<string, { metric: Series; values: [number, string][] }>();
  const role = query.includes('version="v2"') ? 'canary' : 'stable';
  const [from, to] = [Number(form.get('start')), Number(form.get('end'))];
  for (let at = from; at <= to; at += bucketSeconds) {
    const index = Math.round((at - historyStart / 1_000) / bucketSeconds) - 1;
    for (const [metric, value] of valuesOf(query, buckets[index]?.[role])) {
      const key = JSON.stringify(metric);
      const series = all.get(key) ?? { metric, values: [] };
      if (value !== undefined) series.values.push([at, String(value)]);
      all.set(key, series);
    }
  }
  return { resultType: 'matrix', result: [...all.values()] };
};

/** Answers as a Prometheus that scraped these buckets does. @returns what it was asked. */
export const serveHistory = (
  buckets: readonly Bucket[],
  { labelled = true, extras = {} }: { labelled?: boolean; extras?: object } = {},
): readonly HttpRequest[] => {
  const all: HttpRequest[] = [];
  useHttp(async (request) => {
    all.push(request);
    const form = new URLSearchParams(request.body);
    const result = labelled ? [{ metric: {}, value: [0, '1'] }] : [];
    const data = request.url.endsWith('query_range')
      ? matrixOf(form.get('query') ?? '', form, buckets)
      : { resultType: 'vector', result };
    return { status: 200, body: JSON.stringify({ status: 'success', data, ...extras }) };
  });
  return all;
};

/** So many buckets of a rollout at a weight, with a hundred requests in a second. */
export const bucketsAt = (weight: number, count: number, errorShare = 0): Bucket[] =>
  Array.from({ length: count }, (): Bucket => {
    const requests = 3_000;
    const canary = (requests * weight) / 100;
    return {
      stable: { requests: requests - canary, errors: 1 },
      ...(weight > 0 && { canary: { requests: canary, errors: Math.round(canary * errorShare) } }),
    };
  });
