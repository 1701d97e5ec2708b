import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import { aShare, blind, judgeOne, minute, noon, share, shares } from './tick.ts';

describe('a difference of shares', () => {
  it.each([
    [20, 'inconclusive'],
    [21, 'regress'],
  ])(
    'is put down to chance below three standard errors of both sides: %i events are %s',
    (events, verdict) => {
      const judged = judgeOne(aShare(), shares([events, 1_000]), shares([100, 10_000]));

      expect(judged.verdict).toBe(verdict);
    },
  );

  it.each([
    [19, 'inconclusive'],
    [20, 'regress'],
  ])('from a bound is by the chance of the bound itself: %i events are %s', (events, verdict) => {
    const judged = judgeOne(
      aShare({ limits: { percent: 1 } }),
      shares([events, 1_000]),
      blind('no requests'),
      { comparable: 'canary-only' },
    );

    expect(judged.verdict).toBe(verdict);
  });

  it('is that of the minutes that both sides have', () => {
    const canary: Reading = {
      kind: 'share',
      buckets: [
        { at: noon, events: 1_000, total: 1_000 },
        { at: noon + minute, events: 1, total: 1_000 },
      ],
    };
    const stable: Reading = {
      kind: 'share',
      buckets: [
        { at: noon + minute, events: 1, total: 1_000 },
        { at: noon + 2 * minute, events: 1_000, total: 1_000 },
      ],
    };

    const judged = judgeOne(aShare(), canary, stable, { minutes: 3 });

    expect(judged).toMatchObject({
      verdict: 'pass',
      canary: 0.1,
      stable: 0.1,
      exposure: { canary: 1_000, stable: 1_000 },
    });
  });

  it('is never above 100 %, although a request may be counted a minute before its failure', () => {
    expect(judgeOne(aShare(), shares([1_010, 1_000]), shares([0, 1_000])).canary).toBe(100);
  });
});

describe('the parts of a step that are compared', () => {
  /** The events of the canary in each of eight minutes of 1,000 requests. */
  const judged = (...events: number[]) =>
    judgeOne(
      aShare({ limits: { points: 2 } }),
      shares(...events.map((each) => [each, 1_000] as const)),
      share(0, 1_000, 8),
      { minutes: 8 },
    );

  it.each<[string, number[], number, string]>([
    ['the last minute', [0, 0, 0, 0, 0, 0, 0, 45], 1_000, 'in the last minute'],
    ['the last two', [0, 0, 0, 0, 0, 0, 45, 0], 2_000, 'in the last 2 minutes'],
    ['the last four', [0, 0, 0, 0, 45, 45, 0, 0], 4_000, 'in the last 4 minutes'],
    ['all of them', [45, 45, 45, 45, 0, 0, 0, 0], 8_000, ''],
  ])('are %s', (_part, events, requests, said) => {
    const { verdict, canary, exposure, because } = judged(...events);

    expect([verdict, exposure.canary]).toEqual(['regress', requests]);
    expect(canary).toBeCloseTo(requests === 1_000 ? 4.5 : 2.25, 5);
    expect(because.includes('in the last')).toBe(said !== '');
    expect(because).toContain(said);
  });

  it('are not three minutes, nor five', () => {
    const { verdict } = judged(0, 0, 0, 0, 0, 60, 0, 0);

    expect(verdict).toBe('pass');
  });
});
