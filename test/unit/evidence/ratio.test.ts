import { describe, expect, it } from 'vitest';
import {
  noPast,
  type Past,
  remembered,
} from '../../../functions/rollout/domain/evidence/dispersion.ts';
import { ratioOf } from '../../../functions/rollout/domain/evidence/ratio.ts';

/** An hour of events that are independent of each other, so that counts are hardly thinned. */
const calm = Array.from({ length: 60 }).reduce<Past>(
  (past, _, minute) => remembered(past, { events: minute % 20 === 0 ? 1 : 0, total: 1_000 }),
  noPast,
);

const ratio = (canary: number, stable: number, share: number) =>
  ratioOf(
    {
      isShare: true,
      block: {
        canary: { events: canary, total: share * 1_000 },
        stable: { events: stable, total: (100 - share) * 1_000 },
      },
    },
    calm,
  ).ratio;

describe('how many times as frequent bad requests are', () => {
  it('lies between two numbers where both sides have some', () => {
    const [least, most] = ratio(40, 40, 10) ?? [];

    expect(least).toBeGreaterThan(1);
    expect(most).toBeLessThan(100);
  });

  it('has no upper bound where stable has hardly any', () => {
    expect(ratio(60, 1, 1)?.[1]).toBeUndefined();
  });

  it('is never told beyond a million', () => {
    const told = [1, 2, 5, 10].flatMap((share) =>
      [5, 19, 60, 1e9, 1e18].flatMap((canary) =>
        [0, 1, 2, 3].flatMap((stable) => ratio(canary, stable, share) ?? []),
      ),
    );

    const beyond = told.filter((each) => each !== undefined && !(each <= 1e6));
    expect(beyond).toEqual([]);
  });
});
