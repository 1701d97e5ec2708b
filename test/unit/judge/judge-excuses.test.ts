import { describe, expect, it } from 'vitest';
import { assess, type Limits } from '../../../functions/rollout/domain/judge-limits.ts';

const someLimits = (changes: Partial<Limits> = {}): Limits => ({
  worse: 'higher',
  difference: undefined,
  bound: undefined,
  floor: 0,
  chance: 0,
  ...changes,
});

describe('a difference that is reached', () => {
  it.each([
    ['higher', 3, 3.4, true],
    ['higher', 3, 3.5, false],
    ['lower', 3, 2.6, true],
    ['lower', 3, 2.5, false],
  ] as const)(
    'is below the floor or not, when %s is worse: %d to %d',
    (worse, stable, canary, isBelow) => {
      const assessed = assess(
        { canary, stable },
        someLimits({ worse, difference: 0.1, floor: 0.5 }),
      );

      expect(assessed).toMatchObject({
        belowFloor: isBelow,
        broken: !isBelow,
        limit: worse === 'higher' ? 3.5 : 2.5,
      });
    },
  );

  it.each([
    [1.3, true],
    [1.5, false],
  ])('to %d may be chance: %j', (canary, mayBeChance) => {
    const assessed = assess({ canary, stable: 1 }, someLimits({ difference: 0.2, chance: 0.5 }));

    expect(assessed).toMatchObject({ mayBeChance, broken: !mayBeChance, belowFloor: false });
  });

  it('is below the floor rather than chance when it is both', () => {
    const limits = someLimits({ difference: 0.1, floor: 0.5, chance: 0.5 });

    const assessed = assess({ canary: 1.2, stable: 1 }, limits);

    expect(assessed).toMatchObject({ belowFloor: true, mayBeChance: false, broken: false });
  });
});

describe('a difference that is not reached', () => {
  it('is neither below the floor nor chance', () => {
    const limits = someLimits({ difference: 0.5, floor: 1, chance: 1 });

    const assessed = assess({ canary: 1.2, stable: 1 }, limits);

    expect(assessed).toMatchObject({ belowFloor: false, mayBeChance: false, broken: false });
  });
});

describe('a bound without stable', () => {
  it.each([
    ['higher', 2.3, true],
    ['higher', 2.5, false],
    ['lower', 1.7, true],
    ['lower', 1.5, false],
  ] as const)(
    'may be broken by chance, when %s is worse, to %d: %j',
    (worse, canary, mayBeChance) => {
      const limits = someLimits({ worse, bound: 2, chance: 0.5, floor: 9 });

      const assessed = assess({ canary, stable: undefined }, limits);

      expect(assessed).toMatchObject({
        mayBeChance,
        broken: !mayBeChance,
        belowFloor: false,
        limit: 2,
      });
    },
  );

  it('that does not exist says nothing', () => {
    expect(assess({ canary: 9, stable: undefined }, someLimits({ chance: 1 }))).toMatchObject({
      counted: [],
      broken: false,
      mayBeChance: false,
    });
  });
});
