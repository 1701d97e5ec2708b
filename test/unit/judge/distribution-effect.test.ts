import { describe, expect, it } from 'vitest';
import { aDistribution, around, judgeValues, times } from './a-distribution.ts';

const ratio = (floors: object) => ({ effectSize: { measure: 'mean-ratio', ...floors } });
const cles = (floors: object) => ({ effectSize: { measure: 'cles', ...floors } });

describe('the ratio of the means', () => {
  it.each([
    ['increase', { increase: 1.5 }, 14, 'pass'],
    ['increase', { increase: 1.5 }, 15, 'regress'],
    ['decrease', { decrease: 0.5 }, 6, 'pass'],
    ['decrease', { decrease: 0.5 }, 5, 'regress'],
    ['either', { increase: 1.5, decrease: 0.5 }, 14, 'pass'],
    ['either', { increase: 1.5, decrease: 0.5 }, 6, 'pass'],
    ['either', { increase: 1.5 }, 6, 'regress'],
    ['either', { decrease: 0.5 }, 14, 'regress'],
  ])(
    'for %s with %j and a canary of %d against 10 makes %s',
    (direction, floors, canary, verdict) => {
      const metric = aDistribution({ direction, ...ratio(floors) });

      expect(judgeValues(metric, times(6, canary), times(6, 10)).verdict).toBe(verdict);
    },
  );

  it('that is too small is said with what is asked for', () => {
    const { because } = judgeValues(
      aDistribution(ratio({ increase: 1.5 })),
      times(6, 14),
      times(6, 10),
    );

    expect(because).toContain('but too small: the ratio of the means is 1.4, and 1.5 is asked for');
  });

  it.each([
    ['errors of the canary alone', {}, times(6, 3), times(6, 0), 'regress'],
    ['fewer of them than the floor', { floor: 5 }, times(6, 3), times(6, 0), 'pass'],
    ['now and then', {}, [0, 0, 0, 9, 9, 0, 9, 0], times(8, 0), 'inconclusive'],
    ['a level below 0', {}, times(6, -1), times(6, -10), 'regress'],
    ['a mean of 0 among values that are not', {}, times(6, 9), [-2, -1, 0, 0, 1, 2], 'regress'],
    ['a mean that is no higher', {}, [1, 1, 1, 1, 1, -5], times(6, 0), 'pass'],
  ])(
    'says nothing of a stable at 0 or below, where the difference counts: %s',
    (_what, changes, canary, stable, verdict) => {
      const metric = aDistribution({ ...changes, ...ratio({ increase: 2 }) });

      expect(judgeValues(metric, canary, stable).verdict).toBe(verdict);
    },
  );

  it('says of a difference that is too small which floor it misses', () => {
    const metric = aDistribution({ ...ratio({ increase: 2 }), tolerancePercent: 0 });

    const { because } = judgeValues(metric, [1, 1, 1, 1, 1, -5], times(6, 0));

    expect(because).toContain(
      'the means differ by +0, and more than 0 in the worse direction is asked for',
    );
  });
});

describe('the common language effect size', () => {
  it.each([
    ['increase', { increase: 0.9 }, times(6, 20), 'regress'],
    ['increase', { increase: 1 }, times(6, 20), 'regress'],
    ['decrease', { decrease: 0.1 }, times(6, 5), 'regress'],
    ['increase', { increase: 1 }, [...times(19, 20), 1], 'pass'],
    ['increase', { increase: 0.95 }, [...times(19, 20), 1], 'regress'],
  ])('for %s with %j', (direction, floors, canary, verdict) => {
    const metric = aDistribution({ direction, ...cles(floors) });

    expect(judgeValues(metric, canary, times(canary.length, 10)).verdict).toBe(verdict);
  });

  it('that is too small is said with what is asked for', () => {
    const metric = aDistribution(cles({ increase: 1 }));

    const { because } = judgeValues(metric, [...times(19, 20), 1], times(20, 10));

    expect(because).toContain('the canary is higher in 95 % of all pairs, and 100 % is asked for');
  });
});

describe('a canary that gets worse', () => {
  const badness = ['pass', 'inconclusive', 'regress'];

  it.each([
    ['no effect asked for', {}],
    ['a ratio', ratio({ increase: 1.3 })],
    ['CLES', cles({ increase: 0.8 })],
  ])('never gets a better verdict: %s', (_what, changes) => {
    const levels = Array.from({ length: 60 }, (_, at) => 8 + at / 6);

    const verdicts = levels.map((level) =>
      badness.indexOf(
        judgeValues(aDistribution(changes), around(level, 12, 10), around(10, 12, 12)).verdict,
      ),
    );

    expect(verdicts).toEqual(verdicts.toSorted());
    expect(verdicts.at(0)).toBe(0);
    expect(verdicts.at(-1)).toBe(2);
  });
});
