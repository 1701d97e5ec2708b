import { describe, expect, it } from 'vitest';
import { seeded } from '../../../sandbox/random.ts';
import { aDistribution, around, judgeValues, times } from './a-distribution.ts';
import { judgeOne } from './tick.ts';

/** Each is what Kayenta's judge gets wrong, as measured on its rules; none of them happens here. */
describe('a fault of the judge that this one stands in for', () => {
  it('is not repeated: a false alarm on 24 of 100 pairs of two equal points', () => {
    const random = seeded(1);
    const two = () => [random.next(), random.next()];

    const verdicts = Array.from({ length: 200 }, () =>
      judgeValues(aDistribution({ direction: 'either' }), two(), two()),
    ).map(({ verdict }) => verdict);

    expect(new Set(verdicts)).toEqual(new Set(['inconclusive']));
  });

  it.each([1, 1e-4, 1e-5, 1e-6, 1e-9])(
    'is not repeated: +50 %% is missed where values are around %d',
    (level) => {
      const [canary, stable] = [around(1.5 * level, 60, 20), around(level, 60, 20)];

      expect(judgeValues(aDistribution(), canary, stable).verdict).toBe('regress');
      expect(judgeValues(aDistribution(), stable, stable).verdict).toBe('pass');
    },
  );

  it('is not repeated: a steady +0.5 % is a regression, its tolerance being its own size', () => {
    const stable = around(100, 60, 0.1);
    const canary = stable.map((value) => value * 1.005);

    expect(judgeValues(aDistribution(), canary, stable).verdict).toBe('pass');
    expect(judgeValues(aDistribution({ tolerancePercent: 0 }), canary, stable).verdict).toBe(
      'regress',
    );
  });

  it('is not repeated: a ratio to 0 switches the floor of the effect off', () => {
    const asked = { effectSize: { measure: 'mean-ratio', increase: 2 }, tolerancePercent: 0 };
    const verdictWith = (floor: number) =>
      judgeValues(aDistribution({ ...asked, floor }), times(20, 0.01), times(20, 0)).verdict;

    expect(verdictWith(0)).toBe('regress');
    expect(verdictWith(0.1)).toBe('pass');
  });

  it('is not repeated: errors of the canary alone pass because stable has none', () => {
    expect(judgeValues(aDistribution(), times(20, 3), times(20, 0)).verdict).toBe('regress');
  });

  it('is not repeated: the eighth of ten points turns a pass into a failure', () => {
    const stable = around(1, 10);
    const withBad = (bad: number) =>
      judgeValues(
        aDistribution(),
        around(1.01, 10).map((value, at) => (at < bad ? value * 100 : value)),
        stable,
      ).verdict;

    const verdicts = Array.from({ length: 11 }, (_, bad) => withBad(bad));

    expect(verdicts).toEqual([
      ...['pass', 'pass'],
      ...Array.from({ length: 7 }, () => 'inconclusive'),
      ...['regress', 'regress'],
    ]);
  });

  it('is not repeated: constant values get noise, and with it a verdict by chance', () => {
    const verdicts = Array.from({ length: 50 }, () =>
      judgeValues(aDistribution(), times(5, 3), times(5, 0)),
    );

    expect(new Set(verdicts.map(({ because }) => because)).size).toBe(1);
    expect(verdicts[0]?.verdict).toBe('regress');
  });

  it('is not repeated: no data at all passes when it is replaced by 0', () => {
    const empty = { kind: 'blind', because: 'it has no datapoint', empty: true } as const;

    const { verdict } = judgeOne(aDistribution({ noData: 'zero' }), empty, empty, { minutes: 8 });

    expect(verdict).toBe('blind');
  });

  it('is not repeated: each look is judged afresh, and one of them is enough', () => {
    const metric = aDistribution({ consecutive: 3 });

    const first = judgeValues(metric, times(6, 13), times(6, 10));

    expect(first.verdict).toBe('inconclusive');
  });
});
