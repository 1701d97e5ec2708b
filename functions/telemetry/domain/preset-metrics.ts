import { type Metrics, QuantileMetric, ShareMetric } from './metric.ts';
import type { PrometheusTelemetry } from './provider.ts';

type Names = Required<PrometheusTelemetry['names']>;

/** What client libraries, OpenTelemetry and Istio export under these names. */
const usual: Readonly<Record<'http' | 'otel' | 'istio', Names>> = {
  /** The names of Prometheus' own examples; client libraries leave them to the service. */
  http: {
    requests: 'http_requests_total',
    status: 'code',
    duration: 'http_request_duration_seconds',
    unitMilliseconds: 1_000,
  },
  /** Semantic conventions, HTTP server metrics 1.23 and later, as the exporter spells them. */
  otel: {
    requests: 'http_server_request_duration_seconds_count',
    status: 'http_response_status_code',
    duration: 'http_server_request_duration_seconds',
    unitMilliseconds: 1_000,
  },
  istio: {
    requests: 'istio_requests_total',
    status: 'response_code',
    duration: 'istio_request_duration_milliseconds',
    unitMilliseconds: 1,
  },
};

/** The proxy of the caller reports too: only what the called side saw is counted. */
const reporter = 'reporter="destination"';

/** Codes of failures; gRPC has its own, for which a plan needs metrics of its own. */
const failing = '5..';

const p95 = { title: 'p95 latency', quantile: 0.95, limits: { increasePercent: 10 } };
const p99 = { title: 'p99 latency', quantile: 0.99, limits: { increasePercent: 15 } };

/** The metrics of a preset with the limits that CloudWatch's defaults have; none for `none`. */
export const presetMetrics = ({ preset, selector = '', names }: PrometheusTelemetry): Metrics => {
  if (preset === 'none') return {};
  const { requests, status, duration, unitMilliseconds } = { ...usual[preset], ...names };
  const side = preset === 'istio' ? `${reporter},${selector}` : selector;
  const counter = (matcher?: string) => ({
    counter: `${requests}{${matcher === undefined ? side : `${side},${status}${matcher}`}}`,
  });
  const durations = {
    kind: 'quantile',
    source: { histogram: `${duration}{${side}}` },
    unitMilliseconds,
    total: { counter: `${duration}_count{${side}}` },
  };
  return {
    'error-rate': ShareMetric.parse({
      kind: 'share',
      title: 'error rate',
      events: counter(`=~"${failing}"`),
      total: counter(),
      limits: { points: 0.5 },
    }),
    'success-rate': ShareMetric.parse({
      kind: 'share',
      title: 'success rate',
      worse: 'lower',
      events: counter(`!~"${failing}"`),
      total: counter(),
      limits: { percent: 99.5 },
    }),
    'latency-p95': QuantileMetric.parse({ ...durations, ...p95 }),
    'latency-p99': QuantileMetric.parse({ ...durations, ...p99 }),
  };
};
