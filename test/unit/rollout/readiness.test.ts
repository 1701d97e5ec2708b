import { describe, expect, it } from 'vitest';
import { whyNotReady } from '../../../functions/rollout/domain/readiness.ts';
import type { SideCondition } from '../../../functions/traffic/domain/traffic.ts';

const green: SideCondition = {
  side: 'green',
  revision: 'checkout:42',
  complete: true,
  settled: true,
  healthy: 5,
  running: 5,
  desired: 5,
  because: 'as seen',
};

/** Half of what ten tasks carry needs five. */
const whyNot = (changes: Partial<SideCondition>) => whyNotReady({ ...green, ...changes }, 50, 10);

describe('a canary side that runs its revision', () => {
  it.each([
    ['has just what it needs', {}],
    ['starts more tasks', { settled: false, desired: 14, running: 6 }],
    ['stops tasks that it does not need', { settled: false, healthy: 9, running: 9 }],
  ])('takes the traffic when it %s', (_what, changes) => {
    expect(whyNot(changes)).toBeUndefined();
  });

  it.each([
    [
      'has too few healthy targets',
      { healthy: 4, desired: 14 },
      'the canary side is too small for 50 %: 4 healthy of 5 needed (as seen)',
    ],
    [
      'keeps too few of its tasks',
      { healthy: 9, desired: 4 },
      'the canary side is getting too small for 50 %: 4 desired of 5 needed (as seen)',
    ],
    [
      'is not deployed yet',
      { complete: false },
      'the canary side is not completely deployed: as seen',
    ],
  ])('takes none when it %s', (_what, changes, because) => {
    expect(whyNot(changes)).toBe(because);
  });
});
