import { describe, expect, it } from 'vitest';
import {
  dispersionFor,
  dispersionOf,
  noPast,
  remembered,
} from '../../../functions/rollout/domain/evidence/dispersion.ts';

/** The mean of what a bet on a ratio makes of one cluster of geometric size with this mean. */
const madeOfCluster = (mean: number, ratio: number, thinnedBy: number): number => {
  const factor = ratio ** (1 / thinnedBy);
  const left = 1 - (1 - 1 / mean) * factor;
  return left <= 0 ? Number.POSITIVE_INFINITY : factor / mean / left;
};

/** What the bet pays for as many events, thinned, if nothing is worse. */
const paid = (mean: number, ratio: number, thinnedBy: number): number =>
  1 + (mean / thinnedBy) * (ratio - 1);

describe('the dispersion for a bet', () => {
  it.each([3, 5, 10, 30])('lets no bet gain on clusters with a mean of %i', (mean) => {
    const dispersion = 2 * mean - 1;

    for (const ratio of [1.1, 1.25, 1.5, 2, 3, 5, 10, 20, 40, 80]) {
      const thinnedBy = dispersionFor(dispersion, ratio);
      expect(madeOfCluster(mean, ratio, thinnedBy)).toBeLessThanOrEqual(
        paid(mean, ratio, thinnedBy),
      );
    }
  });

  it('alone would let bold bets gain', () => {
    expect(madeOfCluster(3, 5, 5)).toBeGreaterThan(1.5 * paid(3, 5, 5));
    expect(madeOfCluster(3, 8, 5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is that of the past for every bet on independent events, and where little is known', () => {
    expect(dispersionFor(1, 80)).toBe(1);
    expect(dispersionFor(dispersionOf(noPast, true), 80)).toBe(dispersionOf(noPast, true));
  });

  it('is that of the past for a bet on nearly as many events', () => {
    expect(dispersionFor(5, 1)).toBe(5);
  });
});

describe('the dispersion of the past', () => {
  it('is that of clusters, and 1 for even buckets', () => {
    const buckets = (events: (at: number) => number) =>
      Array.from({ length: 200 }, (_, at) => ({ events: events(at), total: 1_000 })).reduce(
        remembered,
        noPast,
      );

    expect(
      dispersionOf(
        buckets((at) => (at % 2 === 0 ? 20 : 0)),
        false,
      ),
    ).toBeCloseTo(10, 0);
    expect(
      dispersionOf(
        buckets(() => 10),
        true,
      ),
    ).toBe(1);
  });
});
