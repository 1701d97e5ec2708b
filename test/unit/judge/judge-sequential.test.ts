import { describe, expect, it } from 'vitest';
import { judgeStateAfter } from '../../../functions/rollout/domain/evidence/past.ts';
import { judgeByEvidence } from '../../../functions/rollout/domain/judge-sequential.ts';
import type { JudgeState } from '../../../functions/rollout/domain/verdict.ts';
import { stateForNextStep } from '../../../functions/rollout/domain/verdict.ts';
import type { Metrics } from '../../../functions/telemetry/domain/metric.ts';
import { CountMetric } from '../../../functions/telemetry/domain/metric.ts';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import {
  aGauge,
  aQuantile,
  aShare,
  blind,
  gauge,
  minute,
  noon,
  quantile,
  share,
  shares,
} from './tick.ts';

const alpha = 0.01;

/** Buckets of a tail that begins at 300 ms. */
const tail = (events: number, total: number, minutes: number): Reading => ({
  ...(share(events, total, minutes) as Reading & { kind: 'share' }),
  kind: 'tail',
  aboveMilliseconds: 300,
});

const criticalOf = (metrics: Metrics): number =>
  Object.values(metrics).filter(({ importance, dryRun }) => importance === 'critical' && !dryRun)
    .length;

const judge = (
  metrics: Metrics,
  readings: Readonly<Record<string, { canary: Reading; stable: Reading }>>,
  more: { minutes: number; state?: JudgeState; comparable?: 'both' | 'canary-only' },
) =>
  judgeByEvidence(
    { alpha, critical: criticalOf(metrics) },
    {
      metrics,
      answer: {
        window: { start: noon, end: noon + more.minutes * minute },
        bucketSeconds: 60,
        readings,
      },
      state:
        more.state ??
        judgeStateAfter(metrics, { errors: share(9, 900, 60), tail: tail(27, 900, 60) }),
      comparable: more.comparable ?? 'both',
    },
  );

const errors = { errors: aShare() };

const judgeErrors = (canary: Reading, minutes: number, metrics: Metrics = errors) =>
  judge(metrics, { errors: { canary, stable: share(9, 900, minutes) } }, { minutes }).judgement;

describe('the sequential judge', () => {
  it('passes equal sides once enough was seen', () => {
    expect(judgeErrors(share(1, 100, 1), 1).verdict).toBe('inconclusive');
    expect(judgeErrors(share(1, 100, 10), 10)).toMatchObject({
      verdict: 'pass',
      evidence: { needed: Math.log(100) },
    });
  });

  it('rolls back at 100 to 1, and says what is worse, by how much and how sure it is', () => {
    const judgement = judgeErrors(share(5, 100, 8), 8);

    expect(judgement.verdict).toBe('regress');
    expect(judgement.because).toMatch(
      /^error rate 5\.00 % on the canary against 1\.00 % on stable: \+4\.00 points, limit \+0\.50 \(800 and 7,200 requests, evidence .* to 1, bad requests 1\.\d+ to \d+\.\d+ times as frequent\); the critical metrics together .* to 1, a rollback takes 100 to 1$/,
    );
    const [metric] = judgement.metrics;
    expect(metric?.ratio?.[0]).toBeGreaterThan(1);
    expect(metric?.dispersion).toBeGreaterThanOrEqual(1);
  });

  it('rolls back before the minimum of requests when the canary crashes', () => {
    expect(judgeErrors(share(20, 20, 1), 1).verdict).toBe('regress');
  });

  it('is inconclusive beyond a limit without the evidence', () => {
    const judgement = judgeErrors(share(2, 100, 3), 3);

    expect(judgement.verdict).toBe('inconclusive');
    expect(judgement.because).toContain('a rollback takes 100 to 1');
  });

  it('does not roll back within the limit, however certain the difference is', () => {
    const judgement = judge(
      errors,
      { errors: { canary: share(130, 10_000, 30), stable: share(100, 10_000, 30) } },
      { minutes: 30 },
    ).judgement;

    expect(judgement.metrics[0]?.evidence).toBeGreaterThan(Math.log(100));
    expect(judgement.verdict).toBe('pass');
  });

  it('needs as much more evidence of one metric as there are critical ones', () => {
    const four = { errors: aShare(), b: aShare(), c: aShare(), d: aShare() };
    const equal = { canary: share(1, 100, 4), stable: share(9, 900, 4) };
    const readings = (canary: Reading) => ({
      errors: { canary, stable: share(9, 900, 4) },
      b: equal,
      c: equal,
      d: equal,
    });

    const alone = judge(
      errors,
      { errors: { canary: share(4, 100, 4), stable: share(9, 900, 4) } },
      { minutes: 4 },
    );
    const among = judge(four, readings(share(4, 100, 4)), { minutes: 4 });

    expect(among.judgement.evidence?.log).toBeCloseTo(
      (alone.judgement.evidence?.log ?? 0) - Math.log(4),
      6,
    );
  });

  it.each([
    ['advisory', { importance: 'advisory' }],
    ['under trial', { dryRun: true }],
  ])('does not heed a metric that is %s, and still says what it sees', (_name, changes) => {
    const metrics = { errors: aShare(changes), healthy: aShare() };
    const readings = {
      errors: { canary: share(20, 100, 10), stable: share(9, 900, 10) },
      healthy: { canary: share(1, 100, 10), stable: share(9, 900, 10) },
    };

    const { judgement } = judge(metrics, readings, { minutes: 10 });

    expect(judgement.verdict).toBe('pass');
    expect(judgement.metrics[0]?.verdict).toBe('regress');
  });

  it('is blind when a critical metric cannot be seen, whatever it has seen before', () => {
    const bad = judge(
      errors,
      { errors: { canary: share(3, 100, 3), stable: share(9, 900, 3) } },
      { minutes: 3 },
    );

    const after = judge(
      errors,
      { errors: { canary: blind('throttled'), stable: share(9, 900, 4) } },
      { minutes: 4, state: bad.state },
    );

    expect(after.judgement.verdict).toBe('blind');
    expect(after.state.evidence).toEqual(bad.state.evidence);
  });

  it('keeps its evidence over steps', () => {
    const first = judge(
      errors,
      { errors: { canary: share(3, 100, 5), stable: share(9, 900, 5) } },
      { minutes: 5 },
    );

    const next = stateForNextStep(first.state);

    expect(next.evidence.errors?.worse).toEqual(first.state.evidence.errors?.worse);
    expect(next.evidence.errors?.safe).toEqual([]);
    expect(first.state.evidence.errors?.safe).not.toEqual([]);
  });

  it('judges a quantile by the share of requests beyond its limit', () => {
    const metrics = { tail: aQuantile() };
    const at = (events: number) =>
      judge(
        metrics,
        { tail: { canary: tail(events, 100, 10), stable: tail(27, 900, 10) } },
        { minutes: 10 },
      ).judgement;

    expect(at(3).verdict).toBe('pass');
    expect(at(15).verdict).toBe('regress');
    expect(at(15).because).toContain(
      'p95 latency 15.00 % of requests slower than 300 ms on the canary against 3.00 % on stable',
    );
    expect(at(15).metrics[0]).toMatchObject({ unit: '%', aboveMilliseconds: 300 });
  });

  it('holds a tail that begins elsewhere against the share at its limit', () => {
    const metrics = { tail: aQuantile() };
    const of = (events: number, total: number, limitShare?: number): Reading => ({
      ...(tail(events, total, 10) as Reading & { kind: 'tail' }),
      ...(limitShare !== undefined && { limitShare }),
    });
    const at = (limitShare?: number) =>
      judge(
        metrics,
        { tail: { canary: of(3, 100, limitShare), stable: of(2, 900, limitShare) } },
        { minutes: 10, state: judgeStateAfter(metrics, { tail: of(2, 900, limitShare) }) },
      ).judgement.verdict;

    expect(at()).toBe('pass');
    expect(at(0.01)).toBe('regress');
  });

  it.each([
    [200, 'pass', '81,000 requests, an estimate that cannot be weighed as evidence)'],
    [900, 'inconclusive', 'that cannot be weighed as evidence, a rollback takes 100 to 1)'],
  ])(
    'says of a quantile of %d ms without a tail that it is an estimate',
    (slow, verdict, words) => {
      const readings = {
        tail: {
          canary: quantile(slow, 9_000, { minutes: 10 }),
          stable: quantile(190, 81_000, { minutes: 10 }),
        },
      };

      const { judgement } = judge({ tail: aQuantile() }, readings, { minutes: 10 });

      expect(judgement.verdict).toBe(verdict);
      expect(judgement.because).toContain(words);
    },
  );

  it('notices events that are no share of the requests', () => {
    const retries = CountMetric.parse({
      kind: 'count',
      events: { namespace: 'Shop', metric: 'Retries', dimensions: {} },
      total: { namespace: 'Shop', metric: 'Requests', dimensions: {} },
      limits: { increasePercent: 50 },
    });
    const of = (events: number, total: number): Reading => ({
      ...(share(events, total, 10) as Reading & { kind: 'share' }),
      kind: 'count',
    });
    const at = (events: number) =>
      judge(
        { retries },
        { retries: { canary: of(events, 100), stable: of(180, 900) } },
        { minutes: 10 },
      ).judgement;

    expect(at(20).verdict).toBe('pass');
    expect(at(300)).toMatchObject({ verdict: 'regress' });
    expect(at(300).because).toContain('3000.00 per 1,000 requests'.replace('3000', '3,000'));
  });

  it('weighs a level in pairs, and needs many buckets of them', () => {
    const metrics = { memory: aGauge() };
    const of = (value: number, minutes: number) =>
      judge(
        metrics,
        {
          memory: {
            canary: gauge(...Array.from({ length: minutes }, () => value)),
            stable: gauge(...Array.from({ length: minutes }, () => 40)),
          },
        },
        { minutes },
      ).judgement.verdict;

    expect(of(41, 15)).toBe('pass');
    expect(of(60, 5)).toBe('inconclusive');
    expect(of(60, 15)).toBe('regress');
  });

  it('holds the canary against its own bound when stable has no traffic', () => {
    const metrics = { errors: aShare({ limits: { percent: 2 } }) };
    const at = (events: number) =>
      judge(
        metrics,
        { errors: { canary: share(events, 1_000, 5), stable: blind('no traffic') } },
        { minutes: 5, comparable: 'canary-only' },
      ).judgement.verdict;

    expect(at(10)).toBe('pass');
    expect(at(60)).toBe('regress');
  });

  it('counts what is not a success where fewer are worse', () => {
    const metrics = { errors: aShare({ worse: 'lower', limits: { percent: 98 } }) };
    const at = (events: number) =>
      judge(
        metrics,
        { errors: { canary: share(events, 100, 10), stable: share(891, 900, 10) } },
        { minutes: 10, state: judgeStateAfter(metrics, { errors: share(891, 900, 60) }) },
      ).judgement.verdict;

    expect(at(99)).toBe('pass');
    expect(at(93)).toBe('regress');
  });

  it('says that a canary is safe when every critical metric is certainly within its limit', () => {
    const of = (requests: number) =>
      judge(
        errors,
        {
          errors: {
            canary: share(requests / 100, requests, 10),
            stable: share(requests / 100, requests, 10),
          },
        },
        { minutes: 10 },
      ).judgement.safe;

    expect(of(100)).toBe(false);
    expect(of(10_000)).toBe(true);
  });

  const tenMinutes = (level: number) => gauge(...Array.from({ length: 10 }, () => level));

  it.each([
    ['a level', aGauge(), { canary: tenMinutes(45.9), stable: tenMinutes(40) }],
    [
      'a quantile without a tail',
      aQuantile(),
      {
        canary: quantile(109, 2_000, { minutes: 10 }),
        stable: quantile(100, 9_000, { minutes: 10 }),
      },
    ],
  ])('says of no canary that it is safe beside %s that is critical', (_, metric, other) => {
    const good = { canary: share(100, 10_000, 10), stable: share(100, 10_000, 10) };
    const of = (importance: 'critical' | 'advisory') =>
      judge(
        { errors: aShare(), other: { ...metric, importance } },
        { errors: good, other },
        { minutes: 10 },
      ).judgement;

    expect(of('critical')).toMatchObject({ verdict: 'pass', safe: false });
    expect(of('advisory')).toMatchObject({ verdict: 'pass', safe: true });
  });

  it('finds a regression that begins late in a step', () => {
    const early = Array.from({ length: 20 }, () => [1, 100] as const);
    const late = Array.from({ length: 6 }, () => [8, 100] as const);

    const { judgement } = judge(
      errors,
      { errors: { canary: shares(...early, ...late), stable: share(9, 900, 26) } },
      { minutes: 26 },
    );

    expect(judgement.verdict).toBe('regress');
  });
});
