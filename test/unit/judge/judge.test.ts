import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worst } from '../../../functions/rollout/domain/verdict.ts';
import { aQuantile, aShare, blind, judgeOne, judgeTick, quantile, shares } from './tick.ts';

const bad = { canary: shares([310, 10_000]), stable: shares([48, 10_000]) };
const good = { canary: shares([50, 10_000]), stable: shares([48, 10_000]) };
const unseen = { canary: blind('dark'), stable: blind('dark') };
const scarce = { canary: shares([0, 10]), stable: shares([0, 10_000]) };

describe('the verdict of the whole', () => {
  const readings = { pass: good, regress: bad, blind: unseen, inconclusive: scarce };
  const kinds = fc.constantFrom('pass', 'regress', 'blind', 'inconclusive');

  it('is the worst of the critical metrics, and of them alone', () => {
    const metric = fc.record({
      kind: kinds,
      importance: fc.constantFrom('critical', 'advisory'),
      dryRun: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(metric, { minLength: 1, maxLength: 6 }), (given) => {
        const { judgement } = judgeTick({
          metrics: Object.fromEntries(
            given.map((each, index) => [
              `m${index}`,
              aShare({ importance: each.importance, dryRun: each.dryRun }),
            ]),
          ),
          readings: Object.fromEntries(
            given.map(({ kind }, index) => [`m${index}`, readings[kind]]),
          ),
        });
        const critical = given.filter((each) => each.importance === 'critical' && !each.dryRun);
        expect(judgement.verdict).toBe(worst(critical.map(({ kind }) => kind)));
      }),
      { seed: 7 },
    );
  });

  it('never passes below the minimum of requests of any critical metric', () => {
    const side = fc.record({ events: fc.nat(400), more: fc.nat(400) });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 600 }), (canary, stable, minimum) => {
        const total = (each: typeof canary) => each.events + each.more;
        const judged = judgeOne(
          aShare({ minimumRequests: minimum }),
          shares([canary.events, total(canary)]),
          shares([stable.events, total(stable)]),
        );
        const enough = Math.min(total(canary), total(stable)) >= minimum;
        expect(enough || !['pass', 'regress'].includes(judged.whole.verdict)).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it('never regresses when the canary has no more errors than stable', () => {
    const counts = fc.tuple(fc.nat(1_000), fc.integer({ min: 1_000, max: 100_000 }));
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 12 }), (buckets) => {
        const judged = judgeOne(
          aShare({ floorPoints: 0 }),
          shares(...buckets.map(([events, total]) => [events, total] as const)),
          shares(...buckets.map(([events, total]) => [events, total] as const)),
          { minutes: buckets.length },
        );
        expect(judged.verdict).toBe('pass');
      }),
      { seed: 7 },
    );
  });

  it('names the smallest margin of a pass', () => {
    const { judgement } = judgeTick({
      metrics: { errors: aShare(), latency: aQuantile() },
      readings: {
        errors: good,
        latency: { canary: quantile(212, 10_000), stable: quantile(200, 10_000) },
      },
    });

    expect(judgement.because).toBe(
      'all 2 critical metrics that count pass; the smallest margin uses 60 % of its limit: ' +
        'p95 latency 212 ms on the canary against 200 ms on stable: +6.0 %, limit +10.0 % ' +
        '(10,000 and 10,000 requests)',
    );
  });

  it('lets a metric under trial say what it would have done', () => {
    const { judgement } = judgeTick({
      metrics: { errors: aShare(), trial: aShare({ dryRun: true }) },
      readings: { errors: good, trial: bad },
    });

    expect(judgement.verdict).toBe('pass');
    expect(judgement.metrics[1]).toMatchObject({ verdict: 'regress', decides: false });
    expect(judgement.metrics[1]?.because).toMatch(/^dry run, would have rolled back: error rate/);
  });

  it('is blind without any metric', () => {
    expect(judgeTick({ metrics: {}, readings: {} }).judgement.verdict).toBe('blind');
  });

  it('is blind for a metric that was not read at all', () => {
    expect(judgeTick({ metrics: { errors: aShare() }, readings: {} }).judgement.verdict).toBe(
      'blind',
    );
  });
});
