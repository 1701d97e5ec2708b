import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading, Role } from '../../functions/telemetry/domain/reading.ts';
import { holds } from '../support/fuzz/holds.ts';
import {
  aGauge,
  aQuantile,
  aShare,
  gauge,
  judgeOne,
  minute,
  noon,
  quantile,
  shares,
} from '../unit/judge/tick.ts';

const aRate = fc.double({ min: 0, max: 0.2, noNaN: true });
const aLevel = fc.double({ min: 0.001, max: 10_000, noNaN: true });
const requestsOf = (most: number) => fc.integer({ min: 200, max: most });

const scaled = (reading: Reading, factor: number): Reading => {
  if (reading.kind === 'gauge')
    return {
      ...reading,
      buckets: reading.buckets.map((each) => ({ ...each, value: each.value * factor })),
    };
  if (reading.kind !== 'quantile') return reading;
  const { whole } = reading;
  return { ...reading, whole: { ...whole, milliseconds: whole.milliseconds * factor } };
};

/** Both sides of one metric in one look, of every kind. */
const sides = fc.oneof(
  fc
    .tuple(fc.constant(aGauge({ minimumBuckets: 1 })), aLevel, aLevel)
    .map(([metric, one, other]) => ({ metric, canary: gauge(one), stable: gauge(other) })),
  fc
    .tuple(fc.constant(aQuantile({ floorMilliseconds: 0 })), aLevel, aLevel, requestsOf(5_000))
    .map(([metric, one, other, requests]) => ({
      metric,
      canary: quantile(one, requests),
      stable: quantile(other, requests),
    })),
  fc
    .tuple(fc.constant(aShare()), aRate, aRate, requestsOf(5_000), requestsOf(50_000))
    .map(([metric, one, other, few, many]) => ({
      metric,
      canary: shares([Math.floor(few * one), few]),
      stable: shares([Math.floor(many * other), many]),
    })),
);

describe('the verdict', () => {
  it('does not change when both sides are measured in another unit', () =>
    holds([sides, fc.integer({ min: -20, max: 20 })], ({ metric, canary, stable }, power) => {
      const factor = 2 ** power;

      const before = judgeOne(metric, canary, stable).verdict;
      const after = judgeOne(metric, scaled(canary, factor), scaled(stable, factor)).verdict;

      expect(after).toBe(before);
    }));

  it('never finds each side worse than the other', () =>
    holds([sides], ({ metric, canary, stable }) => {
      const verdicts = [judgeOne(metric, canary, stable), judgeOne(metric, stable, canary)];

      expect(verdicts.filter(({ verdict }) => verdict === 'regress').length).toBeLessThan(2);
    }));

  it('never finds a side worse than itself', () =>
    holds([sides], ({ metric, stable }) => {
      expect(judgeOne(metric, stable, stable).verdict).toBe('pass');
    }));

  it('is no better with more failures, and no worse with fewer', () =>
    holds(
      [requestsOf(5_000), requestsOf(50_000), aRate, aRate, aRate],
      (few, many, stable, one, other) => {
        const badness = (rate: number): number =>
          ['pass', 'inconclusive', 'regress'].indexOf(
            judgeOne(
              aShare(),
              shares([Math.floor(few * rate), few]),
              shares([Math.floor(many * stable), many]),
            ).verdict,
          );

        expect(badness(Math.max(one, other))).toBeGreaterThanOrEqual(badness(Math.min(one, other)));
      },
    ));

  it('of a canary that fails in every minute is never a pass, whichever minutes are not seen', () =>
    holds(
      [
        fc.array(
          fc.constantFrom<readonly Role[]>([], ['canary'], ['stable'], ['canary', 'stable']),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        requestsOf(2_000),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
      ],
      (unseen, requests, rate) => {
        const reading = (role: Role, events: number): Reading => ({
          kind: 'share',
          buckets: unseen.flatMap((hidden, index) =>
            hidden.includes(role) ? [] : [{ at: noon + index * minute, events, total: requests }],
          ),
        });

        const { verdict } = judgeOne(
          aShare(),
          reading('canary', Math.ceil(requests * rate)),
          reading('stable', 0),
          { minutes: unseen.length },
        );

        expect(verdict).not.toBe('pass');
      },
    ));

  it('of one side alone, or of none, is blind', () =>
    holds(
      [sides, fc.constantFrom<readonly Role[]>(['canary'], ['stable'], ['canary', 'stable'])],
      ({ metric, canary, stable }, hidden) => {
        const none = { kind: 'blind', because: 'nobody knows' } as const;

        const { verdict } = judgeOne(
          metric,
          hidden.includes('canary') ? none : canary,
          hidden.includes('stable') ? none : stable,
        );

        expect(verdict).toBe('blind');
      },
    ));
});
