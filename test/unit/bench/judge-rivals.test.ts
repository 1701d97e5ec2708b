import { describe, expect, it } from 'vitest';
import { labelOf, scoreOf } from '../../../bench/judge-kayenta.ts';
import { drawAbove, oddsOf, usual } from '../../../bench/judge-latency.ts';
import {
  argo,
  codeDeploy,
  fixedThreshold,
  flagger,
  type Rule,
} from '../../../bench/judge-rivals.ts';
import { settings } from '../../../bench/judge-setting.ts';
import { type SideBucket, worldOf } from '../../../bench/judge-world.ts';
import { type Random, seeded } from '../../../sandbox/random.ts';
import { binomial, normal } from '../../../sandbox/world/draws.ts';

const [setting] = settings();
if (setting === undefined) throw new Error('there are settings');
const world = worldOf(setting, 1);
const odds = oddsOf(usual);

const side = (errors: number, total: number, slow = 0): SideBucket => ({
  total,
  errors,
  above: odds.map(() => slow),
  slow: [0, 0],
});

/** At which point, from 1, the rule rolls back; 0 when it does not. */
const decision = (rule: Rule, canary: readonly SideBucket[]): number => {
  const judge = rule.begin(world, 60);
  return canary.findIndex((each) => judge({ canary: each, stable: side(10, 1_000) })) + 1;
};

const times = (count: number, each: SideBucket): SideBucket[] =>
  Array.from({ length: count }, () => each);

const good = side(0, 100);
const bad = side(10, 100);
const silent = side(0, 0);

describe('a threshold of 2 % errors a minute, where 1 % is usual', () => {
  // Published shares of rollouts with a breach within 30 minutes: 99.8, 93, 91 and 4.5 %.
  it.each([
    [20, 0.998, 0.01],
    [50, 0.93, 0.03],
    [100, 0.91, 0.03],
    [1_000, 0.045, 0.02],
  ])('is broken at %i requests a minute in %d of the rollouts', (perMinute, known, within) => {
    const random = seeded(1);
    const rollouts = 2_000;
    const broken = Array.from({ length: rollouts }, () =>
      decision(
        fixedThreshold(1),
        Array.from({ length: 30 }, () => side(binomial(random, perMinute, 0.01), perMinute)),
      ),
    ).filter((minute) => minute > 0).length;

    expect(Math.abs(broken / rollouts - known)).toBeLessThan(within);
  });
});

describe('Kayenta', () => {
  const points = (random: Random, count: number, shift = 0): number[] =>
    Array.from({ length: count }, () => 100 + shift + 10 * normal(random));

  // Published shares of equal normal pairs that do not pass: 24, 4.9, 1.3 and at most 0.5 %.
  it.each([
    [2, 0.24, 0.02],
    [3, 0.049, 0.01],
    [4, 0.013, 0.006],
    [5, 0.0025, 0.0025],
    [30, 0.0025, 0.0025],
  ])('does not pass two equal sides with %i points in %d of the pairs', (count, known, within) => {
    const random = seeded(1);
    const pairs = count > 5 ? 1_000 : 4_000;
    const failed = Array.from({ length: pairs }, () =>
      labelOf(points(random, count), points(random, count), 'either'),
    ).filter((label) => label !== 'pass').length;

    expect(Math.abs(failed / pairs - known)).toBeLessThanOrEqual(within);
  });

  it('labels a clear shift by its direction, if the direction is looked at', () => {
    const random = seeded(1);
    const [low, high] = [points(random, 30), points(random, 30, 30)];

    expect(labelOf(high, low, 'increase')).toBe('high');
    expect(labelOf(low, high, 'increase')).toBe('pass');
    expect(labelOf(low, high, 'either')).toBe('low');
  });

  it('passes equal and constant sides, and has no data where a side has none', () => {
    expect(labelOf([1, 2, 3], [3, 2, 1], 'either')).toBe('pass');
    expect(labelOf([0, 0, 0], [0, 0, 0], 'either')).toBe('pass');
    expect(labelOf([2, 2, 2], [1, 1, 1], 'increase')).toBe('high');
    expect(labelOf([Number.NaN], [1, 2], 'either')).toBe('nodata');
  });

  it('leaves metrics without data out of its score until they are half of all', () => {
    expect(scoreOf(['pass', 'pass', 'high'])).toBe(66.67);
    expect(scoreOf(['pass', 'pass', 'nodata'])).toBe(100);
    expect(scoreOf(['pass', 'nodata'])).toBe(0);
  });
});

describe('Flagger', () => {
  it('rolls back at the tick after its fifth failed check, and forgets none', () => {
    const mixed = [bad, good, bad, good, bad, good, bad, good, bad, good];

    expect(decision(flagger(99), times(10, bad))).toBe(6);
    expect(decision(flagger(99), mixed)).toBe(10);
    expect(decision(flagger(99), times(60, good))).toBe(0);
  });

  it('takes a minute without requests for a failed check', () => {
    expect(decision(flagger(99), times(10, silent))).toBe(6);
  });

  it('fails a p99 above 500 ms', () => {
    expect(decision(flagger(99), times(10, side(0, 100, 5)))).toBe(6);
  });
});

describe('Argo Rollouts', () => {
  it('tolerates as many failures as its limit, and no value is a failure', () => {
    expect(decision(argo(0), [good, bad])).toBe(2);
    expect(decision(argo(3), times(10, bad))).toBe(4);
    expect(decision(argo(3), times(10, silent))).toBe(4);
    expect(decision(argo(0), [side(5, 100)])).toBe(0);
  });
});

describe('CodeDeploy', () => {
  it('stops at the second breach in three minutes', () => {
    expect(decision(codeDeploy, [bad, good, good, bad, good, bad])).toBe(6);
    expect(decision(codeDeploy, [bad, good, good, bad, good, good, bad])).toBe(0);
    expect(decision(codeDeploy, [side(0, 100, 5), side(0, 100, 5)])).toBe(2);
  });

  it('does not take missing data for an alarm, and looks past it', () => {
    expect(decision(codeDeploy, times(30, silent))).toBe(0);
    expect(decision(codeDeploy, [bad, silent, silent, bad])).toBe(4);
  });
});

describe('the simulated latency', () => {
  it('has the shares beyond each edge that its distribution has', () => {
    const above = drawAbove(seeded(1), 1_000_000, odds);

    expect(usual(400)).toBeCloseTo(0.01, 6);
    expect((above.at(-1) ?? 0) / 1_000_000).toBeLessThan(1e-5);
    expect(above.toSorted((one, other) => other - one)).toEqual(above);
  });
});
