import { describe, expect, it } from 'vitest';
import { freshJudgeState, type JudgeState } from '../../../functions/rollout/domain/verdict.ts';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import { aShare, blind, judgeOne, minute, noon, shares } from './tick.ts';

const state = (changes: Partial<JudgeState>): JudgeState => ({ ...freshJudgeState, ...changes });
const stable = shares([0, 1_000]);
const bad = shares([500, 1_000]);
const good = shares([0, 1_000]);

describe('what a tick remembers', () => {
  it('is how often in a row a metric was broken, and by which bucket', () => {
    const once = judgeOne(aShare({ consecutive: 3 }), bad, stable);

    expect(once).toMatchObject({ verdict: 'inconclusive', consecutive: 1 });
    expect(once.state).toEqual(
      state({
        consecutive: { metric: 1 },
        newestBucket: { metric: noon },
        judgedUntil: noon + minute,
      }),
    );
  });

  it.each([
    ['a newer bucket', noon - minute, 2],
    ['the same bucket', noon, 1],
  ])('counts %s for one more evaluation or for none', (_what, newest, consecutive) => {
    const before = state({ consecutive: { metric: 1 }, newestBucket: { metric: newest } });

    const again = judgeOne(aShare({ consecutive: 3 }), bad, stable, { state: before });

    expect(again.consecutive).toBe(consecutive);
  });

  it('counts the same bucket for one when it was not broken before', () => {
    const before = state({ newestBucket: { metric: noon } });

    expect(judgeOne(aShare(), bad, stable, { state: before }).consecutive).toBe(1);
  });

  it('is forgotten by one good look', () => {
    const before = state({ consecutive: { metric: 2 }, newestBucket: { metric: noon - minute } });

    const judged = judgeOne(aShare(), good, stable, { state: before });

    expect(judged).toMatchObject({ verdict: 'pass', consecutive: 0 });
    expect(judged.state.consecutive).toEqual({ metric: 0 });
  });

  it('stays as it was while a metric cannot be seen', () => {
    const before = state({ consecutive: { metric: 2, other: 1 }, newestBucket: { metric: noon } });

    const judged = judgeOne(aShare(), blind('dark'), stable, { state: before });

    expect(judged.consecutive).toBe(2);
    expect(judged.state).toEqual({ ...before, judgedUntil: noon + minute });
  });

  it('is the newest end of what was judged', () => {
    const before = state({ judgedUntil: noon + 9 * minute });

    expect(judgeOne(aShare(), good, stable, { state: before }).state.judgedUntil).toBe(
      noon + 9 * minute,
    );
  });

  it.each<[string, Reading, readonly string[], readonly string[]]>([
    ['missed now', shares([500, 1_000]), [], ['metric']],
    ['missed now as before', shares([500, 1_000]), ['metric'], ['metric']],
    ['kept again', shares([0, 1_000]), ['metric', 'other'], ['other']],
    ['not seen', blind('dark'), ['other', 'metric'], ['metric', 'other']],
  ])('is whether stable kept the bound: %s', (_what, ofStable, before, after) => {
    const judged = judgeOne(aShare({ limits: { percent: 1 } }), good, ofStable, {
      state: state({ missedByStable: before }),
    });

    expect(judged.state.missedByStable).toEqual(after);
  });

  it('is nothing of a bound where there is none, or where stable is not asked', () => {
    const before = state({ missedByStable: ['other'] });

    const without = judgeOne(aShare(), good, stable, { state: before });
    const alone = judgeOne(aShare({ limits: { percent: 1 } }), good, stable, {
      state: before,
      comparable: 'canary-only',
    });

    expect(without.state.missedByStable).toEqual(['other']);
    expect(alone.state.missedByStable).toEqual(['other']);
  });
});
