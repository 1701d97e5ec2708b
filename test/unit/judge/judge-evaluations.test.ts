import { describe, expect, it } from 'vitest';
import {
  freshJudgeState,
  type JudgeState,
  stateForNextStep,
} from '../../../functions/rollout/domain/verdict.ts';
import { aShare, blind, judgeTick, share, shares } from './tick.ts';

const _bad = { canary: shares([310, 10_000]), stable: shares([48, 10_000]) };
const _good = { canary: shares([50, 10_000]), stable: shares([48, 10_000]) };
const unseen = { canary: blind('dark'), stable: blind('dark') };
const _scarce = { canary: shares([0, 10]), stable: shares([0, 10_000]) };

describe('evaluations in a row', () => {
  const metric = aShare({ consecutive: 3 });
  const badUntil = (minutes: number) => ({
    canary: share(310, 10_000, minutes),
    stable: share(48, 10_000, minutes),
  });
  const tick = (minutes: number, state: JudgeState) =>
    judgeTick({
      metrics: { errors: metric },
      readings: { errors: badUntil(minutes) },
      minutes,
      state,
    });

  it('regress only at the third new bucket, and say how many there were', () => {
    const first = tick(1, freshJudgeState);
    const second = tick(2, first.state);
    const third = tick(3, second.state);

    expect(first.judgement.verdict).toBe('inconclusive');
    expect(first.judgement.because).toContain('1 of 3 evaluations');
    expect(second.judgement.because).toContain('2 of 3 evaluations');
    expect(third.judgement.verdict).toBe('regress');
    expect(third.judgement.because).toContain('3 of 3 evaluations');
  });

  it('count the same newest bucket once', () => {
    const first = tick(1, freshJudgeState);
    const again = tick(1, first.state);

    expect(again.state).toEqual(first.state);
    expect(again.judgement).toEqual(first.judgement);
  });

  it('do not count when time passes and no new bucket has data', () => {
    const first = tick(1, freshJudgeState);
    const later = judgeTick({
      metrics: { errors: metric },
      readings: { errors: badUntil(1) },
      minutes: 2,
      state: first.state,
    });

    expect(later.state.consecutive.errors).toBe(1);
  });

  it('begin again after a good one', () => {
    const second = tick(2, tick(1, freshJudgeState).state);
    const healed = judgeTick({
      metrics: { errors: metric },
      readings: { errors: { canary: share(0, 99_999, 3), stable: share(48, 10_000, 3) } },
      minutes: 3,
      state: second.state,
    });

    expect(healed.state.consecutive.errors).toBe(0);
  });

  it('are kept over a tick that could not see', () => {
    const second = tick(2, tick(1, freshJudgeState).state);
    const dark = judgeTick({
      metrics: { errors: metric },
      readings: { errors: unseen },
      minutes: 3,
      state: second.state,
    });

    expect(dark.judgement.verdict).toBe('blind');
    expect(tick(4, dark.state).judgement.verdict).toBe('regress');
  });

  it('do not survive a change of weights', () => {
    const { state } = tick(2, tick(1, freshJudgeState).state);

    expect(stateForNextStep({ ...state, missedByStable: ['x'] })).toEqual({
      ...freshJudgeState,
      missedByStable: ['x'],
    });
  });
});
