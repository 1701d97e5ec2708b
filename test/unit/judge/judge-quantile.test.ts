import { describe, expect, it } from 'vitest';
import { aGauge, aQuantile, gauge, judgeOne, minute, noon, quantile } from './tick.ts';

describe('a quantile', () => {
  it.each([
    ['below the limit passes', {}, 219, 200, 'pass'],
    ['exactly at the limit is broken', {}, 220, 200, 'regress'],
    ['1 ms over 5 ms is below the floor', {}, 6, 5, 'pass'],
    ['10 ms over 5 ms reaches the floor', {}, 15, 5, 'regress'],
    ['equal constants pass', {}, 200, 200, 'pass'],
    ['faster than stable passes', {}, 100, 200, 'pass'],
    ['zero on both sides passes', { floorMilliseconds: 0 }, 0, 0, 'pass'],
    [
      'a bound where stable keeps it is broken',
      { limits: { milliseconds: 300 } },
      300,
      200,
      'regress',
    ],
    [
      'one of two limits is not enough',
      { limits: { increasePercent: 10, milliseconds: 300 } },
      250,
      200,
      'pass',
    ],
  ])('%s', (_, changes, canary, stable, verdict) => {
    const judged = judgeOne(aQuantile(changes), quantile(canary, 500), quantile(stable, 500));

    expect(judged.verdict).toBe(verdict);
  });

  it('needs 10 / (1 - p) samples on each side', () => {
    const judged = judgeOne(
      aQuantile({ quantile: 0.99, title: 'p99 latency' }),
      quantile(900, 999),
      quantile(100, 9_000),
    );

    expect(judged.verdict).toBe('inconclusive');
    expect(judged.because).toBe('p99 latency: 999 of 1,000 requests on the canary');
  });

  it('names the values in milliseconds and the difference in percent', () => {
    const judged = judgeOne(aQuantile(), quantile(240, 1_200), quantile(200, 10_800));

    expect(judged.because).toBe(
      'p95 latency 240 ms on the canary against 200 ms on stable: +20.0 %, limit +10.0 % ' +
        '(1,200 and 10,800 requests, 1 of 1 evaluations)',
    );
    expect(judged).toMatchObject({ unit: 'ms', limit: 220 });
  });

  it('says that a difference was below the floor', () => {
    const judged = judgeOne(aQuantile(), quantile(6, 500), quantile(5, 500));

    expect(judged.because).toContain('+20.0 %, limit +10.0 %, but below the floor of 10.0 ms');
  });

  it('counts the worse of the whole step and its trailing window', () => {
    const window = { start: noon + 8 * minute, end: noon + 10 * minute };
    const trailing = (milliseconds: number) => ({ window, milliseconds, samples: 900 });

    const judged = judgeOne(
      aQuantile(),
      quantile(210, 5_000, { minutes: 10, trailing: trailing(300) }),
      quantile(200, 5_000, { minutes: 10, trailing: trailing(200) }),
      { minutes: 10 },
    );

    expect(judged.verdict).toBe('regress');
    expect(judged.because).toContain(
      '300 ms on the canary against 200 ms on stable in the last 2 minutes',
    );
  });

  it('does not compare trailing windows of different length', () => {
    const window = (minutes: number) => ({
      start: noon + (10 - minutes) * minute,
      end: noon + 10 * minute,
    });

    const judged = judgeOne(
      aQuantile(),
      quantile(200, 5_000, {
        minutes: 10,
        trailing: { window: window(2), milliseconds: 900, samples: 900 },
      }),
      quantile(200, 5_000, {
        minutes: 10,
        trailing: { window: window(3), milliseconds: 200, samples: 900 },
      }),
      { minutes: 10 },
    );

    expect(judged.verdict).toBe('pass');
  });
});

describe('a gauge', () => {
  it.each([
    ['below the limit passes', {}, [57, 57, 57], [50, 50, 50], 'pass'],
    ['exactly at the limit is broken', {}, [57.5, 57.5, 57.5], [50, 50, 50], 'regress'],
    ['below the floor is never a regression', { floor: 10 }, [58, 58, 58], [50, 50, 50], 'pass'],
    ['zero on both sides passes', {}, [0, 0, 0], [0, 0, 0], 'pass'],
    ['lower can be worse', { worse: 'lower' }, [40, 40, 40], [50, 50, 50], 'regress'],
    [
      'a bound counts where stable keeps it',
      { limits: { value: 80 } },
      [80, 80, 80],
      [50, 50, 50],
      'regress',
    ],
    [
      'its newest buckets count alone',
      {},
      [50, 50, 50, 50, 60, 60, 60],
      [50, 50, 50, 50, 50, 50, 50],
      'regress',
    ],
    ['too few buckets say nothing', {}, [99, 99], [50, 50], 'inconclusive'],
  ])('%s', (_, changes, canary, stable, verdict) => {
    const judged = judgeOne(aGauge(changes), gauge(...canary), gauge(...stable), {
      minutes: canary.length,
    });

    expect(judged.verdict).toBe(verdict);
  });

  it('only informs unless its plan says otherwise', () => {
    const judged = judgeOne(
      aGauge({ importance: 'advisory' }),
      gauge(90, 90, 90),
      gauge(50, 50, 50),
      { minutes: 3 },
    );

    expect(judged).toMatchObject({ verdict: 'regress', decides: false });
    expect(judged.whole).toMatchObject({
      verdict: 'blind',
      because: 'no metric is critical here, so nothing can decide',
    });
  });
});
