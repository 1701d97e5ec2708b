import { describe, expect, it } from 'vitest';
import { countedTogether, seenOf } from '../../../functions/rollout/domain/evidence/seen.ts';
import {
  aGauge,
  aQuantile,
  aShare,
  blind,
  gauge,
  minute,
  noon,
  quantile,
  shares,
} from '../judge/tick.ts';

const sides = {
  canary: shares([1, 100], [2, 100], [3, 100]),
  stable: shares([9, 900], [8, 900], [7, 900]),
};

describe('what is seen of both sides', () => {
  it('is asked for from the newest bucket on that was weighed', () => {
    const all = seenOf(aShare(), sides, 'both');

    expect(all).toHaveLength(3);
    expect(seenOf(aShare(), sides, 'both', noon)).toEqual(all.slice(1));
    expect(seenOf(aShare(), sides, 'both', noon + 2 * minute)).toEqual([]);
  });

  it.each([
    ['a bound', aShare({ limits: { percent: 1 } }), sides, 'canary-only' as const],
    ['pairs', aGauge(), { canary: gauge(1, 2, 3), stable: gauge(1, 2, 3) }, 'both' as const],
  ])('is so for %s as well', (_what, metric, readings, comparable) => {
    const all = seenOf(metric, readings, comparable);

    expect(all).toHaveLength(3);
    expect(seenOf(metric, readings, comparable, noon + minute)).toEqual(all.slice(2));
  });
});

describe('what is counted of both sides', () => {
  it('is the sum of what is bad, in the buckets that both have', () => {
    const one = { canary: shares([1, 100], [2, 100]), stable: sides.stable };

    expect(countedTogether(aShare(), one)).toEqual({
      isShare: true,
      block: { canary: { events: 3, total: 200 }, stable: { events: 17, total: 1_800 } },
    });
    expect(countedTogether(aShare({ worse: 'lower' }), one)?.block.canary).toEqual({
      events: 197,
      total: 200,
    });
  });

  it('is nothing of levels, of quantiles, of what is blind, and of sides without a bucket in common', () => {
    const levels = { canary: gauge(1), stable: gauge(1) };
    const quantiles = { canary: quantile(1, 9), stable: quantile(1, 9) };
    const apart = { canary: sides.canary, stable: shares() };

    expect(countedTogether(aGauge(), levels)).toBeUndefined();
    expect(countedTogether(aQuantile(), quantiles)).toBeUndefined();
    expect(countedTogether(aShare(), { ...sides, stable: blind('dark') })).toBeUndefined();
    expect(countedTogether(aShare(), apart)).toBeUndefined();
  });
});
