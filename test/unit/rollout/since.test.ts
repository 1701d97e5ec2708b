import { describe, expect, it } from 'vitest';
import { liveSince } from '../../../functions/rollout/domain/detail.ts';
import { followed } from '../../../functions/rollout/domain/follow.ts';
import { hasShifted, noForwardCallAfter } from '../../../functions/rollout/domain/operator.ts';
import { tickSeconds } from '../../../functions/rollout/domain/tick.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail, anIntent, aSplit, hours, minutes, noon } from '../../support/a-run.ts';

describe('a share that is live', () => {
  it.each([
    ['on the minute, without warm-up', noon, 0, noon],
    ['on the minute', noon, 2, noon + minutes(2)],
    ['in the middle of a minute', noon + 1, 0, noon + minutes(1)],
    ['in the middle of a minute, with warm-up', noon + 59_999, 3, noon + minutes(4)],
  ])(
    'is judged from the first whole minute after its warm-up: %s',
    (_when, since, warmUp, from) => {
      expect(liveSince(10, since, warmUp, 60)).toEqual({ share: 10, since, judgedFrom: from });
    },
  );

  it('in a dry run warms up as the first step does, and what was judged before is forgotten', () => {
    const plan = aPlan({
      dryRun: true,
      steps: [{ weight: 10, warmUpBuckets: 5 }, { weight: 100 }],
    });
    const judge = {
      consecutive: { 'error-rate': 2 },
      judgedUntil: noon,
      newestBucket: { 'error-rate': noon },
      missedByStable: ['success-rate'],
      evidence: {},
    };
    const last = { verdict: 'regress', because: 'worse', at: noon } as const;
    const detail = aDetail({ kind: 'watching', sawSplit: true }, { plan, judge, last });

    const after = followed({ detail, intents: [] }, aSplit(35), noon);

    expect(after).toMatchObject({
      live: { share: 35, since: noon, judgedFrom: noon + minutes(5) },
      judge: {
        consecutive: {},
        judgedUntil: 0,
        newestBucket: {},
        missedByStable: ['success-rate'],
      },
      last: undefined,
    });
  });

  it('that has not changed is left alone', () => {
    const detail = aDetail({ kind: 'watching', sawSplit: true });

    expect(followed({ detail, intents: [] }, aSplit(10), noon)).toBe(detail);
  });

  it('before the sides are known is nobody’s', () => {
    const detail = aDetail({ kind: 'watching', sawSplit: true }, { sides: undefined });

    expect(followed({ detail, intents: [] }, aSplit(35), noon)).toBe(detail);
  });

  it('is the first one of a run that has verified nothing yet', () => {
    const detail = aDetail({ kind: 'shifting', step: 0 }, { live: undefined });
    const intents = [anIntent(10, { at: noon })];

    expect(followed({ detail, intents }, aSplit(10), noon).live).toMatchObject({ share: 10 });
    expect(followed({ detail, intents: [] }, aSplit(10), noon)).toBe(detail);
  });
});

describe('a forward shift', () => {
  it('may take effect for a minute after the last one was declared', () => {
    const intents = [
      anIntent(10, { at: noon - minutes(9) }),
      anIntent(50, { at: noon }),
      anIntent(0, { at: noon + minutes(9), direction: 'return' }),
    ];

    expect(noForwardCallAfter(intents)).toBe(noon + minutes(1));
  });

  it('that was never declared cannot', () => {
    expect(noForwardCallAfter([anIntent(0, { direction: 'return' })])).toBe(0);
  });

  it.each([
    ['as it is', {}, true],
    ['that has shifted nothing', { firstShiftAt: undefined }, false],
    ['that does not know its sides', { sides: undefined }, false],
    ['that only watches', { plan: aPlan({ dryRun: true }) }, false],
  ])('has been made by a run %s: %s', (_what, changes, isShifted) => {
    expect(hasShifted(aDetail(aBake(), changes))).toBe(isShifted);
  });
});

describe('a tick', () => {
  it.each([
    [0, 60],
    [1, 59],
    [59, 1],
    [59.5, 1],
  ])('%d seconds after a bucket was complete comes when the next one is', (seconds, wait) => {
    const tick = tickSeconds({
      now: noon + seconds * 1_000,
      bucketSeconds: 60,
      delaySeconds: 120,
      endsAt: noon + hours(1),
      events: 0,
    });

    expect(tick).toBe(wait);
  });

  it('counts from the delay and not from the minute', () => {
    const tick = tickSeconds({
      now: noon,
      bucketSeconds: 60,
      delaySeconds: 125,
      endsAt: noon + hours(1),
      events: 0,
    });

    expect(tick).toBe(5);
  });
});
