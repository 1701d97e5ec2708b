import { describe, expect, it } from 'vitest';
import { quantileIn, slowerThan, timed } from '../../../sandbox/replay/histogram.ts';
import type { Sample, Side } from '../../../sandbox/replay/sample.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aRecording } from '../../support/a-recording.ts';
import { replayed, withChange } from '../../support/a-replay.ts';

const before = { weight: 0, minutes: 20 };
const at10 = { weight: 10, minutes: 14 };
const sample = aRecording([before, at10]);

const histogram = { bounds: [10, 100, 1_000], counts: [5, 4, 1, 0] };

const p95Of = (samples: readonly Sample[], plan = aPlan()) => {
  const { lines, notes } = replayed(samples, plan);
  return {
    notes: notes.filter((note) => note.startsWith('latency-p95')),
    metrics: lines.map(({ metrics }) => metrics.find(({ metric }) => metric === 'latency-p95')),
  };
};

const both = (each: Sample, latency: Side['latency']): Sample => ({
  ...each,
  stable: each.stable && { ...each.stable, latency },
  canary: each.canary && { ...each.canary, latency },
});

describe('a histogram', () => {
  it('has exact tails at its bounds, which belong to the bins below', () => {
    expect(timed(histogram)).toBe(10);
    expect([0, 1, 2].map((index) => slowerThan(histogram, index))).toEqual([5, 1, 0]);
  });

  it.each([
    [0.5, 10],
    [0.25, 5],
    [0.9, 100],
    [0.95, 550],
  ])('has its quantile %f at %f ms', (quantile, milliseconds) => {
    expect(quantileIn(histogram, quantile)).toBeCloseTo(milliseconds, 6);
  });

  it('has no quantile above its bounds, and none without requests', () => {
    expect(quantileIn({ bounds: [1], counts: [0, 5] }, 0.5)).toBeUndefined();
    expect(quantileIn({ bounds: [1], counts: [0, 0] }, 0.5)).toBeUndefined();
  });
});

describe('a quantile of a histogram', () => {
  it('is judged by its tail from the bound nearest to the limit that stable’s hour before sets', () => {
    const { notes, metrics } = p95Of(sample);

    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /share of requests slower than 200 ms, the bound nearest to 20\d\.\d ms, where the limit is for stable's p95 of 18\d\.\d ms from 12:00 to 12:20 UTC \(the hour before\); a canary at that limit has \d\.\d+ % there$/,
    );
    expect(metrics.at(-1)).toMatchObject({ verdict: 'pass', unit: '%' });
    expect(metrics.at(-1)?.because).toContain('slower than 200 ms');
  });

  it('takes no more than the hour before', () => {
    const long = aRecording([{ weight: 0, minutes: 90 }, at10]);

    expect(p95Of(long).notes[0]).toContain('from 12:30 to 13:30 UTC');
  });

  it('without a baseline is fixed by stable’s first requests, which it does not judge', () => {
    const plan = aPlan({ steps: [{ weight: 10, warmUpBuckets: 0 }, { weight: 100 }] });

    const { notes, metrics } = p95Of(aRecording([at10]), plan);

    expect(notes[0]).toMatch(/from 12:00 to 12:01 UTC \(the first requests, without a baseline\)/);
    expect(metrics[0]).toMatchObject({ verdict: 'blind' });
    expect(metrics[1]?.exposure.canary).toBeLessThan(200);
    expect(metrics.at(-1)?.verdict).toBe('pass');
  });

  it('waits for enough of those', () => {
    const plan = aPlan({ steps: [{ weight: 10, warmUpBuckets: 0 }, { weight: 100 }] });

    const { metrics } = p95Of(aRecording([at10], { requestsPerMinute: 100 }), plan);

    expect(metrics[1]?.because).toMatch(/stable has \d+ of 200 timed requests before this bucket/);
  });

  it('with nothing but a bound of its own has its tail there', () => {
    const plan = aPlan({}, { metrics: { 'latency-p95': { limits: { milliseconds: 400 } } } });

    const { notes, metrics } = p95Of(sample, plan);

    expect(notes).toEqual([expect.stringMatching(/slower than 400 ms, .* 400 ms on, its limit$/)]);
    expect(metrics.at(-1)?.verdict).toBe('pass');
  });

  /** Stable has hardly anything above 100 ms, and the canary so much above 500. */
  const slow = (share: number, baseline = 500) => {
    const latency = (requests: number, slowest: number) => ({
      bounds: [100, 250, 500],
      counts: [requests * (1 - slowest), 0, 0, requests * slowest],
    });
    return sample.map((each) => ({
      ...each,
      stable: each.stable && {
        ...each.stable,
        latency: latency(each.weight === 0 ? baseline : 2_000, 0.001),
      },
      canary: each.canary && { ...each.canary, latency: latency(400, share) },
    }));
  };

  it.each([
    [450, 0.01, 'promote'],
    [450, 0.04, 'promote'],
    [450, 0.3, 'roll-back'],
    [500, 0.04, 'promote'],
    [500, 0.3, 'roll-back'],
  ])(
    'of at most %d ms allows 5 %% of the requests beyond the first bound from there on: %f',
    (milliseconds, share, decision) => {
      const plan = aPlan(
        {},
        { metrics: { 'latency-p95': { limits: { milliseconds } }, 'latency-p99': 'off' } },
      );

      expect(replayed(slow(share), plan).decision.decision).toBe(decision);
      expect(replayed(slow(share, 0), plan).decision.decision).toBe(decision);
    },
  );

  it.each([
    [150, 'no bound from its limit of 150 ms to 2.5 times that'],
    [600, 'no bound from its limit of 600 ms to 2.5 times that'],
  ])(
    'of at most %d ms is blind where no bound can tell who keeps that',
    (milliseconds, because) => {
      const latency = { bounds: [100, 500], counts: [95, 5, 0] };
      const plan = aPlan({}, { metrics: { 'latency-p95': { limits: { milliseconds } } } });

      const { metrics } = p95Of(
        sample.map((each) => both(each, latency)),
        plan,
      );

      expect(metrics.at(-1)).toMatchObject({ verdict: 'blind' });
      expect(metrics.at(-1)?.because).toContain(because);
    },
  );

  it.each([[{ bounds: [50, 100], counts: [10, 10, 80] }, 'p95 lies above the last bound']])(
    'that cannot be seen in %j is blind and holds',
    (latency, because) => {
      const samples = sample.map((each) => both(each, latency));

      const { metrics } = p95Of(samples);

      expect(metrics.at(-1)).toMatchObject({ verdict: 'blind' });
      expect(metrics.at(-1)?.because).toContain(because);
      expect(replayed(samples).decision.decision).toBe('hold');
    },
  );

  it.each([
    [1, 'promote'],
    [1.6, 'roll-back'],
  ])('whose bounds are coarse is still judged by its limit: slower by %f', (slower, decision) => {
    // Exponential tails: 5 % above 300 ms, and nothing but 200 and 500 ms to count at.
    const above = (milliseconds: number) => Math.exp((Math.log(0.05) * milliseconds) / 300);
    const latency = (requests: number, factor: number) => {
      const [low, high] = [above(200 / factor), above(500 / factor)].map((share) =>
        Math.round(share * requests),
      ) as [number, number];
      return { bounds: [200, 500], counts: [requests - low, low - high, high] };
    };
    const samples = sample.map((each) => ({
      ...each,
      stable: each.stable && { ...each.stable, latency: latency(10_000, 1) },
      canary: each.canary && { ...each.canary, latency: latency(2_000, slower) },
    }));

    expect(replayed(samples).decision.decision).toBe(decision);
  });

  it.each([
    ['has other bounds', { bounds: [1, 2], counts: [100, 0, 0] }],
    ['is given as quantiles', { p95: 100, p99: 200 }],
  ])('that %s since the middle of the step is blind', (because, latency) => {
    const samples = withChange(
      sample,
      (index) => index === 28,
      (each) => both(each, latency),
    );

    const { metrics } = p95Of(samples);

    expect(metrics[27]?.verdict).toBe('pass');
    expect(metrics.at(-1)).toMatchObject({ verdict: 'blind' });
    expect(metrics.at(-1)?.because).toContain(`${because} since 12:28 UTC`);
  });
});

describe('quantiles for each bucket', () => {
  const quantiles = (slowness: number) =>
    aRecording([before, { ...at10, canary: { slowness } }], { latency: 'quantiles' });

  it('are averaged by their requests, and it is said that this is approximate', () => {
    const fixed = withChange(
      quantiles(1),
      (index) => index >= 22,
      (each) => both(each, { p95: each.at < '2026-03-02T12:28:00Z' ? 100 : 200, p99: 300 }),
    );

    const { notes, metrics } = p95Of(fixed);

    expect(notes).toEqual([expect.stringContaining('an approximation')]);
    expect(metrics.at(-1)).toMatchObject({ verdict: 'pass', unit: 'ms' });
    expect(metrics.at(-1)?.canary).toBeGreaterThan(140);
    expect(metrics.at(-1)?.canary).toBeLessThan(160);
  });

  it.each(['threshold', 'sequential'])('find a slow canary by the %s judge', (judge) => {
    const { decision } = replayed(quantiles(2), aPlan({ judge }));

    expect(decision).toMatchObject({ decision: 'roll-back' });
    expect(decision.because).toContain('ms on the canary');
  });
});

describe('levels', () => {
  it('are CPU for each request and memory for each task', () => {
    const plain = withChange(
      sample,
      () => true,
      (each) => ({
        ...each,
        stable: { requests: 900, errors: 0, cpu: 45, memory: 40 },
        canary: each.canary && { requests: 100, errors: 0, cpu: 10, memory: 44 },
      }),
    );

    const [cpu, memory] = replayed(plain).lines.at(-1)?.metrics.slice(-2) ?? [];

    expect(cpu).toMatchObject({ metric: 'cpu-per-request', stable: 30, canary: 60 });
    expect(memory).toMatchObject({ metric: 'memory-per-task', stable: 40, canary: 44 });
  });
});
