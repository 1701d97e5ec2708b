import { describe, expect, it } from 'vitest';
import { freshJudgeState, type JudgeState } from '../../../functions/rollout/domain/verdict.ts';
import {
  aGauge,
  aQuantile,
  aShare,
  gauge,
  judgeOne,
  minute,
  noon,
  quantile,
  share,
  shares,
} from './tick.ts';

const _state = (changes: Partial<JudgeState>): JudgeState => ({ ...freshJudgeState, ...changes });
const _stable = shares([0, 1_000]);
const _bad = shares([500, 1_000]);
const _good = shares([0, 1_000]);

describe('the worst of the whole step and its newest part', () => {
  it('decides: a share that turned bad lately', () => {
    const canary = shares([0, 1_000], [0, 1_000], [100, 1_000]);

    const judged = judgeOne(aShare({ limits: { points: 5 } }), canary, share(0, 1_000, 3), {
      minutes: 3,
    });

    expect(judged).toMatchObject({ verdict: 'regress', canary: 10, exposure: { canary: 1_000 } });
    expect(judged.because).toContain('in the last minute');
  });

  it('decides: a gauge that turned bad lately', () => {
    const judged = judgeOne(
      aGauge({ minimumBuckets: 2 }),
      gauge(1, 1, 1, 9, 9),
      gauge(1, 1, 1, 1, 1),
      {
        minutes: 5,
      },
    );

    expect(judged).toMatchObject({
      verdict: 'regress',
      canary: 9,
      exposure: { canary: 2, stable: 2 },
    });
    expect(judged.because).toContain('in the last 2 minutes');
  });

  it('is the whole step where a gauge has no more buckets than it needs', () => {
    const judged = judgeOne(aGauge({ minimumBuckets: 2 }), gauge(1, 3), gauge(1, 1), {
      minutes: 2,
    });

    expect(judged).toMatchObject({ canary: 2, exposure: { canary: 2 } });
    expect(judged.because).not.toContain('in the last');
  });

  it('is the part that uses more of the limit where neither breaks it', () => {
    const judged = judgeOne(
      aGauge({ minimumBuckets: 1 }),
      gauge(100, 100, 110),
      gauge(100, 100, 100),
      {
        minutes: 3,
      },
    );

    expect(judged).toMatchObject({ verdict: 'pass', canary: 110 });
  });

  it('is the whole step where both use the same', () => {
    const judged = judgeOne(aGauge({ minimumBuckets: 1 }), gauge(105, 105), gauge(100, 100), {
      minutes: 2,
    });

    expect(judged).toMatchObject({ verdict: 'pass', exposure: { canary: 2 } });
  });

  it('is not a part that may be chance', () => {
    const canary = shares([0, 200], [2, 200]);
    const limits = { points: 0.9 };

    const judged = judgeOne(aShare({ limits }), canary, share(0, 200, 2), { minutes: 2 });

    expect(judged).toMatchObject({ verdict: 'pass', exposure: { canary: 400 } });
  });

  it('is a window of a quantile only where both sides have the same', () => {
    const trailing = (from: number, milliseconds: number) =>
      quantile(100, 3_000, {
        minutes: 3,
        trailing: {
          window: { start: noon + from * minute, end: noon + 3 * minute },
          milliseconds,
          samples: 800,
        },
      });

    const same = judgeOne(aQuantile(), trailing(2, 200), trailing(2, 100), { minutes: 3 });
    const other = judgeOne(aQuantile(), trailing(2, 200), trailing(1, 100), { minutes: 3 });
    const alone = judgeOne(
      aQuantile({ limits: { milliseconds: 150 } }),
      trailing(2, 200),
      trailing(1, 1),
      {
        minutes: 3,
        comparable: 'canary-only',
      },
    );

    expect([same.verdict, other.verdict, alone.verdict]).toEqual(['regress', 'pass', 'regress']);
  });

  it('is that of the canary where stable has no such window', () => {
    const whole = quantile(100, 3_000, { minutes: 3 });
    const trailing = {
      window: { start: noon + 2 * minute, end: noon + 3 * minute },
      milliseconds: 900,
      samples: 800,
    };
    const canary = quantile(100, 3_000, { minutes: 3, trailing });

    expect(judgeOne(aQuantile(), canary, whole, { minutes: 3 }).verdict).toBe('pass');
  });
});
