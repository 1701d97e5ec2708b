import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eventsPerTick,
  historyBudget,
  listenSeconds,
  tickSeconds,
} from '../../../functions/rollout/domain/tick.ts';
import { leaseSeconds, longestListenSeconds } from '../../../functions/runs/domain/timing.ts';
import { hours, minutes, noon } from '../../support/a-run.ts';

const aTick = (changes: Partial<Parameters<typeof tickSeconds>[0]> = {}) => ({
  now: noon,
  bucketSeconds: 60,
  delaySeconds: 120,
  endsAt: noon + hours(72),
  events: 0,
  ...changes,
});

const seed = { seed: 20_260_302 };
const anyTick = fc.record({
  now: fc.integer({ min: noon, max: noon + hours(80) }),
  bucketSeconds: fc.constantFrom(1, 2, 15, 30, 60, 300),
  delaySeconds: fc.integer({ min: 0, max: 600 }),
  endsAt: fc.integer({ min: noon, max: noon + hours(72) }),
  events: fc.integer({ min: 0, max: 30_000 }),
});

describe('the wait until the next tick', () => {
  it.each([
    [0, 60],
    [1, 59],
    [30, 30],
    [59, 1],
    [59.5, 1],
  ])('ends when the next bucket is complete: %d seconds into a minute, in %d', (into, wait) => {
    expect(tickSeconds(aTick({ now: noon + into * 1_000 }))).toBe(wait);
  });

  it('counts the delay of the metrics', () => {
    expect(tickSeconds(aTick({ delaySeconds: 90 }))).toBe(30);
  });

  it('is one bucket for all the hours that a rollout with the defaults may take', () => {
    const ends = [0, 1, 2, 4, 6].map((count) =>
      tickSeconds(aTick({ now: noon + hours(count), events: count * 60 * eventsPerTick })),
    );

    expect(ends).toEqual([60, 60, 60, 60, 60]);
  });

  it('is an integer, at least one second and at most a third of the lease', () => {
    fc.assert(
      fc.property(anyTick, (tick) => {
        const seconds = tickSeconds(tick);

        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(leaseSeconds / 3);
      }),
      seed,
    );
  });

  it('is a third of the lease when the history that is left lasts for no more', () => {
    const left = hours(60) / 1_000 / longestListenSeconds;
    const events = historyBudget - eventsPerTick * (1 + left);
    const tick = aTick({ endsAt: noon + hours(60), events });

    expect([tickSeconds(tick), tickSeconds({ ...tick, events: events + 1 })]).toEqual([
      60,
      longestListenSeconds,
    ]);
  });

  it.each([1, 6, 24, 72])('keeps a run of %i hours within its 20,000 events', (longest) => {
    const endsAt = noon + hours(longest);
    let now = noon + 30_500;
    let events = 0;

    while (now < endsAt) {
      now += tickSeconds(aTick({ now, endsAt, events })) * 1_000;
      events += eventsPerTick;
    }

    expect(events).toBeLessThanOrEqual(historyBudget);
  });

  it('is one bucket again when the end of the run is near', () => {
    const tick = aTick({ now: noon + hours(71), events: 19_000 });

    expect(tickSeconds(tick)).toBe(60);
  });
});

describe('a wait with a deadline', () => {
  it.each([
    ['ends with the tick before the deadline', 60, noon + minutes(5), 60],
    ['ends at the deadline before the tick', 60, noon + 20_000, 20],
    ['rounds a part of a second up, so that the deadline has passed', 60, noon + 1, 1],
    ['lasts a tick without a deadline', 60, undefined, 60],
    ['lasts a tick once the deadline has passed', 60, noon, 60],
  ])('%s', (_what, tick, deadline, expected) => {
    expect(listenSeconds(tick, noon, deadline)).toBe(expected);
  });

  it('is an integer of at least one second and never longer than the tick', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.option(fc.integer({ min: noon - hours(1), max: noon + hours(1) }), { nil: undefined }),
        (tick, deadline) => {
          const seconds = listenSeconds(tick, noon, deadline);

          expect(Number.isInteger(seconds)).toBe(true);
          expect(seconds).toBeGreaterThanOrEqual(1);
          expect(seconds).toBeLessThanOrEqual(tick);
        },
      ),
      seed,
    );
  });
});
