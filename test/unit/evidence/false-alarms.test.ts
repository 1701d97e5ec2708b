import { describe, expect, it } from 'vitest';
import { ratioBet, worseRatios } from '../../../functions/rollout/domain/evidence/counts.ts';
import type { Part } from '../../../functions/rollout/domain/evidence/shares.ts';
import {
  logWorse,
  noEvidence,
  weigh,
  withPast,
} from '../../../functions/rollout/domain/evidence/weigh.ts';
import { type Random, seeded } from '../../../sandbox/random.ts';
import { binomial, poisson } from '../../../sandbox/world/draws.ts';

const limit = { points: 0.005, bound: undefined, floor: 0.001 };

interface Setting {
  readonly perMinute: number;
  /** The canary's share at a minute. */
  readonly share: (at: number) => number;
  /** The share of errors that both sides have at a minute. */
  readonly rate: (at: number) => number;
  /** Errors come so many at a time. */
  readonly burst: number;
}

const errors = (random: Random, total: number, { rate, burst }: Setting, at: number): Part => ({
  events: Math.min(total, burst * poisson(random, (total * rate(at)) / burst)),
  total,
});

const side = (random: Random, setting: Setting, share: number, at: number): Part => {
  const total = poisson(random, setting.perMinute * share);
  return setting.burst === 1
    ? { events: binomial(random, total, setting.rate(at)), total }
    : errors(random, total, setting, at);
};

/** Whether a rollout of an hour whose sides are equal ever sees evidence of 1 / alpha. */
const alarms = (seed: number, setting: Setting, alpha: number, corrected = true): boolean => {
  const random = seeded(seed);
  const hour = Array.from({ length: 60 }, (_, at) => side(random, setting, 1, at - 60));
  let evidence = corrected ? withPast(hour) : noEvidence;
  for (let at = 1; at <= 60; at++) {
    const share = setting.share(at);
    const canary = side(random, setting, share, at);
    const stable = side(random, setting, 1 - share, at);
    evidence = weigh(evidence, [{ kind: 'share', at, block: { canary, stable }, limit }]);
    if (logWorse(evidence) >= -Math.log(alpha)) return true;
  }
  return false;
};

const plain: Setting = { perMinute: 1_000, share: () => 0.1, rate: () => 0.01, burst: 1 };

const runs = 600;
const rateOf = (setting: Setting): number =>
  Array.from({ length: runs }, (_, seed) => alarms(seed + 1, setting, 0.05)).filter(Boolean)
    .length / runs;

describe('evidence of two equal sides', () => {
  // With a true chance of 5 %, more than 7.2 % of 600 would come up once in 200 times.
  it.each([
    ['of a plain service', plain],
    ['with little traffic', { ...plain, perMinute: 60 }],
    [
      'whose errors swing over the day',
      { ...plain, rate: (at: number) => 0.01 * (1 + 0.8 * Math.sin(at / 9)) },
    ],
    ['whose weights change midway', { ...plain, share: (at: number) => (at < 20 ? 0.1 : 0.5) }],
    ['whose errors come five at a time', { ...plain, burst: 5 }],
  ])('%s reaches 20 to 1 in at most one rollout of 20', (_name, setting) => {
    expect(rateOf(setting)).toBeLessThan(0.072);
  });

  it('whose errors come five at a time errs often without the correction', () => {
    const setting = { ...plain, burst: 5 };
    const alarmed = Array.from({ length: 200 }, (_, seed) => seed + 1).filter((seed) => {
      const random = seeded(seed);
      let logs = worseRatios.map(() => -Math.log(worseRatios.length));
      for (let at = 1; at <= 60; at++) {
        const canary = side(random, setting, 0.1, at);
        const stable = side(random, setting, 0.9, at);
        const events = { canary: canary.events, stable: stable.events };
        logs = logs.map(
          (log, index) =>
            log +
            ratioBet(events, canary.total / (canary.total + stable.total), worseRatios[index] ?? 1),
        );
        if (logs.reduce((sum, log) => sum + Math.exp(log), 0) >= 20) return true;
      }
      return false;
    });

    expect(alarmed.length / 200).toBeGreaterThan(0.25);
  });
});

describe('a bet on ratios', () => {
  // Medians of an independent simulation at alpha 0.05 and a canary of 10 %, in events of both sides.
  it.each([
    [1.5, 325],
    [2, 104],
    [3, 40],
    [5, 15],
  ])('notices %f times as many events after about %i events', (ratio, known) => {
    const theta = (0.1 * ratio) / (0.1 * ratio + 0.9);
    const needed = Array.from({ length: 400 }, (_, seed) => {
      const random = seeded(seed + 1);
      let logs = worseRatios.map(() => -Math.log(worseRatios.length));
      for (let events = 1; events < 5_000; events++) {
        const isCanary = random.next() < theta;
        const event = { canary: isCanary ? 1 : 0, stable: isCanary ? 0 : 1 };
        logs = logs.map((log, index) => log + ratioBet(event, 0.1, worseRatios[index] ?? 1));
        if (logs.reduce((sum, log) => sum + Math.exp(log), 0) >= 20) return events;
      }
      return Number.POSITIVE_INFINITY;
    }).toSorted((one, other) => one - other);

    const median = needed[200] ?? Number.NaN;
    expect(median).toBeGreaterThan(0.8 * known);
    expect(median).toBeLessThan(1.2 * known);
  });
});
