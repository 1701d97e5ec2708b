import { describe, expect, it } from 'vitest';
import { seeded } from '../../../sandbox/random.ts';
import { measuredWeights, type Unweighted } from '../../../sandbox/replay/record/weights.ts';
import { binomial } from '../../../sandbox/world/draws.ts';
import { aPlan } from '../../support/a-plan.ts';

const plan = aPlan();

const side = (requests: number) => ({ requests, errors: 0 });

/** Buckets with these shares of the canary, in percent; null has no data of the canary. */
const buckets = (shares: readonly (number | null)[], requests = 1_000): Unweighted[] =>
  shares.map((share, index) => ({
    at: new Date(60_000 * (index + 1)).toISOString(),
    seconds: 60,
    stable: side(requests - (requests * (share ?? 0)) / 100),
    canary: share === null ? null : side((requests * share) / 100),
  }));

const times = (share: number | null, count: number): (number | null)[] => Array(count).fill(share);

describe('the weight of a recording', () => {
  it.each([
    ['is the step that is nearby', [9, 11, 12.5, 8], times(10, 4)],
    ['begins with no canary', [null, null, 10, 10], [0, 0, 10, 10]],
    ['goes back to none', [50, 50, 0, 0, 0], [50, 50, 0, 0, 0]],
    ['ends with all of it', [50, 50, 100, 100], [50, 50, 100, 100]],
    ['begins a step with the bucket of the shift', [10, 10, 30, 50, 50], [10, 10, 50, 50, 50]],
    ['outlives one bucket that is off', [10, 10, 35, 10, 10], times(10, 5)],
    ['outlives buckets that are not known', [10, 10, null, null, 10], times(10, 5)],
    ['does not jitter between two', [10, 16.5, 14, 17, 13], times(10, 5)],
    ['near no step is the share itself, once', [0, 25, 26, 24, 27, 25], [0, ...times(26, 5)]],
    ['ignores what little a canary gets by itself', [0.1, 0, 0.2, 0.1], times(0, 4)],
  ])('%s', (_, shares, expected) => {
    expect(measuredWeights(buckets(shares), plan)).toEqual(expected);
  });

  it('is that of the step through all chance of few requests', () => {
    const random = seeded(7);
    const shares = [...times(10, 60), ...times(50, 60)].map(
      (share) => (100 * binomial(random, 60, (share ?? 0) / 100)) / 60,
    );

    const weights = measuredWeights(buckets(shares, 60), plan);

    const changes = weights.filter((weight, index) => weight !== weights[index - 1]);
    expect(changes).toEqual([10, 50]);
    expect(Math.abs(weights.indexOf(50) - 60)).toBeLessThan(3);
  });

  it('tells steps apart that are near each other', () => {
    const near = aPlan({ steps: [{ weight: 1 }, { weight: 5 }, { weight: 10 }, { weight: 100 }] });
    const shares = [1, 1.3, 0.8, 5, 5.4, 4.6, 10, 9.7, 10.4];

    expect(measuredWeights(buckets(shares, 2_000), near)).toEqual([1, 1, 1, 5, 5, 5, 10, 10, 10]);
  });
});
