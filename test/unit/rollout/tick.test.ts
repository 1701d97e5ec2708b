import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  eventsPerTick,
  historyBudget,
  listenSeconds,
  tickSeconds,
} from '../../../functions/rollout/domain/tick.ts';
import { leaseSeconds } from '../../../functions/runs/domain/timing.ts';
import { aPlan } from '../../support/a-plan.ts';
import { hours, minutes, noon } from '../../support/a-run.ts';

const aTick = (changes: Partial<Parameters<typeof tickSeconds>[0]> = {}) => ({
  now: noon,
  bucketSeconds: 60,
  delaySeconds: 120,
  startedAt: noon,
  plan: aPlan(),
  events: 0,
  ...changes,
});

const slowSteps = [
  { weight: 10, bake: { minimumMinutes: 1440, maximumMinutes: 1440 }, approval: {} },
  { weight: 100 },
];
const plans = {
  'the defaults': aPlan(),
  'one hour': aPlan({ maximumHours: 1 }),
  'holds of three days': aPlan({ hold: { deadlineMinutes: 4320 } }),
  'days of baking': aPlan({ steps: slowSteps, extensions: 10 }),
};

const seed = { seed: 20_260_302 };
const anyTick = fc.record({
  now: fc.integer({ min: noon, max: noon + hours(80) }),
  bucketSeconds: fc.constantFrom(60, 300),
  delaySeconds: fc.integer({ min: 0, max: 600 }),
  startedAt: fc.constant(noon),
  plan: fc.constantFrom(...Object.values(plans)),
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

  it.each(Object.entries(plans))('keeps a run with %s within its 20,000 events', (_name, plan) => {
    const ends = noon + hours(plan.rollout.maximumHours);
    let now = noon + 30_500;
    let events = 0;

    while (now < ends) {
      now += tickSeconds(aTick({ now, plan, events })) * 1_000;
      events += eventsPerTick;
    }

    expect(events).toBeLessThanOrEqual(historyBudget);
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
