import { describe, expect, it } from 'vitest';
import { judgeStateAfter } from '../../../functions/rollout/domain/evidence/past.ts';
import type { Comparable } from '../../../functions/rollout/domain/judge-samples.ts';
import { judgeByEvidence } from '../../../functions/rollout/domain/judge-sequential.ts';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import { tailBeginsAt } from '../../../functions/telemetry/domain/tails.ts';
import { aQuantile, judgeOne, minute, noon, quantile, share } from './tick.ts';

const minutes = 12;

/** What is slower than so many milliseconds of requests whose times are exponential. */
const tail = (p95: number, above: number, total: number): Reading => ({
  ...(share(total * 0.05 ** (above / p95), total, minutes) as Reading & { kind: 'share' }),
  kind: 'tail',
  aboveMilliseconds: above,
});

const judged = (
  metric: ReturnType<typeof aQuantile>,
  [stable, canary]: readonly [number, number],
  comparable: Comparable = 'both',
  limitShare?: number,
) => {
  const above = tailBeginsAt(metric, stable);
  const past = tail(stable, above, 2_700);
  return judgeByEvidence(
    { alpha: 0.01, critical: 1 },
    {
      metrics: { p95: metric },
      comparable,
      state: judgeStateAfter({ p95: metric }, { p95: past }),
      answer: {
        window: { start: noon, end: noon + minutes * minute },
        bucketSeconds: 60,
        readings: {
          p95: { stable: past, canary: { ...tail(canary, above, 300), limitShare } as Reading },
        },
      },
    },
  ).judgement;
};

describe('a quantile with two limits, of which both must be broken', () => {
  const metric = aQuantile({ limits: { increasePercent: 10, milliseconds: 500 } });

  it.each([
    [100, 130, 'pass'],
    [100, 480, 'pass'],
    [100, 700, 'regress'],
    [480, 505, 'pass'],
    [480, 700, 'regress'],
    [600, 640, 'pass'],
    [600, 900, 'regress'],
  ] as const)('is judged alike by both judges: %d ms, then %d', (stable, canary, verdict) => {
    const byLimits = judgeOne(metric, quantile(canary, 3_600), quantile(stable, 32_400));

    expect(byLimits.verdict).toBe(verdict);
    expect(judged(metric, [stable, canary]).verdict).toBe(verdict);
  });

  it.each([
    [130, 'pass'],
    [700, 'regress'],
  ] as const)('is held against the farther one without stable: %d ms', (canary, verdict) => {
    expect(judged(metric, [100, canary], 'canary-only').verdict).toBe(verdict);
  });
});

describe('a tail whose limit is no number', () => {
  it.each([100, 130, 700])('never passes, and says why: %d ms', (canary) => {
    const judgement = judged(aQuantile(), [100, canary], 'both', Number.NaN);

    expect(judgement).toMatchObject({ verdict: 'inconclusive', safe: false });
    expect(judgement.because).toContain('which cannot be compared, as one of these is no number');
  });
});

describe('a quantile that is no number', () => {
  it('never passes by its limits either', () => {
    const { verdict, because } = judgeOne(
      aQuantile(),
      quantile(Number.NaN, 3_600),
      quantile(100, 32_400),
    );

    expect(verdict).toBe('inconclusive');
    expect(because).toContain('which cannot be compared, as one of these is no number');
  });
});
