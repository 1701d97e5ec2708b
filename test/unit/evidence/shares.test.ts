import { describe, expect, it } from 'vitest';
import {
  type Block,
  boundBet,
  predicted,
  sharesBet,
} from '../../../functions/rollout/domain/evidence/shares.ts';

const block = (yc: number, nc: number, yt: number, nt: number): Block => ({
  canary: { events: yc, total: nc },
  stable: { events: yt, total: nt },
});

/** The mean of a bet over all outcomes of a small block, if these are the true shares. */
const mean = (
  [nc, nt]: readonly [number, number],
  truth: { canary: number; stable: number },
  bet: { canary: number; stable: number },
  margin: number,
): number => {
  const chance = (n: number, y: number, p: number): number => {
    let ways = 1;
    for (let index = 0; index < y; index++) ways = (ways * (n - index)) / (index + 1);
    return ways * p ** y * (1 - p) ** (n - y);
  };
  let sum = 0;
  for (let yc = 0; yc <= nc; yc++)
    for (let yt = 0; yt <= nt; yt++)
      sum +=
        chance(nc, yc, truth.canary) *
        chance(nt, yt, truth.stable) *
        Math.exp(sharesBet(block(yc, nc, yt, nt), bet, margin));
  return sum;
};

describe('a bet on two shares', () => {
  // Recomputed independently of this code.
  it('that follows its own predictions makes the evidence that is known', () => {
    const blocks = [
      block(3, 100, 9, 900),
      block(4, 110, 8, 880),
      block(5, 95, 10, 905),
      block(6, 102, 7, 898),
    ];

    let [canary, stable, log] = [{ events: 0, total: 0 }, { events: 0, total: 0 }, 0];
    const logs = blocks.map((each) => {
      const bet = { canary: predicted(canary), stable: predicted(stable) };
      if (bet.canary > bet.stable) log += sharesBet(each, bet);
      canary = {
        events: canary.events + each.canary.events,
        total: canary.total + each.canary.total,
      };
      stable = {
        events: stable.events + each.stable.events,
        total: stable.total + each.stable.total,
      };
      return log;
    });

    [0, 2.079296, 5.242076, 10.186934].forEach((known, index) => {
      expect(logs[index]).toBeCloseTo(known, 5);
    });
  });

  it.each([
    [[5, 12], { canary: 0.2, stable: 0.2 }, { canary: 0.5, stable: 0.1 }, 0],
    [[5, 12], { canary: 0.1, stable: 0.3 }, { canary: 0.5, stable: 0.1 }, 0],
    [[12, 3], { canary: 0.35, stable: 0.3 }, { canary: 0.5, stable: 0.1 }, 0.05],
    [[12, 3], { canary: 0.06, stable: 0.01 }, { canary: 0.3, stable: 0.02 }, 0.05],
    [[8, 8], { canary: 0.55, stable: 0.5 }, { canary: 0.9, stable: 0.5 }, 0.05],
  ] as const)('gains nothing on average over %j when the truth %j is tolerated', (...row) => {
    const [sizes, truth, bet, margin] = row;

    expect(mean(sizes, truth, bet, margin)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it.each([
    [{ canary: 0.15, stable: 0.1 }],
    [{ canary: 0.4, stable: 0.1 }],
    [{ canary: 0.65, stable: 0.6 }],
  ])('that the canary is safe gains nothing on average when the truth is %j', (truth) => {
    const bet = { canary: 0.1, stable: 0.1 };

    expect(mean([9, 9], truth, bet, 0.05)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it('gains on average when it is right', () => {
    const truth = { canary: 0.4, stable: 0.1 };

    expect(mean([9, 9], truth, truth, 0)).toBeGreaterThan(1.5);
    expect(mean([9, 9], truth, truth, 0.05)).toBeGreaterThan(1.3);
    expect(
      mean([9, 9], { canary: 0.1, stable: 0.1 }, { canary: 0.1, stable: 0.1 }, 0.2),
    ).toBeGreaterThan(1.2);
  });

  it('is no evidence when a side has no requests', () => {
    expect(sharesBet(block(0, 0, 5, 100), { canary: 0.2, stable: 0.1 })).toBe(0);
  });

  it('against a bound gains nothing on average while the share is below it', () => {
    const of = (truth: number) =>
      [0, 1].reduce(
        (sum, events) =>
          sum + (events ? truth : 1 - truth) * Math.exp(boundBet({ events, total: 1 }, 0.05, 0.01)),
        0,
      );

    expect(of(0.01)).toBeCloseTo(1, 10);
    expect(of(0.005)).toBeLessThan(1);
    expect(of(0.05)).toBeGreaterThan(1);
  });
});
