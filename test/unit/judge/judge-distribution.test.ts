import { describe, expect, it } from 'vitest';
import { aDistribution, around, judgeValues, times } from './a-distribution.ts';

describe('a distribution', () => {
  it('says levels, shift, interval, tolerance and buckets in one sentence', () => {
    const said = judgeValues(aDistribution(), times(6, 13), times(6, 10));

    expect(said).toMatchObject({
      verdict: 'regress',
      because:
        'queue wait 13 ms on the canary against 10 ms on stable (medians): shifted by +3 ms, with ' +
        '98 % confidence by +3 to +3 ms, all of it beyond the tolerance of +1 ms (6 buckets), ' +
        '1 of 1 evaluations',
      unit: 'ms',
      canary: 13,
      stable: 10,
      limit: 11,
      exposure: { canary: 6, stable: 6 },
    });
  });

  it('never decides, however bad it is', () => {
    const said = judgeValues(aDistribution(), times(60, 1_000), times(60, 1));

    expect(said).toMatchObject({ verdict: 'regress', importance: 'advisory', decides: false });
    expect(said.whole.verdict).toBe('blind');
    expect(said.whole.exposure).toEqual({ stable: 0, canary: 0 });
  });

  it('regresses after its number of evaluations in a row, of one bucket each', () => {
    const metric = aDistribution({ consecutive: 2 });
    const look = (minutes: number, state = {}) =>
      judgeValues(metric, times(minutes, 13), times(minutes, 10), state);

    const first = look(6);
    const again = look(6, { state: first.state });
    const second = look(7, { state: again.state });
    const well = judgeValues(metric, times(8, 10), times(8, 10), { state: second.state });

    expect([first, again, second, well].map(({ verdict }) => verdict)).toEqual([
      ...['inconclusive', 'inconclusive', 'regress', 'pass'],
    ]);
    expect(first.because).toMatch(/, 1 of 2 evaluations$/);
    expect(well.state.consecutive).toEqual({ metric: 0 });
  });

  it('cannot be compared while stable has no traffic', () => {
    const said = judgeValues(aDistribution(), times(6, 13), times(6, 10), {
      comparable: 'canary-only',
    });

    expect(said).toMatchObject({ verdict: 'inconclusive', decides: false });
  });

  it('tells under trial what it would have done', () => {
    const said = judgeValues(aDistribution({ dryRun: true }), times(6, 13), times(6, 10));

    expect(said.because).toMatch(/^dry run, would have rolled back: queue wait 13 ms/);
  });
});

describe('the direction', () => {
  const [low, same, high] = [times(6, 7), times(6, 10), times(6, 13)];

  it.each([
    ['increase', high, 'regress', 11],
    ['increase', low, 'pass', 11],
    ['increase', same, 'pass', 11],
    ['decrease', high, 'pass', 9],
    ['decrease', low, 'regress', 9],
    ['decrease', same, 'pass', 9],
    ['either', high, 'regress', 11],
    ['either', low, 'regress', 9],
    ['either', same, 'pass', 11],
  ])('of %s makes a canary of %j %s', (direction, canary, verdict, limit) => {
    const said = judgeValues(aDistribution({ direction }), canary, same);

    expect(said).toMatchObject({ verdict, limit });
  });
});

describe('the tolerance', () => {
  it.each([
    ['within it', {}, 1.09, 'pass'],
    ['at it, whatever the last binary digit is', {}, 1.1, 'pass'],
    ['beyond it', {}, 1.11, 'regress'],
    ['beyond one of the plan', { tolerancePercent: 5 }, 1.06, 'regress'],
    ['within the floor', { floor: 0.5 }, 1.5, 'pass'],
    ['beyond the floor', { floor: 0.5 }, 1.51, 'regress'],
    ['beyond the floor and within the percentage', { floor: 0.01 }, 1.09, 'pass'],
    ['with neither, at all', { tolerancePercent: 0 }, 1.000_001, 'regress'],
    ['with neither, and not at all', { tolerancePercent: 0 }, 1, 'pass'],
  ])('is in units of stable: a shift %s', (_what, changes, canary, verdict) => {
    const said = judgeValues(aDistribution(changes), times(6, canary), times(6, 1));

    expect(said.verdict).toBe(verdict);
  });

  it('is taken of the size of a negative level', () => {
    const said = judgeValues(aDistribution(), times(6, -8), times(6, -10));

    expect(said).toMatchObject({ verdict: 'regress', limit: -9 });
  });

  it('is not widened by one odd minute of stable', () => {
    const stable = [...times(9, 10), 100_000];

    expect(judgeValues(aDistribution(), times(10, 13), stable).verdict).toBe('regress');
  });

  it('leaves room for doubt where the interval reaches over it', () => {
    const said = judgeValues(aDistribution(), around(11, 8, 20), around(10, 8, 20));

    expect(said.verdict).toBe('inconclusive');
    expect(said.because).toContain('neither within the tolerance of +1 ms nor beyond it');
  });

  it('is passed by the same noise when there are enough minutes', () => {
    const said = judgeValues(aDistribution(), around(10, 60, 10), around(10, 60, 10));

    expect(said.verdict).toBe('pass');
  });
});

describe('too few buckets', () => {
  it.each([
    [1, {}, 'queue wait: 1 of 5 buckets on both sides'],
    [4, {}, 'queue wait: 4 of 5 buckets on both sides'],
    [49, { minimumBuckets: 50 }, 'queue wait: 49 of 50 buckets on both sides'],
    [
      6,
      { confidence: 0.999 },
      'queue wait: 6 of 7 buckets on both sides, since fewer are never 99.9 % certain',
    ],
  ])('are inconclusive, however far apart: %d', (count, changes, because) => {
    const said = judgeValues(aDistribution(changes), times(count, 1e6), times(count, 1));

    expect(said).toMatchObject({ verdict: 'inconclusive', because, consecutive: 0 });
    expect(said.exposure).toEqual({ stable: count, canary: count });
  });

  it('are no evaluation', () => {
    const said = judgeValues(aDistribution(), times(4, 1e6), times(4, 1));

    expect(said.state.newestBucket).toEqual({});
  });

  it.each([
    [5, {}],
    [7, { confidence: 0.999 }],
  ])('are no longer too few at %d', (count, changes) => {
    const said = judgeValues(aDistribution(changes), times(count, 1e6), times(count, 1));

    expect(said.verdict).toBe('regress');
  });
});

describe('a bake of many hours', () => {
  it('is judged by its newest four hours', () => {
    const canary = [...times(1_000, 50), ...times(240, 10)];

    const said = judgeValues(aDistribution(), canary, times(1_240, 10));

    expect(said).toMatchObject({ verdict: 'pass', exposure: { canary: 240, stable: 240 } });
  });
});
