import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../functions/rollout/domain/detail.ts';
import { followed } from '../../../functions/rollout/domain/follow.ts';
import {
  aBake,
  aDetail,
  aHold,
  aHoldBeforeShift,
  anIntent,
  aSplit,
  minutes,
  noon,
} from '../../support/a-run.ts';

const live = { share: 10, since: noon - minutes(10), judgedFrom: noon - minutes(8) };
const shifting: Phase = { kind: 'shifting', step: 1 };
const declared = [anIntent(10), anIntent(50, { number: 2, at: noon - minutes(1) })];

/** The share that is judged at noon, after a run at 10 % has seen another one. */
const judgedShare = (phase: Phase, seen: number, intents = declared) =>
  followed({ detail: aDetail(phase, { live }), intents }, aSplit(seen), noon).live;

describe('a share that has not been verified', () => {
  it.each<[string, Phase]>([
    ['whose answer was lost', shifting],
    ['that could not be read back', aHoldBeforeShift()],
  ])('of a shift %s is judged from the moment it is seen', (_which, phase) => {
    expect(judgedShare(phase, 50)).toMatchObject({ share: 50, since: noon });
  });

  it.each<[string, Phase, number, typeof declared]>([
    ['of another step', shifting, 100, declared],
    ['of a bake', aBake(), 50, declared],
    ['of a hold in a bake', aHold({ step: 1 }), 50, declared],
    ['that was never declared', aHoldBeforeShift(), 50, [anIntent(10)]],
    [
      'that was declared before the last one was verified',
      shifting,
      50,
      [anIntent(10), anIntent(50, { at: live.since - 1 })],
    ],
    ['that another one followed', shifting, 50, [...declared, anIntent(10, { number: 3 })]],
  ])('%s is not', (_which, phase, seen, intents) => {
    expect(judgedShare(phase, seen, intents)).toEqual(live);
  });

  it('in a dry run is judged whoever has set it', () => {
    expect(judgedShare({ kind: 'watching', sawSplit: true }, 35, [])).toMatchObject({ share: 35 });
  });

  it('is left alone while the weights cannot be read', () => {
    const detail = aDetail(shifting, { live });

    const after = followed({ detail, intents: declared }, { unreadable: 'away' }, noon);

    expect(after).toBe(detail);
  });
});
