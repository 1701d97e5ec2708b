import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import {
  aGauge,
  aQuantile,
  aShare,
  blind,
  gauge,
  judgeOne,
  minute,
  noon,
  quantile,
  shares,
} from './tick.ts';

type Judged = Parameters<typeof judgeOne>[0];

describe('what is said of a comparison', () => {
  it.each<[string, Judged, Reading, Reading, string]>([
    [
      'a share within its limit',
      aShare(),
      shares([1_250, 100_000]),
      shares([10_000, 1_000_000]),
      'error rate 1.25 % on the canary against 1.00 % on stable: +0.25 points, limit +0.50 (100,000 and 1,000,000 requests)',
    ],
    [
      'a share that is better than stable',
      aShare(),
      shares([50, 10_000]),
      shares([100, 10_000]),
      'error rate 0.50 % on the canary against 1.00 % on stable: -0.50 points, limit +0.50 (10,000 and 10,000 requests)',
    ],
    [
      'a share of which less is worse',
      aShare({ title: 'success rate', worse: 'lower' }),
      shares([9_980, 10_000]),
      shares([9_990, 10_000]),
      'success rate 99.80 % on the canary against 99.90 % on stable: -0.10 points, limit -0.50 (10,000 and 10,000 requests)',
    ],
    [
      'a share that breaks its limit below the floor',
      aShare({ limits: { points: 0.1 }, floorPoints: 0.5 }),
      shares([300, 100_000]),
      shares([100, 100_000]),
      'error rate 0.30 % on the canary against 0.10 % on stable: +0.20 points, limit +0.10, but below the floor of 0.50 points (100,000 and 100,000 requests)',
    ],
    [
      'a share that breaks its limit by chance',
      aShare(),
      shares([2, 200]),
      shares([0, 200]),
      'error rate 1.00 % on the canary against 0.00 % on stable: +1.00 points, limit +0.50, which may be chance with so few requests (200 and 200 requests)',
    ],
    [
      'a share with a bound that stable does not keep',
      aShare({ limits: { points: 0.5, percent: 1 } }),
      shares([200, 10_000]),
      shares([200, 10_000]),
      'error rate 2.00 % on the canary against 2.00 % on stable: +0.00 points, limit +0.50, 1.00 % does not count because stable does not keep it (10,000 and 10,000 requests)',
    ],
    [
      'a quantile with two limits',
      aQuantile({ limits: { increasePercent: 10, milliseconds: 300 } }),
      quantile(105, 1_000),
      quantile(100, 1_000),
      'p95 latency 105 ms on the canary against 100 ms on stable: +5.0 %, limit +10.0 % and 300 ms (1,000 and 1,000 requests)',
    ],
    [
      'a quantile of few milliseconds that breaks its limit below the floor',
      aQuantile(),
      quantile(99.94, 1_000),
      quantile(90, 1_000),
      'p95 latency 99.9 ms on the canary against 90.0 ms on stable: +11.0 %, limit +10.0 %, but below the floor of 10.0 ms (1,000 and 1,000 requests)',
    ],
    [
      'a quantile where stable takes no time at all',
      aQuantile({ floorMilliseconds: 0 }),
      quantile(12, 1_000),
      quantile(0, 1_000),
      'p95 latency 12.0 ms on the canary against 0.0 ms on stable: +12.0 ms, limit +10.0 % (1,000 and 1,000 requests, 1 of 1 evaluations)',
    ],
    [
      'a gauge',
      aGauge(),
      gauge(40, 42, 44),
      gauge(40, 40, 40),
      'memory per task 42.00 % on the canary against 40.00 % on stable: +5.0 %, limit +15.0 % (3 and 3 buckets)',
    ],
    [
      'a gauge without a unit, of which less is worse',
      aGauge({ title: undefined, unit: '', worse: 'lower' }),
      gauge(-50, -50, -50),
      gauge(-40, -40, -40),
      'metric -50.00 on the canary against -40.00 on stable: -25.0 %, limit -15.0 % (3 and 3 buckets, 1 of 1 evaluations)',
    ],
    [
      'a gauge without a unit, where stable has nothing',
      aGauge({ unit: '', limits: { increasePercent: 15, value: 9 } }),
      gauge(1, 1, 1),
      gauge(0, 0, 0),
      'memory per task 1.00 on the canary against 0.00 on stable: +1.00, limit +15.0 % and 9.00 (3 and 3 buckets)',
    ],
  ])('of %s', (_what, metric, canary, stable, sentence) => {
    const minutes = 'buckets' in canary ? canary.buckets.length : 1;

    expect(judgeOne(metric, canary, stable, { minutes }).because).toBe(sentence);
  });

  it.each<[string, Judged, Reading, string]>([
    [
      'a share',
      aShare({ limits: { percent: 2 } }),
      shares([10, 1_000]),
      'error rate 1.00 % on the canary: stable has no traffic to compare with, limit 2.00 % (1,000 requests)',
    ],
    [
      'a gauge',
      aGauge({ limits: { value: 80 } }),
      gauge(50, 50, 50),
      'memory per task 50.00 % on the canary: stable has no traffic to compare with, limit 80.00 % (3 buckets)',
    ],
  ])('of %s of the canary alone', (_what, metric, canary, sentence) => {
    const more = { comparable: 'canary-only', minutes: 3 } as const;

    expect(judgeOne(metric, canary, blind('no requests'), more).because).toBe(sentence);
  });

  it.each([
    [noon, 3 * minute, 'in the last 2 minutes'],
    [noon + minute, 3 * minute, 'in the last minute'],
    [noon + 90_000, 3 * minute, 'in the last 30 seconds'],
  ])('says for which part of the step', (start, length, part) => {
    const trailing = {
      window: { start, end: noon + length - minute },
      milliseconds: 200,
      samples: 900,
    };
    const latency = (milliseconds: number) =>
      quantile(100, 3_000, { minutes: 3, trailing: { ...trailing, milliseconds } });

    const { because } = judgeOne(aQuantile(), latency(200), latency(100), { minutes: 3 });

    expect(because).toContain(`on stable ${part}: +100.0 %`);
  });
});
