import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { planFrom } from '../../../functions/rollout/read-plan.ts';
import { timingOf } from '../../../functions/telemetry/domain/timing.ts';
import { anEntry, type Fields } from '../../support/a-plan.ts';

const url = 'https://prometheus.example.com/api/prom';
const selector = 'job="checkout",version="{version}"';
const labels = { blue: { version: 'v1' }, green: { version: 'v2' } };
const prometheus = { kind: 'prometheus', url, selector, labels };
const alias = { kind: 'lambda-alias', function: 'pricing', alias: 'live' };

const planOf = (telemetry: Fields, changes: Fields = {}) =>
  planFrom(JSON.stringify(anEntry({ telemetry, ...changes })), 'the file');

const mistakesOf = (telemetry: Fields, changes: Fields = {}) => {
  try {
    planOf(telemetry, changes);
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.mistakes;
    throw error;
  }
};

const share = (fields: Fields): Fields => ({
  metrics: { mine: { kind: 'share', limits: { points: 1 }, ...fields } },
});
const requests = { counter: 'requests_total{version="{version}"}' };

describe('the telemetry of a plan', () => {
  it('is CloudWatch unless it says otherwise', () => {
    const plan = planFrom(JSON.stringify(anEntry()), 'the file');

    expect(plan.telemetry).toEqual({ kind: 'cloudwatch' });
    expect(timingOf(plan.telemetry)).toEqual({ bucketSeconds: 60, delaySeconds: 120 });
  });

  it('may be Prometheus, with buckets of its own and the metrics of a preset', () => {
    const plan = planOf({ ...prometheus, bucketSeconds: 15, delaySeconds: 10 });

    expect(timingOf(plan.telemetry)).toEqual({ bucketSeconds: 15, delaySeconds: 10 });
    expect(Object.keys(plan.metrics)).toEqual([
      'error-rate',
      'success-rate',
      'latency-p95',
      'latency-p99',
    ]);
    expect(plan.metrics['error-rate']).toMatchObject({
      events: {
        counter: 'http_requests_total{job="checkout",version="{version}",code=~"5.."}',
      },
      total: { counter: 'http_requests_total{job="checkout",version="{version}"}' },
    });
  });

  it('reads what the side that was called has seen in a mesh', () => {
    const { metrics } = planOf({ ...prometheus, preset: 'istio' });

    expect(metrics['latency-p95']).toMatchObject({
      source: {
        histogram:
          'istio_request_duration_milliseconds{reporter="destination",job="checkout",version="{version}"}',
      },
      unitMilliseconds: 1,
    });
  });

  it('has names that replace those of its preset', () => {
    const { metrics } = planOf({ ...prometheus, preset: 'otel', names: { status: 'status' } });

    expect(metrics['error-rate']).toMatchObject({
      events: {
        counter:
          'http_server_request_duration_seconds_count{job="checkout",version="{version}",status=~"5.."}',
      },
    });
  });

  it.each(['localhost:9090', '127.0.0.1:9090', '[::1]:9090', '10.1.2.3', 'prom.internal'])(
    'may be read without encryption from %s',
    (host) => {
      expect(mistakesOf({ ...prometheus, url: `http://${host}/prefix` })).toEqual([]);
    },
  );

  it.each([
    ['a public host without encryption', { url: 'http://example.com' }, 'telemetry.url'],
    ['a user in the address', { url: 'https://me:secret@example.com' }, 'telemetry.url'],
    ['a query in the address', { url: 'https://example.com/?a=b' }, 'telemetry.url'],
    ['another scheme', { url: 'file:///etc/passwd' }, 'telemetry.url'],
    [
      'a secret without encryption',
      { url: 'http://10.1.2.3', auth: { kind: 'bearer', secret: 'a' } },
      'telemetry.url',
    ],
    ['a token in the plan', { auth: { kind: 'bearer', token: 'a' } }, 'telemetry.auth.secret'],
    ['an unknown kind of auth', { auth: { kind: 'cookie' } }, 'telemetry.auth.kind'],
    ['a region that is none', { auth: { kind: 'sigv4', region: 'here' } }, 'telemetry.auth.region'],
    ['a preset without matchers', { selector: undefined }, 'telemetry.selector'],
    ['a bucket of nothing', { bucketSeconds: 0 }, 'telemetry.bucketSeconds'],
    ['labels of one side only', { labels: { blue: { version: 'a' } } }, 'telemetry.labels'],
    [
      'labels that differ in their names',
      { labels: { blue: { version: 'a' }, green: { other: 'a' } } },
      'telemetry.labels',
    ],
  ])('is refused with %s', (_, change, path) => {
    expect(mistakesOf({ ...prometheus, ...change }).map((each) => each.path)).toContain(path);
  });

  it('is refused where both sides would be asked for the same', () => {
    const same = { blue: { version: 'v1' }, green: { version: 'v1' } };

    const [mistake] = mistakesOf({ ...prometheus, labels: same });

    expect(mistake).toMatchObject({ path: 'metrics.error-rate.events' });
    expect(mistake?.allowed).toContain('tells the sides apart, by one of {side}, {revision}');
  });
});

describe('a source of a plan for Prometheus', () => {
  it.each<[string, Fields, Fields, string]>([
    [
      'a series of CloudWatch',
      prometheus,
      share({ events: { namespace: 'A', metric: 'B', dimensions: {} }, total: requests }),
      'metrics.mine.events',
    ],
    [
      'an unknown placeholder',
      prometheus,
      share({ events: requests, total: { counter: 'a{b="{version}",c="{colour}"}' } }),
      'metrics.mine.total',
    ],
    [
      'a placeholder outside of quotes',
      prometheus,
      share({ events: { query: 'sum(a{b={version}})' }, total: requests }),
      'metrics.mine.events',
    ],
    [
      'a query without a side',
      prometheus,
      share({ events: { query: 'sum(increase(errors[{bucket}]))' }, total: requests }),
      'metrics.mine.events',
    ],
    [
      'an expression as a counter',
      prometheus,
      share({ events: { counter: 'sum(a{v="{version}"})' }, total: requests }),
      'metrics.mine.events.counter',
    ],
    [
      'a query in a plan for CloudWatch',
      { kind: 'cloudwatch' },
      share({ events: requests, total: requests }),
      'metrics.mine.events',
    ],
    ['labels of an alias', prometheus, { traffic: alias }, 'telemetry.labels'],
  ])('is refused as %s', (_, telemetry, changes, path) => {
    expect(mistakesOf(telemetry, changes).map((each) => each.path)).toContain(path);
  });

  it('may be a query of the user', () => {
    const query = 'sum(increase(errors{version="{version}",revision="{revision}"}[{bucket}]))';

    expect(mistakesOf(prometheus, share({ events: { query }, total: requests }))).toEqual([]);
  });

  it('tells the versions of an alias apart without labels', () => {
    const { labels: _, ...unlabelled } = prometheus;

    expect(mistakesOf(unlabelled, { traffic: alias })).toEqual([]);
  });
});
