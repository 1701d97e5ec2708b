import { type HttpAnswer, type HttpRequest, useHttp } from '../../../functions/platform/http.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { Metric } from '../../../functions/telemetry/domain/metric.ts';
import { PrometheusTelemetry } from '../../../functions/telemetry/domain/provider.ts';
import type { Reading, Tails } from '../../../functions/telemetry/domain/reading.ts';
import { prometheusTelemetry } from '../../../functions/telemetry/prometheus.ts';

/** A whole number of buckets since the epoch. */
export const noon = Date.UTC(2026, 0, 1, 12);
export const bucket = 30_000;

/** The values of one series, one for each bucket; undefined where it has none. */
export type Points = readonly (string | number | undefined)[];

export interface Asked {
  readonly path: string;
  readonly query: string;
  readonly form: URLSearchParams;
  readonly request: HttpRequest;
}

type Answer = Partial<HttpAnswer> & { readonly json?: unknown };

/** Every request is answered by the function and kept. */
export const serve = (answer: (asked: Asked) => Answer | Promise<Answer>): readonly Asked[] => {
  const all: Asked[] = [];
  useHttp(async (request) => {
    const form = new URLSearchParams(request.body);
    const path = new URL(request.url).pathname;
    const asked = { path, query: form.get('query') ?? '', form, request };
    all.push(asked);
    const { status = 200, body, json } = await answer(asked);
    return { status, body: json === undefined ? body : JSON.stringify(json) };
  });
  return all;
};

/** A matrix of series that begin with the first bucket asked for. */
export const matrix = (asked: Asked, series: readonly Points[], extras: object = {}): Answer => {
  const start = Number(asked.form.get('start'));
  const step = Number(asked.form.get('step'));
  const result = series.map((points, index) => ({
    metric: series.length > 1 ? { instance: String(index) } : {},
    values: points.flatMap((value, at) =>
      value === undefined ? [] : [[start + at * step, String(value)]],
    ),
  }));
  return { json: { status: 'success', data: { resultType: 'matrix', result }, ...extras } };
};

export const vector = (results: readonly (readonly [object, string | number])[]): Answer => ({
  json: {
    status: 'success',
    data: {
      resultType: 'vector',
      result: results.map(([metric, value]) => ({ metric, value: [0, String(value)] })),
    },
  },
});

export const settings = (changes: object = {}) =>
  PrometheusTelemetry.parse({
    kind: 'prometheus',
    url: 'https://prometheus.example.com/prefix/',
    selector: 'version="{version}"',
    ...changes,
  });

export const share: Metrics = {
  errors: Metric.parse({
    kind: 'share',
    events: { query: 'errors{version="{version}"}' },
    total: { query: 'requests{version="{version}"}' },
    limits: { points: 1 },
  }),
};

interface Reads {
  readonly metrics?: Metrics;
  readonly buckets?: number;
  readonly tails?: Tails;
  readonly changes?: object;
}

/** Reads both sides: v1 is stable and v2 the canary. */
export const read = async ({ metrics = share, buckets = 3, tails, changes }: Reads = {}) => {
  const { readings } = await prometheusTelemetry(settings(changes)).read({
    metrics,
    sides: { stable: { version: 'v1' }, canary: { version: 'v2' } },
    window: { start: noon, end: noon + buckets * bucket },
    ...(tails && { tails }),
  });
  return readings;
};

/** Events and totals of each bucket, or why there are none. */
export const countsIn = (reading: Reading | undefined): unknown =>
  reading !== undefined && 'buckets' in reading && reading.kind !== 'gauge'
    ? reading.buckets.map(({ events, total }) => [events, total])
    : reading;

/** The answer to the two queries of `share`, the same for both sides. */
export const answering =
  (events: Points | undefined, total: Points | undefined) =>
  (asked: Asked): Answer => {
    const points = asked.query.startsWith('errors') ? events : total;
    return matrix(asked, points === undefined ? [] : [points]);
  };
