import { describe, expect, it } from 'vitest';
import { isPromotion, stepOf } from '../../../functions/rollout/domain/decision.ts';
import type { Phase, RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { isOwnLateCall } from '../../../functions/rollout/domain/late-call.ts';
import {
  toHold,
  toReturn,
  waitOn,
  withWho,
} from '../../../functions/rollout/domain/make-decision.ts';
import {
  aBake,
  aDetail,
  aHold,
  aHoldBeforeShift,
  anIntent,
  aSplit,
  decideAt,
  minutes,
  noon,
} from '../../support/a-run.ts';

const waiting = { kind: 'approval', step: 1 } as const;

describe('who changed the weights', () => {
  it('is said in every sentence, after its full stop or without one', () => {
    const held = toHold(aDetail(aBake()), noon, 'the weights moved.');

    const said = withWho(held, 'changed by bob');

    const sentence = 'the weights moved. Who did it: changed by bob';
    expect([said.because, said.notices[0]?.sentence]).toEqual([sentence, sentence]);
    expect(said.detail.phase).toMatchObject({ kind: 'held', because: sentence });
    expect(withWho(toHold(aDetail(), noon, 'v1.2 moved'), 'x').because).toBe(
      'v1.2 moved. Who did it: x',
    );
  });

  it('is not said of a run that is not held', () => {
    const { detail } = withWho(toReturn(aDetail(), noon, 'worse'), 'bob');

    expect(detail.phase).toMatchObject({ kind: 'returning', because: 'worse' });
  });
});

describe('a return', () => {
  it('is tried for a quarter of an hour, and fails the execution by its name', () => {
    expect(toReturn(aDetail(), noon, 'worse').detail.phase).toEqual({
      kind: 'returning',
      because: 'worse',
      error: 'RolledBackError',
      until: noon + minutes(15),
    });
  });
});

describe('a hold', () => {
  it.each<[string, Phase, boolean]>([
    ['a shift', { kind: 'shifting', step: 1 }, true],
    ['an approval', waiting, true],
    ['a bake', aBake(), false],
    ['a hold before its shift', aHoldBeforeShift(), true],
    ['a hold after its shift', aHold(), false],
  ])('during %s knows whether the step was shifted', (_what, phase, isBeforeShift) => {
    const held = toHold(aDetail(phase), noon, 'x').detail.phase;

    expect([held.kind, 'bake' in held]).toEqual(['held', !isBeforeShift]);
  });
});

describe('a late call of the run itself', () => {
  const live = { share: 10, since: noon - minutes(6) + 1, judgedFrom: noon };

  it.each<[string, Partial<RolloutDetail>, number, number, boolean]>([
    ['declared just before the last one', { live }, 50, live.since - minutes(1), true],
    ['declared too long before it', { live }, 50, live.since - minutes(1) - 1, false],
    ['of another weight', { live }, 40, live.since, false],
    [
      'seen too late',
      { live: { ...live, since: noon - minutes(6) } },
      50,
      noon - minutes(6),
      false,
    ],
    ['of a run that has verified nothing', { live: undefined }, 50, noon, false],
  ])('is one %s: %s', (_what, detail, share, at, isOwn) => {
    const intents = [anIntent(50, { at })];

    expect(isOwnLateCall(aDetail(aBake(), detail), intents, share, noon)).toBe(isOwn);
  });

  it('that moved the weight of no step holds the run', () => {
    const decided = decideAt(
      aBake(),
      { split: aSplit(50), intents: [anIntent(50, { at: noon })] },
      { live: { share: 33, since: noon, judgedFrom: noon } },
    );

    expect(decided).toMatchObject({ decision: 'hold' });
    expect(decided.because).toMatch(/^a late call of this run set the canary to 50 %/);
  });
});

describe('a step', () => {
  it('of 100 % is the promotion', () => {
    expect([0, 1, 2].map((step) => isPromotion(aDetail(), step))).toEqual([false, false, true]);
  });

  it('that the plan does not have is a mistake of ours', () => {
    expect(() => stepOf(aDetail(), 3)).toThrow(new RangeError('steps.3: the plan has 3 steps'));
  });
});

describe('a run that is not waiting', () => {
  it('cannot wait on', () => {
    const shifting = aDetail({ kind: 'shifting', step: 0 });

    expect(() => waitOn(shifting, 'x')).toThrow('phase.kind: a run that is shifting does not wait');
  });
});
