import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantileMetric } from '../../../functions/telemetry/domain/metric.ts';
import {
  alignedWindows,
  alongside,
  minimumSamples,
  newestCompleteBucketEnd,
  sharedBuckets,
  shortestTrailing,
} from '../../../functions/telemetry/domain/windows.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 0, 5, 12);
const source = { namespace: 'Test', metric: 'Anything', dimensions: {} };

const aQuantile = (quantile: number, more: object = {}) =>
  QuantileMetric.parse({
    kind: 'quantile',
    quantile,
    source,
    total: source,
    limits: { increasePercent: 10 },
    ...more,
  });

describe('the newest complete bucket', () => {
  it.each([
    ['exactly when it is complete', noon + 2 * minute, noon],
    ['a moment earlier', noon + 2 * minute - 1, noon - minute],
    ['in the middle of the next', noon + 2.5 * minute, noon],
  ])('ends as known %s', (_, now, end) => {
    expect(newestCompleteBucketEnd(now, 60, 120)).toBe(end);
  });
});

describe('the minimum of samples', () => {
  it.each([
    [0.5, 20],
    [0.95, 200],
    [0.99, 1_000],
    [0.999, 10_000],
  ])('of the quantile %d is %d', (quantile, samples) => {
    expect(minimumSamples(aQuantile(quantile))).toBe(samples);
  });

  it('is what the plan says, if it says so', () => {
    expect(minimumSamples(aQuantile(0.99, { minimumRequests: 50 }))).toBe(50);
  });
});

describe('the shortest trailing window', () => {
  const window = { start: noon, end: noon + 5 * minute };
  const buckets = (...counts: (readonly [number, number])[]) =>
    counts.map(([stable, canary], index) => ({ at: noon + index * minute, stable, canary }));

  it('reaches back until both sides have enough', () => {
    const given = buckets([900, 90], [900, 100], [900, 100], [900, 100], [900, 100]);

    expect(shortestTrailing(window, given, 200)).toEqual({
      start: noon + 3 * minute,
      end: window.end,
    });
  });

  it('is none when only the whole window has enough', () => {
    expect(shortestTrailing(window, buckets([900, 200], [900, 100]), 300)).toBeUndefined();
  });

  it('is none when not even that has', () => {
    expect(shortestTrailing(window, buckets([900, 10], [900, 10]), 300)).toBeUndefined();
  });

  it('counts only buckets that both sides have', () => {
    const stable = [0, 1, 2].map((index) => ({ at: noon + index * minute, value: 10 }));
    const canary = [2, 0].map((index) => ({ at: noon + index * minute, value: 1 }));

    expect(sharedBuckets(stable, canary).map(({ at }) => at)).toEqual([noon, noon + 2 * minute]);
  });
});

describe('the buckets of two sides', () => {
  const of = (...minutes: number[]) => minutes.map((index) => ({ at: noon + index * minute }));

  it('are left as they are when they are the same', () => {
    const [stable, canary] = [of(0, 1, 3), of(0, 1, 3)];

    const shared = alongside(stable, canary);

    expect(shared.stable).toBe(stable);
    expect(shared.canary).toBe(canary);
  });

  it.each([
    ['one misses some', of(0, 1, 2, 3), of(1, 3), of(1, 3)],
    ['each misses one', of(0, 1, 2), of(1, 2, 3), of(1, 2)],
    ['they are not in order', of(2, 0, 1), of(2, 0, 1), of(0, 1, 2)],
    ['one has none', of(0, 1), [], []],
  ])('are those that both have, oldest first, when %s', (_when, stable, canary, both) => {
    expect(alongside(stable, canary)).toEqual({ stable: both, canary: both });
  });
});

describe('aligned windows', () => {
  const ending = (...minutes: number[]) =>
    Object.fromEntries(
      minutes.map((length, index) => [`m${index}`, { start: noon - length * minute, end: noon }]),
    );
  const lengths = (windows: ReturnType<typeof alignedWindows>) =>
    Object.values(windows).map(({ start, end }) => (end - start) / minute);

  it('are each as long as a whole number of the next shorter one', () => {
    expect(lengths(alignedWindows(ending(3, 13), 60 * minute))).toEqual([3, 15]);
  });

  it('leave out one that would be longer than allowed', () => {
    expect(lengths(alignedWindows(ending(3, 13), 14 * minute))).toEqual([3]);
  });

  it('never shorten one, and all divide the longest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (given) => {
        const windows = alignedWindows(ending(...given), 500 * minute);
        const longest = Math.max(...lengths(windows));
        for (const [name, { start, end }] of Object.entries(windows)) {
          const length = (end - start) / minute;
          expect(length).toBeGreaterThanOrEqual(given[Number(name.slice(1))] ?? 0);
          expect(longest % length).toBe(0);
        }
      }),
      { seed: 7 },
    );
  });
});
