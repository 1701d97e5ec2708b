import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betterRatios } from '../../../functions/rollout/domain/evidence/counts.ts';
import type { Seen } from '../../../functions/rollout/domain/evidence/seen.ts';
import {
  logSafe,
  logWorse,
  noEvidence,
  weigh,
  withPast,
} from '../../../functions/rollout/domain/evidence/weigh.ts';

const limit = { points: 0.005, bound: undefined, floor: 0.001 };
const past = withPast(Array.from({ length: 60 }, () => ({ events: 10, total: 1_000 })));

const share = (at: number, yc: number, nc: number, yt: number, nt: number): Seen => ({
  kind: 'share',
  at,
  block: { canary: { events: yc, total: nc }, stable: { events: yt, total: nt } },
  limit,
});

const count = (at: number, yc: number, nc: number, yt: number, nt: number): Seen => ({
  kind: 'count',
  at,
  block: { canary: { events: yc, total: nc }, stable: { events: yt, total: nt } },
  margin: 1.5,
});

const minutes = <Each>(length: number, each: (at: number) => Each): Each[] =>
  Array.from({ length }, (_, index) => each(index + 1));

describe('evidence', () => {
  it('is 1 before anything was seen', () => {
    expect(logWorse(noEvidence)).toBe(0);
    expect(logSafe(noEvidence)).toBe(0);
    expect(logWorse(past)).toBe(0);
  });

  it('stays a number that can be recorded, however large or small the counts are', () => {
    const total = fc.double({ min: 0, max: 2 ** 360, noNaN: true });
    const side = fc.tuple(
      fc.oneof(fc.constantFrom(0, 1e-323, 1e-12, 1, 1_000, 2 ** 53, 2 ** 360), total),
      fc.constantFrom(0, 1e-300, 0.001, 0.5, 1),
    );
    const buckets = fc.array(fc.tuple(fc.boolean(), side, side), { maxLength: 20 });

    fc.assert(
      fc.property(buckets, (given) => {
        const seen = given.map(([isShare, [nc, yc], [nt, yt]], at) =>
          (isShare ? share : count)(at + 1, nc * yc, nc, nt * yt, nt),
        );

        const after = weigh(past, seen);

        const odd = (_: string, value: unknown) =>
          typeof value === 'number' && !Number.isFinite(value) ? 'odd' : value;
        expect(JSON.stringify(after, odd)).not.toContain('odd');
      }),
    );
  });

  it('is not changed by a bucket in which a side has no requests', () => {
    const before = weigh(past, [share(1, 3, 100, 9, 900)]);

    const after = weigh(before, [share(2, 0, 0, 9, 900), share(3, 4, 100, 0, 0)]);

    expect(after).toEqual({ ...before, until: 3 });
  });

  it('weighs each bucket once, however often it is read', () => {
    const buckets = minutes(5, (at) => share(at, 3, 100, 9, 900));

    const once = weigh(past, buckets);

    expect(weigh(once, buckets)).toEqual(once);
    expect(weigh(weigh(past, buckets.slice(0, 3)), buckets).until).toBe(5);
  });

  it('grows while the canary has more errors, and shrinks while it has fewer', () => {
    const worse = weigh(
      past,
      minutes(10, (at) => share(at, 4, 100, 9, 900)),
    );
    const better = weigh(
      past,
      minutes(10, (at) => share(at, 0, 100, 9, 900)),
    );

    expect(logWorse(worse)).toBeGreaterThan(Math.log(100));
    expect(logWorse(better)).toBeLessThan(0);
  });

  it('rises from a good hour as soon as the canary turns bad', () => {
    const hour = weigh(
      past,
      minutes(60, (at) => share(at, 1, 100, 9, 900)),
    );

    const bad = weigh(
      hour,
      minutes(4, (at) => share(60 + at, 10, 100, 9, 900)),
    );

    expect(logWorse(hour)).toBeLessThan(Math.log(2));
    expect(logWorse(bad)).toBeGreaterThan(Math.log(100));
  });

  it('rolls a crash up in one bucket, with a few requests', () => {
    const crashed = weigh(past, [share(1, 8, 8, 1, 70)]);

    expect(logWorse(crashed)).toBeGreaterThan(Math.log(1_000));
  });

  it('that comes in bursts is thinned by what stable varies', () => {
    const bursts = withPast(
      minutes(60, (at) => ({ events: at % 10 === 0 ? 100 : 0, total: 1_000 })),
    );
    const seen = minutes(5, (at) => share(at, 5, 100, 10, 900));

    expect(logWorse(weigh(bursts, seen))).toBeLessThan(0.3 * logWorse(weigh(past, seen)));
  });

  it('that a canary is safe needs as much as its limit is narrow', () => {
    const seen = minutes(20, (at) => share(at, 10, 1_000, 10, 1_000));

    const safe = logSafe(weigh(past, seen));
    const narrow = seen.map((each) => ({ ...each, limit: { ...limit, points: 0.002 } }));

    expect(safe).toBeGreaterThan(Math.log(20));
    expect(logSafe(weigh(past, narrow as Seen[]))).toBeLessThan(safe / 2);
  });

  it('of counts grows with the ratio, and says safe by the mirrored ratios', () => {
    const worse = weigh(
      past,
      minutes(10, (at) => count(at, 9, 100, 30, 900)),
    );
    const equal = weigh(
      past,
      minutes(40, (at) => count(at, 30, 500, 30, 500)),
    );

    expect(logWorse(worse)).toBeGreaterThan(Math.log(100));
    expect(logWorse(equal)).toBeLessThan(Math.log(2));
    expect(equal.safe).toHaveLength(betterRatios.length);
    expect(logSafe(equal)).toBeGreaterThan(Math.log(20));
  });

  it('of pairs needs many buckets in a row, since each says only yes or no', () => {
    const pairs = (isWorse: boolean) => minutes(12, (at): Seen => ({ kind: 'pair', at, isWorse }));

    expect(logWorse(weigh(noEvidence, pairs(true)))).toBeGreaterThan(Math.log(100));
    expect(logWorse(weigh(noEvidence, pairs(true).slice(0, 6)))).toBeLessThan(Math.log(100));
    expect(logWorse(weigh(noEvidence, pairs(false)))).toBeLessThan(0);
  });

  it('of ten metrics fits into 4 kB, after a day of buckets', () => {
    const day = weigh(
      past,
      minutes(1_440, (at) => share(at, 3, 117, 9, 913)),
    );
    const ten = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [
        `some-metric-${index}`,
        { ...day, until: 1.79e12 },
      ]),
    );

    expect(Buffer.byteLength(JSON.stringify(ten))).toBeLessThan(4_096);
  });
});
