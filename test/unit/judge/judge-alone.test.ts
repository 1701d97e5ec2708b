import { describe, expect, it } from 'vitest';
import { freshJudgeState } from '../../../functions/rollout/domain/verdict.ts';
import { aGauge, aQuantile, aShare, blind, judgeOne, quantile, shares } from './tick.ts';

const _bad = { canary: shares([310, 10_000]), stable: shares([48, 10_000]) };
const _good = { canary: shares([50, 10_000]), stable: shares([48, 10_000]) };
const _unseen = { canary: blind('dark'), stable: blind('dark') };
const _scarce = { canary: shares([0, 10]), stable: shares([0, 10_000]) };

describe('at 100 percent, where stable has no traffic', () => {
  const nothing = blind('no requests');
  const judgeAlone = (
    metric: Parameters<typeof judgeOne>[0],
    canary: Parameters<typeof judgeOne>[1],
  ) => judgeOne(metric, canary, nothing, { comparable: 'canary-only' });

  it.each([
    ['keeps its bound', 9_990, 'pass'],
    ['breaks it', 9_900, 'regress'],
    ['breaks it by less than chance explains', 9_949, 'inconclusive'],
  ])('a metric with a bound of its own decides when the canary %s', (_, successes, verdict) => {
    const judged = judgeAlone(
      aShare({ worse: 'lower', limits: { percent: 99.5 } }),
      shares([successes, 10_000]),
    );

    expect(judged.whole.verdict).toBe(verdict);
    expect(judged.because).toContain('stable has no traffic to compare with');
  });

  it.each([
    ['a share', aShare(), shares([5_000, 10_000])],
    ['a quantile', aQuantile(), quantile(900, 10_000)],
    ['a gauge', aGauge(), shares()],
  ])('%s with only a difference decides nothing and says so', (_, metric, canary) => {
    const judged = judgeAlone(metric, canary);

    expect(judged).toMatchObject({ verdict: 'inconclusive', decides: false });
    expect(judged.whole.verdict).toBe('inconclusive');
    expect(judged.whole.because).toContain('cannot be compared while stable has no traffic');
  });

  it('does not hold a bound against the canary that stable itself did not keep', () => {
    const judged = judgeOne(aShare({ limits: { percent: 1 } }), shares([500, 10_000]), nothing, {
      comparable: 'canary-only',
      state: { ...freshJudgeState, missedByStable: ['metric'] },
    });

    expect(judged).toMatchObject({ verdict: 'inconclusive', decides: false });
    expect(judged.because).toContain('stable itself did not keep its limit');
  });

  it('needs the minimum of requests on the canary alone', () => {
    const judged = judgeAlone(aQuantile({ limits: { milliseconds: 500 } }), quantile(100, 199));

    expect(judged.because).toBe('p95 latency: 199 of 200 requests on the canary');
  });
});
