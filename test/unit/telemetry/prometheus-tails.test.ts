import { describe, expect, it } from 'vitest';
import { Metric, type Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { prometheusTelemetry } from '../../../functions/telemetry/prometheus.ts';
import {
  type Asked,
  bucket,
  countsIn,
  matrix,
  noon,
  type Points,
  read,
  serve,
  settings,
  vector,
} from './prometheus-server.ts';

const latency = (source: object = {}, limits: object = { increasePercent: 10 }): Metrics => ({
  p95: Metric.parse({
    kind: 'quantile',
    quantile: 0.95,
    source: { histogram: 'seconds{version="{version}"}', ...source },
    unitMilliseconds: 1_000,
    total: { counter: 'seconds_count{version="{version}"}' },
    limits,
    minimumRequests: 10,
  }),
});

const bounds = ['0.1', '0.25', '0.5', '+Inf'];

interface Histogram {
  readonly bounds?: (asked: Asked) => readonly string[];
  readonly within?: Points;
  readonly all?: Points;
  readonly quantile?: string | number;
}

/** Answers what is asked of a histogram. */
const histogram = ({ within = [8, 9, 10], all = [10, 10, 10], ...given }: Histogram = {}) =>
  serve((asked) => {
    if (asked.query.startsWith('group'))
      return vector((given.bounds?.(asked) ?? bounds).map((le) => [{ le }, 1]));
    if (asked.query.startsWith('histogram_quantile')) return vector([[{}, given.quantile ?? 0.2]]);
    return matrix(asked, [/le=~|histogram_fraction/.test(asked.query) ? within : all]);
  });

describe('a tail', () => {
  it('begins at the bound that is nearest, and says which', async () => {
    const asked = histogram();

    const { p95 } = await read({ metrics: latency(), tails: { p95: 270 } });

    expect(p95?.canary).toMatchObject({ kind: 'tail', aboveMilliseconds: 250 });
    expect(countsIn(p95?.canary)).toEqual([
      [2, 10],
      [1, 10],
      [0, 10],
    ]);
    expect(asked.filter(({ query }) => query.includes('le=~"0\\\\.25"'))).toHaveLength(2);
  });

  it('is blind where the sides have other bounds', async () => {
    histogram({ bounds: ({ query }) => (query.includes('v2') ? bounds.slice(1) : bounds) });

    const { p95 } = await read({ metrics: latency(), tails: { p95: 270 } });

    expect(p95?.stable).toMatchObject({ kind: 'blind' });
    expect(p95?.canary).toHaveProperty('because', expect.stringContaining('other bounds'));
  });

  it('has the bounds of stable where the canary has no series yet', async () => {
    histogram({ bounds: ({ query }) => (query.includes('v2') ? [] : bounds) });

    const { p95 } = await read({ metrics: latency(), tails: { p95: 270 } });

    expect(p95?.canary.kind).toBe('tail');
  });

  it('far above the largest bound is blind', async () => {
    histogram();

    const { p95 } = await read({ metrics: latency(), tails: { p95: 1_100 } });

    expect(p95?.canary).toHaveProperty(
      'because',
      expect.stringContaining('largest bucket of 500 ms'),
    );
  });

  it.each([
    ['without the bucket in time is blind', [8, undefined, 10], 'no value in 1 of 3 buckets'],
    ['whose bucket is no number is blind', [8, 'NaN', 10], 'no value in 1 of 3 buckets'],
  ] as const)('%s', async (_, within, why) => {
    histogram({ within });

    const { p95 } = await read({ metrics: latency(), tails: { p95: 270 } });

    expect(p95?.canary).toHaveProperty('because', expect.stringContaining(why));
  });

  it('of a native histogram begins where it is asked for', async () => {
    const asked = histogram();

    const { p95 } = await read({ metrics: latency({ native: true }), tails: { p95: 270 } });

    expect(p95?.canary).toMatchObject({ kind: 'tail', aboveMilliseconds: 270 });
    expect(asked.some(({ query }) => query.startsWith('histogram_fraction(-Inf, 0.27, '))).toBe(
      true,
    );
  });
});

describe('a quantile', () => {
  it('spans the whole window and the shortest that holds enough requests', async () => {
    histogram({ all: [20, 20, 20] });

    const { p95 } = await read({ metrics: latency() });

    expect(p95?.canary).toMatchObject({
      kind: 'quantile',
      whole: { milliseconds: 200, samples: 60 },
      trailing: { window: { start: noon + bucket, end: noon + 3 * bucket }, samples: 40 },
    });
  });

  it.each([
    ['NaN', 'nothing was observed'],
    ['0.5', 'beyond the largest bound'],
    ['+Inf', 'nothing was observed'],
    ['-1', 'beyond the largest bound'],
  ])('of %s is blind', async (quantile, why) => {
    histogram({ quantile });

    const { p95 } = await read({ metrics: latency() });

    expect(p95?.canary).toHaveProperty('because', expect.stringContaining(why));
  });
});

describe('the baseline', () => {
  const baselineOf = (metrics: Metrics) =>
    prometheusTelemetry(settings()).readBaseline(metrics, { version: 'v1' }, noon + 30_000);

  const filledWith = (value: number) => (asked: Asked) =>
    matrix(asked, [Array.from({ length: 120 }, () => value)]);

  it('is of the last hour, with tails at bounds of the histogram', async () => {
    serve((asked) => {
      if (asked.query.startsWith('group')) return vector(bounds.map((le) => [{ le }, 1]));
      if (asked.query.startsWith('histogram_quantile')) return vector([[{}, 0.2]]);
      return filledWith(asked.query.includes('le=~') ? 9 : 10)(asked);
    });

    const baseline = await baselineOf(latency());

    expect(baseline).toMatchObject({ requestsPerMinute: 20, missing: [], tails: { p95: 250 } });
    expect(baseline.readings.p95).toMatchObject({ kind: 'tail', aboveMilliseconds: 250 });
  });

  it('says what a canary at the limit has beyond such a bound', async () => {
    // Half of the requests are slower than 100 ms and a tenth than 250; p95 is 200 ms, +10 % 220 ms.
    serve((asked) => {
      if (asked.query.startsWith('group')) return vector(bounds.map((le) => [{ le }, 1]));
      if (asked.query.startsWith('histogram_quantile')) return vector([[{}, 0.2]]);
      if (!asked.query.includes('le=~')) return filledWith(10)(asked);
      return filledWith(/0\S*\.1"/.test(asked.query) ? 5 : 9)(asked);
    });

    const { tails, tailShares } = await baselineOf(latency());

    expect(tails).toEqual({ p95: 250 });
    expect(tailShares?.p95).toBeCloseTo(0.1277, 3);
  });

  it.each([
    ['a limit at a bound', { milliseconds: 250 }, 250],
    ['a limit between two bounds', { milliseconds: 300 }, 500],
    ['two limits of which that is the farther', { increasePercent: 10, milliseconds: 300 }, 500],
  ])(
    'with %s of its own begins at the first bound from there on, with no other share',
    async (_, limits, bound) => {
      serve((asked) => {
        if (asked.query.startsWith('group')) return vector(bounds.map((le) => [{ le }, 1]));
        if (asked.query.startsWith('histogram_quantile')) return vector([[{}, 0.095]]);
        return filledWith(asked.query.includes('le=~') ? 9 : 10)(asked);
      });

      const { tails, tailShares } = await baselineOf(latency({}, limits));

      expect(tails).toEqual({ p95: bound });
      expect(tailShares).toEqual({});
    },
  );

  it.each([
    [600, 'no bound from its limit of 600 ms to 2.5 times that'],
    [30, 'no bound from its limit of 30 ms to 2.5 times that'],
  ])('is blind where no bound tells who keeps a limit of %d ms', async (milliseconds, because) => {
    histogram({ quantile: 0.02 });

    expect((await baselineOf(latency({}, { milliseconds }))).blind).toContain(because);
  });

  it('of a native histogram begins at a limit of its own', async () => {
    serve((asked) => {
      if (asked.query.startsWith('histogram_quantile')) return vector([[{}, 0.095]]);
      return filledWith(asked.query.startsWith('histogram_fraction') ? 9 : 10)(asked);
    });

    const { tails, tailShares } = await baselineOf(
      latency({ native: true }, { milliseconds: 600 }),
    );

    expect(tails).toEqual({ p95: 600 });
    expect(tailShares).toEqual({});
  });

  it('is blind where the share at that bound cannot be told', async () => {
    serve((asked) => {
      if (asked.query.startsWith('group')) return vector(bounds.map((le) => [{ le }, 1]));
      if (asked.query.startsWith('histogram_quantile')) return vector([[{}, 0.2]]);
      if (!asked.query.includes('le=~')) return filledWith(10)(asked);
      return /0\S*\.1"/.test(asked.query) ? matrix(asked, []) : filledWith(9)(asked);
    });

    expect((await baselineOf(latency())).blind).toMatch(
      /^p95: its bucket up to 100 ms has no value/,
    );
  });

  it('averages from the first value on, since a server may know less than an hour', async () => {
    serve((asked) => {
      if (asked.query.startsWith('group')) return vector(bounds.map((le) => [{ le }, 1]));
      if (asked.query.startsWith('histogram_quantile')) return vector([[{}, 0.2]]);
      return matrix(asked, [Array.from({ length: 120 }, (_, at) => (at < 60 ? undefined : 10))]);
    });

    expect((await baselineOf(latency())).requestsPerMinute).toBe(20);
  });

  it('names what has no data', async () => {
    serve((asked) => (asked.path.endsWith('/query') ? vector([]) : matrix(asked, [])));

    const baseline = await baselineOf(latency());

    expect(baseline).toMatchObject({ requestsPerMinute: 0, missing: ['p95'], tails: {} });
  });

  it('takes a total that never grew for no data', async () => {
    const total = { counter: 'requests{version="{version}"}' };
    const events = { query: 'errors{version="{version}"}' };
    serve(filledWith(0));

    const { missing } = await baselineOf({
      errors: Metric.parse({ kind: 'share', events, total, limits: { points: 1 } }),
    });

    expect(missing).toEqual(['errors']);
  });

  it('is blind when a critical metric cannot be read', async () => {
    serve(() => ({ status: 503, body: '' }));

    const { blind } = await baselineOf(latency());

    expect(blind).toContain('p95: the server answers 503');
  });

  it('finds a label that no series has', async () => {
    const total = { counter: 'requests{version="{version}"}' };
    const events = { counter: 'requests{version="{version}",status=~"5.."}' };
    serve((asked) => {
      if (asked.path.endsWith('/query')) return vector([]);
      return asked.query.includes('status') ? matrix(asked, []) : filledWith(10)(asked);
    });

    const { blind } = await baselineOf({
      errors: Metric.parse({ kind: 'share', events, total, limits: { points: 1 } }),
    });

    expect(blind).toContain('has all the labels that it is selected by (version, status)');
  });
});
