import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import { aGauge, aShare, blind, gauge, judgeOne, judgeTick, shares } from './tick.ts';

type Judged = Parameters<typeof judgeOne>[0];

describe('what is said of a shortage', () => {
  it.each<[string, Judged, Reading, Reading, string]>([
    [
      'one side',
      aShare({ minimumRequests: 1_000 }),
      shares([0, 10]),
      shares([0, 5_000]),
      'error rate: 10 of 1,000 requests on the canary',
    ],
    [
      'the other side',
      aShare(),
      shares([0, 5_000]),
      shares([0, 10]),
      'error rate: 10 of 200 requests on stable',
    ],
    [
      'both sides, in full requests',
      aShare(),
      shares([0, 10.9]),
      shares([0, 11]),
      'error rate: 10 of 200 requests on the canary and 11 of 200 requests on stable',
    ],
    [
      'a gauge',
      aGauge(),
      gauge(1),
      gauge(1),
      'memory per task: 1 of 3 buckets on the canary and 1 of 3 buckets on stable',
    ],
  ])('of %s', (_what, metric, canary, stable, sentence) => {
    const judged = judgeOne(metric, canary, stable);

    expect(judged).toMatchObject({ verdict: 'inconclusive', because: sentence });
  });
});

describe('what a metric under trial says', () => {
  it.each([
    [shares([900, 1_000]), 'would have rolled back'],
    [blind('dark'), 'would have been blind'],
    [shares([0, 1]), 'would have waited'],
    [shares([0, 1_000]), 'would have passed'],
  ])('is what it would have done', (canary, said) => {
    const { because } = judgeOne(aShare({ dryRun: true }), canary, shares([0, 1_000]));

    expect(because.startsWith(`dry run, ${said}: error rate`)).toBe(true);
  });
});

describe('what is said of several metrics', () => {
  const good = { canary: shares([0, 1_000]), stable: shares([0, 1_000]) };
  const worse = { canary: shares([100, 1_000]), stable: shares([0, 1_000]) };
  const worst = { canary: shares([200, 1_000]), stable: shares([0, 1_000]) };
  const judgeAll = (readings: Parameters<typeof judgeTick>[0]['readings'], changes: object = {}) =>
    judgeTick({
      metrics: Object.fromEntries(
        Object.keys(readings).map((name) => [name, aShare({ title: name, ...changes })]),
      ),
      readings,
    }).judgement;

  it('is the sentence of the only one', () => {
    expect(judgeAll({ a: good }).because).toBe(
      'the one critical metric that counts passes; the smallest margin uses 0 % of its limit: ' +
        'a 0.00 % on the canary against 0.00 % on stable: +0.00 points, limit +0.50 (1,000 and 1,000 requests)',
    );
  });

  it('is that of the worst, and how many more say the same', () => {
    const { because } = judgeAll({ a: worse, b: worst, c: good });

    expect(because).toMatch(/^b 20\.00 %.*; and 1 more of the critical metrics$/);
  });

  it('is that of the worst alone when no other says the same', () => {
    const { because } = judgeAll({ a: worst, b: good });

    expect(because).toMatch(/^a 20\.00 %.*evaluations\)$/);
  });

  it('names each when none of them can decide', () => {
    const { because } = judgeAll(
      { a: worst, b: good },
      { limits: { percent: 0 }, worse: 'higher' },
    );

    expect(because).toMatch(/^no metric can decide: a 20\.00 % .*; b 0\.00 % /);
  });

  it('names the requests of both sides, whatever the buckets of a gauge are', () => {
    const { exposure } = judgeTick({
      metrics: { a: aShare(), b: aShare(), c: aGauge({ minimumBuckets: 1 }) },
      readings: {
        a: { canary: shares([0, 300]), stable: shares([0, 400]) },
        b: { canary: shares([0, 200]), stable: shares([0, 500]) },
        c: { canary: gauge(1), stable: gauge(1) },
      },
    }).judgement;

    expect(exposure).toEqual({ canary: 300, stable: 500 });
  });

  it('names no requests when only gauges were seen', () => {
    const { exposure } = judgeTick({
      metrics: { c: aGauge({ minimumBuckets: 1 }) },
      readings: { c: { canary: gauge(1), stable: gauge(1) } },
    }).judgement;

    expect(exposure).toEqual({ canary: 0, stable: 0 });
  });
});
