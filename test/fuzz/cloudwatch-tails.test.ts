import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { cloudWatchTelemetry } from '../../functions/telemetry/cloudwatch.ts';
import type { Reading } from '../../functions/telemetry/domain/reading.ts';
import { holds } from '../support/fuzz/holds.ts';
import { answering, noon, type Series } from '../unit/telemetry/cloudwatch-answers.ts';
import { labels, pick, readTails } from '../unit/telemetry/cloudwatch-reads.ts';

const cloudWatch = mockClient(CloudWatchClient);
beforeEach(() => {
  cloudWatch.reset();
});

type Value = number | undefined;

/** One minute of a side. */
interface Minute {
  readonly requests: Value;
  readonly samples: Value;
  readonly above: Value;
  readonly upTo: Value;
}

/** What CloudWatch may say of a minute in which so many requests were timed and slow. */
const aMinute = fc
  .record({
    samples: fc.integer({ min: 1, max: 5_000 }),
    slow: fc.double({ min: 0, max: 1, noNaN: true }),
    isWhole: fc.boolean(),
  })
  .map(({ samples, slow, isWhole }): Minute & { samples: number; above: number } => {
    const above = isWhole ? Math.round(samples * slow) : samples * slow;
    return { requests: samples, samples, above, upTo: samples - above };
  });

const someMinutes = fc.array(aMinute, { minLength: 1, maxLength: 8 });

const anything = fc.option(
  fc.oneof(
    fc.double(),
    fc.double({ min: -5, max: 300, noNaN: true }),
    fc.integer({ min: 0, max: 300 }),
  ),
  { nil: undefined },
);

const anyMinutes = fc.array(
  fc.record({ requests: anything, samples: anything, above: anything, upTo: anything }),
  { minLength: 1, maxLength: 8 },
);

const ofSide = (side: string, minutes: readonly Minute[]): Series => ({
  [`RequestCount Sum ${side}`]: minutes.map(({ requests }) => requests),
  [`TargetResponseTime p95 ${side}`]: [0.25],
  [`TargetResponseTime TC(0.275:) ${side}`]: minutes.map(({ above }) => above),
  [`TargetResponseTime TC(:0.275) ${side}`]: minutes.map(({ upTo }) => upTo),
  [`TargetResponseTime SampleCount ${side}`]: minutes.map(({ samples }) => samples),
});

const readOf = async (minutes: readonly Minute[]) => {
  cloudWatch.reset();
  cloudWatch
    .on(GetMetricDataCommand)
    .callsFake(answering({ ...ofSide('blue', minutes), ...ofSide('green', minutes) }));
  const { readings } = await readTails(pick('latency-p95'), { 'latency-p95': 275 }, minutes.length);
  const { stable, canary } = readings['latency-p95'] ?? {};
  if (!stable || !canary) throw new Error('nothing was read');
  return { stable, canary };
};

const bucketsOf = (reading: Reading) => (reading.kind === 'tail' ? reading.buckets : []);

const eventsOf = (reading: Reading): number =>
  bucketsOf(reading).reduce((sum, { events }) => sum + events, 0);

const change = <Each>(minutes: readonly Each[], which: number, changed: Partial<Each>): Each[] =>
  minutes.map((each, index) => (index === which % minutes.length ? { ...each, ...changed } : each));

describe('the counts of a tail', () => {
  it('are whole, within the samples, and of no minute that was not asked for', () =>
    holds([anyMinutes], async (minutes) => {
      const { stable, canary } = await readOf(minutes);

      for (const { at, events, total } of [...bucketsOf(stable), ...bucketsOf(canary)]) {
        expect(Number.isInteger(events) && Number.isInteger(total)).toBe(true);
        expect(events).toBeGreaterThanOrEqual(0);
        expect(events).toBeLessThanOrEqual(total);
        expect(minutes[(at - noon) / 60_000]?.samples ?? 0).toBe(total);
      }
      expect(['tail', 'blind']).toContain(canary.kind);
      expect(canary.kind).toBe(stable.kind);
    }));

  it('are never below the truth for the canary or above it for stable, by one at most', () =>
    holds([someMinutes], async (minutes) => {
      const { stable, canary } = await readOf(minutes);
      const slow = minutes.reduce((sum, { above }) => sum + above, 0);
      const noise = 1e-6;

      expect(eventsOf(canary)).toBeGreaterThan(slow - noise);
      expect(eventsOf(canary)).toBeLessThan(slow + 1 + noise);
      expect(eventsOf(stable)).toBeLessThan(slow + noise);
      expect(eventsOf(stable)).toBeGreaterThan(slow - 1 - noise);
    }));

  it('hide no slow request of the canary when the two of a minute differ by little', () =>
    holds(
      [someMinutes, fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true }))],
      async (minutes, off) => {
        const differing = minutes.map((each) => ({
          ...each,
          above: Math.max(0, each.above + Number(off.next().value)),
        }));
        const { stable, canary } = await readOf(differing);
        const slow = minutes.reduce((sum, { above }) => sum + above, 0);

        if (canary.kind === 'tail') expect(eventsOf(canary)).toBeGreaterThan(slow - 1e-6);
        if (stable.kind === 'tail') expect(eventsOf(stable)).toBeLessThan(slow + 1e-6);
      },
    ));

  it.each<[string, fc.Arbitrary<number>]>([
    ['no number', fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)],
    ['less than nothing', fc.double({ min: -5_000, max: -1e-9, noNaN: true })],
    ['more than all samples', fc.double({ min: 5_501, max: 1e9, noNaN: true })],
  ])('of which one is %s are blind', (_what, values) =>
    holds(
      [someMinutes, fc.nat(), fc.constantFrom('above', 'upTo', 'samples'), values],
      async (minutes, which, part, value) => {
        const { stable, canary } = await readOf(change(minutes, which, { [part]: value }));

        expect([stable.kind, canary.kind]).toEqual(['blind', 'blind']);
      },
    ),
  );

  it('of which both are left out are blind', () =>
    holds([someMinutes, fc.nat()], async (minutes, which) => {
      const { canary } = await readOf(
        change<Minute>(minutes, which, { above: undefined, upTo: undefined }),
      );

      expect(canary.kind).toBe('blind');
    }));

  it('of which one is left out are blind, unless the other has all samples but few', () =>
    holds(
      [someMinutes, fc.nat(), fc.constantFrom('above', 'upTo')],
      async (minutes, which, part) => {
        const { canary } = await readOf(change<Minute>(minutes, which, { [part]: undefined }));
        const { samples = 0, above = 0, upTo = 0 } = minutes[which % minutes.length] ?? {};
        const left = part === 'above' ? above : upTo;

        if (left > Math.max(1, samples / 100)) expect(canary.kind).toBe('blind');
        if (left === 0) expect(canary.kind).toBe('tail');
      },
    ));
});

describe('the baseline', () => {
  it('never throws, and has no reading that is blind', () =>
    holds([anyMinutes, anything], async (minutes, p95) => {
      cloudWatch.reset();
      cloudWatch
        .on(GetMetricDataCommand)
        .callsFake(answering({ ...ofSide('blue', minutes), 'TargetResponseTime p95 blue': [p95] }));

      const { readings, blind, tails } = await cloudWatchTelemetry().readBaseline(
        pick('error-rate', 'latency-p95'),
        labels('blue'),
        noon + 62 * 60_000,
      );

      expect(Object.values(readings).every(({ kind }) => kind !== 'blind')).toBe(true);
      expect(Object.values(tails).every((ms) => ms > 0 && Number.isFinite(ms))).toBe(true);
      if (blind !== undefined) expect(readings).toEqual({});
    }));
});
