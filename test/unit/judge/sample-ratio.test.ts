import { describe, expect, it } from 'vitest';
import { judge } from '../../../functions/rollout/domain/judge.ts';
import { freshJudgeState } from '../../../functions/rollout/domain/verdict.ts';
import { aShare, minute, noon, share } from './tick.ts';

const judged = (
  canary: number,
  stable: number,
  more: { weight?: number; errors?: number; judge?: 'sequential' | 'threshold' } = {},
) =>
  judge(
    { judge: more.judge ?? 'sequential', alpha: 0.01, critical: 1, weight: more.weight },
    {
      metrics: { errors: aShare() },
      answer: {
        window: { start: noon, end: noon + 10 * minute },
        bucketSeconds: 60,
        readings: {
          errors: {
            canary: share(more.errors ?? 0, canary, 10),
            stable: share(0, stable, 10),
          },
        },
      },
      state: freshJudgeState,
      comparable: 'both',
    },
  ).judgement;

describe('requests that do not follow the weights', () => {
  it.each(['sequential', 'threshold'] as const)('are blind to the %s judge', (name) => {
    const { verdict, because } = judged(100, 2_900, { weight: 10, judge: name });

    expect(verdict).toBe('blind');
    expect(because).toMatch(
      /^the canary got 3\.3 % of the requests where its weight is 10 % \(evidence .* to 1\), so the sides cannot be compared$/,
    );
  });

  it.each([
    ['that follow them', 100, 900, 10],
    ['that are off by chance', 24, 180, 10],
    ['that are off by a little, with certainty', 10_500, 89_500, 10],
    ['that need not follow any', 100, 2_900, undefined],
  ])('and requests %s are judged', (_name, canary, stable, weight) => {
    expect(judged(canary, stable, { weight }).verdict).toBe('pass');
  });

  it('do not hide a regression', () => {
    expect(judged(100, 2_900, { weight: 10, errors: 50 }).verdict).toBe('regress');
  });
});
