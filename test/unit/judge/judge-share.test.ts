import { describe, expect, it } from 'vitest';
import { aShare, blind, judgeOne, minute, noon, share, shares } from './tick.ts';

const successes = { worse: 'lower', limits: { percent: 99.5 }, title: 'success rate' };

describe('a share', () => {
  it.each([
    ['just below the limit passes', { points: 0.5 }, [149, 10_000], [100, 10_000], 'pass'],
    ['exactly at the limit is broken', { points: 0.5 }, [150, 10_000], [100, 10_000], 'regress'],
    ['beyond the limit is broken', { points: 0.5 }, [310, 10_000], [48, 10_000], 'regress'],
    ['no errors on either side pass', { points: 0.5 }, [0, 10_000], [0, 10_000], 'pass'],
    ['fewer errors than stable pass', { points: 0.5 }, [0, 10_000], [500, 10_000], 'pass'],
    ['a crash breaks it', { points: 0.5 }, [300, 300], [3, 3_000], 'regress'],
    [
      'the same errors as stable on fire pass',
      { points: 0.5 },
      [500, 10_000],
      [500, 10_000],
      'pass',
    ],
    [
      'a bound where stable keeps it is broken',
      { percent: 1 },
      [150, 10_000],
      [50, 10_000],
      'regress',
    ],
    ['both limits broken are', { points: 0.5, percent: 1 }, [150, 10_000], [50, 10_000], 'regress'],
    [
      'only one of two broken is not',
      { points: 0.5, percent: 3 },
      [150, 10_000],
      [50, 10_000],
      'pass',
    ],
    [
      'a bound that stable breaks leaves the difference to decide',
      { points: 0.5, percent: 1 },
      [800, 10_000],
      [500, 10_000],
      'regress',
    ],
  ] as const)('%s', (_, limits, canary, stable, verdict) => {
    const judged = judgeOne(aShare({ limits }), shares(canary), shares(stable));

    expect(judged.verdict).toBe(verdict);
    expect(judged.whole.verdict).toBe(verdict);
  });

  it.each([
    ['at 99.5 exactly it is broken', 9_950, 9_990, 'regress'],
    ['above 99.5 it passes', 9_951, 9_990, 'pass'],
    ['a difference below the floor is never a regression', 9_945, 9_951, 'pass'],
  ])('success that must stay above 99.5 percent: %s', (_, canary, stable, verdict) => {
    const judged = judgeOne(aShare(successes), shares([canary, 10_000]), shares([stable, 10_000]));

    expect(judged.verdict).toBe(verdict);
  });

  it('does not decide by a bound that stable itself does not keep', () => {
    const judged = judgeOne(aShare(successes), shares([9_500, 10_000]), shares([9_500, 10_000]));

    expect(judged).toMatchObject({ verdict: 'inconclusive', decides: false });
    expect(judged.because).toContain('99.50 % does not count because stable does not keep it');
    expect(judged.whole.verdict).toBe('inconclusive');
    expect(judged.state.missedByStable).toEqual(['metric']);
  });

  it('says how many requests of how many it has', () => {
    const judged = judgeOne(aShare(), shares([0, 48]), shares([0, 1_000]));

    expect(judged.verdict).toBe('inconclusive');
    expect(judged.because).toBe('error rate: 48 of 200 requests on the canary');
  });

  it('does not call a difference a regression that so few requests may show by chance', () => {
    const judged = judgeOne(aShare(), shares([4, 250]), shares([12, 2_250]));

    expect(judged.verdict).toBe('inconclusive');
    expect(judged.because).toContain('which may be chance with so few requests');
  });

  it('names both values, the difference, the limit and what they stand on', () => {
    const judged = judgeOne(aShare({ consecutive: 3 }), shares([37, 1_204]), shares([53, 10_951]), {
      state: {
        consecutive: { metric: 2 },
        judgedUntil: 0,
        newestBucket: {},
        missedByStable: [],
        evidence: {},
      },
    });

    expect(judged.verdict).toBe('regress');
    expect(judged.because).toBe(
      'error rate 3.07 % on the canary against 0.48 % on stable: +2.59 points, limit +0.50 ' +
        '(1,204 and 10,951 requests, 3 of 3 evaluations)',
    );
    expect(judged.limit).toBeCloseTo(0.984, 3);
  });

  it('finds in the trailing window what the whole step dilutes', () => {
    const early = Array.from({ length: 20 }, () => [5, 1_000] as const);
    const late = Array.from({ length: 4 }, () => [23, 1_000] as const);

    const judged = judgeOne(aShare(), shares(...early, ...late), share(45, 9_000, 24), {
      minutes: 24,
    });

    expect(judged.verdict).toBe('regress');
    expect(judged.because).toMatch(/in the last (minute|2 minutes|4 minutes)/);
  });

  it('passes the same step without the late minutes', () => {
    const judged = judgeOne(aShare(), share(5, 1_000, 20), share(45, 9_000, 20), { minutes: 20 });

    expect(judged.verdict).toBe('pass');
  });

  it('compares only minutes that both sides have', () => {
    const judged = judgeOne(aShare(), share(900, 1_000, 1, 0), share(0, 1_000, 1, 1), {
      minutes: 2,
    });

    expect(judged.verdict).toBe('blind');
    expect(judged.because).toContain('no bucket was seen on both sides');
  });

  it('is blind once a side has been silent for three buckets, whatever was seen before', () => {
    const seen = (minutes: number) =>
      judgeOne(aShare(), share(0, 1_000, 5), share(0, 9_000, 10), { minutes });

    expect(seen(7).verdict).toBe('pass');
    expect(seen(8).verdict).toBe('blind');
    expect(seen(8).because).toContain('since 12:05 UTC');
  });

  it('is blind when a side cannot be seen, and says why', () => {
    const judged = judgeOne(aShare(), blind('CloudWatch throttled it'), shares([0, 1_000]));

    expect(judged.verdict).toBe('blind');
    expect(judged.because).toBe('error rate cannot be seen on the canary: CloudWatch throttled it');
  });

  it('is inconclusive while no bucket of the step is complete', () => {
    const judged = judgeOne(aShare(), blind('nothing'), blind('nothing'), { minutes: 0 });

    expect(judged.verdict).toBe('inconclusive');
  });

  it('never counts events as more than all requests', () => {
    const judged = judgeOne(aShare(successes), shares([10_010, 10_000]), shares([9_990, 10_000]));

    expect(judged.canary).toBe(100);
  });

  it('judges over the window that it was given', () => {
    const judged = judgeOne(aShare(), shares([0, 1_000]), shares([0, 9_000]));

    expect(judged.whole.window).toEqual({ start: noon, end: noon + minute });
    expect(judged.whole.exposure).toEqual({ canary: 1_000, stable: 9_000 });
  });
});
