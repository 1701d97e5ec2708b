import { describe, expect, it } from 'vitest';
import {
  alignedWindows,
  minimumExposure,
  minimumSamples,
  shortestTrailing,
  trailingSamples,
} from '../../../functions/telemetry/domain/windows.ts';
import { aGauge, aQuantile, aShare } from '../judge/tick.ts';

const minute = 60_000;
const window = (start: number, end = 10) => ({ start: start * minute, end: end * minute });

describe('the samples that a metric needs', () => {
  it.each([
    ['a share', aShare(), 200],
    ['a share that says so', aShare({ minimumRequests: 50 }), 50],
    ['p95', aQuantile({ quantile: 0.95 }), 200],
    ['p99', aQuantile({ quantile: 0.99 }), 1_000],
    ['p99.9', aQuantile({ quantile: 0.999 }), 10_000],
    ['p50', aQuantile({ quantile: 0.5 }), 20],
    ['a quantile that says so', aQuantile({ minimumRequests: 30 }), 30],
  ])('are those of its kind: %s', (_what, metric, samples) => {
    expect([minimumSamples(metric), minimumExposure(metric)]).toEqual([samples, samples]);
  });

  it('are buckets for a gauge', () => {
    expect(minimumExposure(aGauge({ minimumBuckets: 5 }))).toBe(5);
  });

  it('are four times as many for a trailing window', () => {
    expect(trailingSamples(aQuantile())).toBe(800);
  });
});

describe('the shortest trailing window', () => {
  const buckets = [0, 1, 2].map((at) => ({ at: at * minute, stable: 100, canary: 10 }));

  it.each([
    [10, window(2, 3)],
    [11, window(1, 3)],
    [20, window(1, 3)],
    [21, undefined],
    [31, undefined],
  ])('reaches %i requests on both sides', (minimum, shortest) => {
    expect(shortestTrailing(window(0, 3), buckets, minimum)).toEqual(shortest);
  });

  it('looks at the smaller side, whichever it is', () => {
    const turned = buckets.map(({ at, stable, canary }) => ({
      at,
      stable: canary,
      canary: stable,
    }));

    expect(shortestTrailing(window(0, 3), turned, 20)).toEqual(window(1, 3));
  });
});

describe('windows that are asked for together', () => {
  it.each([
    ['one', { a: window(7) }, { a: window(7) }],
    ['multiples', { a: window(4), b: window(8) }, { a: window(4), b: window(8) }],
    [
      'others, which are lengthened',
      { a: window(3), b: window(8) },
      { a: window(2), b: window(8) },
    ],
    ['equal ones', { a: window(8), b: window(8) }, { a: window(8), b: window(8) }],
    [
      'three of them, the shortest first',
      { a: window(5), b: window(8), c: window(7) },
      { a: window(2), b: window(8), c: window(6) },
    ],
    [
      'one that becomes as long as is allowed',
      { a: window(2), b: window(8) },
      { a: window(2), b: window(8) },
    ],
    ['one that would become too long', { a: window(1), b: window(8) }, { b: window(8) }],
  ])('divide each other: %s', (_what, asked, aligned) => {
    const longest = 8 * minute;

    expect(
      alignedWindows(asked as Record<string, { start: number; end: number }>, longest),
    ).toEqual(aligned);
  });
});
