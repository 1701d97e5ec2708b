import { describe, expect, it } from 'vitest';
import { samplesOf, unseenSides } from '../../../functions/rollout/domain/judge-readings.ts';
import type { Reading } from '../../../functions/telemetry/domain/reading.ts';
import {
  aGauge,
  aQuantile,
  aShare,
  blind,
  gauge,
  judgeOne,
  minute,
  noon,
  quantile,
  shares,
} from './tick.ts';

const window = { start: noon, end: noon + minute };
const readings = { share: shares([1, 1_000]), quantile: quantile(100, 1_000), gauge: gauge(1) };
const metrics = { share: aShare(), quantile: aQuantile(), gauge: aGauge({ minimumBuckets: 1 }) };
const kinds = ['share', 'quantile', 'gauge'] as const;

describe('a side that cannot be seen', () => {
  it.each<[string, Reading, Reading, string | undefined]>([
    ['neither', readings.share, readings.share, undefined],
    ['the canary', blind('dark'), readings.share, 'on the canary: dark'],
    ['stable', readings.share, blind('dark'), 'on stable: dark'],
    ['both', blind('dark'), blind('late'), 'on the canary: dark; on stable: late'],
    ['one of another kind', readings.gauge, readings.share, 'on the canary: a gauge was read'],
  ])('is named: %s', (_which, canary, stable, said) => {
    expect(unseenSides({ canary, stable }, 'share', 'both')).toBe(said);
  });

  it('is both when nothing was read', () => {
    expect(unseenSides(undefined, 'share', 'both')).toBe(
      'on the canary: it was not read; on stable: it was not read',
    );
  });

  it('does not matter where the canary is judged alone', () => {
    const said = unseenSides(
      { canary: readings.share, stable: blind('x') },
      'share',
      'canary-only',
    );

    expect(said).toBe(undefined);
  });

  it('matters where it is the canary that is judged alone', () => {
    const said = unseenSides(
      { canary: blind('x'), stable: readings.share },
      'share',
      'canary-only',
    );

    expect(said).toBe('on the canary: x');
  });
});

describe('evidence', () => {
  const pairs = kinds.flatMap((metric) => kinds.map((reading) => [metric, reading] as const));

  it.each(pairs)('of a %s is formed of readings of its kind: %s', (metric, reading) => {
    const sides = { canary: readings[reading], stable: readings[reading] };

    const evidence = samplesOf(metrics[metric], window, sides, 'both');

    expect(evidence !== undefined).toBe(metric === reading);
  });

  it.each(pairs)('of a %s needs stable of its kind too: %s', (metric, reading) => {
    const sides = { canary: readings[metric], stable: readings[reading] };

    const evidence = samplesOf(metrics[metric], window, sides, 'both');

    expect(evidence !== undefined).toBe(metric === reading);
  });

  it.each(kinds)('of a %s needs no stable where the canary is judged alone', (kind) => {
    const sides = { canary: readings[kind], stable: blind('no requests') };

    const evidence = samplesOf(metrics[kind], window, sides, 'canary-only');

    expect(evidence?.whole).toMatchObject({ stable: undefined });
  });
});

describe('a metric without data', () => {
  const ofMinutes = (...minutes: number[]): Reading => ({
    kind: 'share',
    buckets: minutes.map((at) => ({ at: noon + at * minute, events: 0, total: 500 })),
  });

  it.each([
    [
      'no minute of both sides',
      ofMinutes(0),
      ofMinutes(1),
      'error rate: no bucket was seen on both sides',
    ],
    [
      'none for three minutes',
      ofMinutes(0, 1),
      ofMinutes(0, 1, 2, 3, 4),
      'error rate: no data of one of the sides since 12:02 UTC',
    ],
  ])('is blind: %s', (_what, canary, stable, because) => {
    const judged = judgeOne(aShare(), canary, stable, { minutes: 5 });

    expect(judged).toMatchObject({ verdict: 'blind', because });
    expect(judged.exposure.canary).toBe(because.includes('since') ? 1_000 : 0);
  });

  it('is not blind for two minutes', () => {
    const judged = judgeOne(aShare(), ofMinutes(0, 1, 2), ofMinutes(0, 1, 2), { minutes: 5 });

    expect(judged.verdict).toBe('pass');
  });

  it('of the canary alone says so', () => {
    const judged = judgeOne(aShare({ limits: { percent: 1 } }), ofMinutes(0), blind('none'), {
      minutes: 5,
      comparable: 'canary-only',
    });

    expect(judged.because).toBe('error rate: no data of the canary since 12:01 UTC');
  });

  it('waits when no bucket can be complete yet', () => {
    const judged = judgeOne(aShare(), ofMinutes(), ofMinutes(), { minutes: 0 });

    expect(judged).toMatchObject({
      verdict: 'inconclusive',
      because: 'error rate: no bucket of this step is complete yet',
      exposure: { stable: 0, canary: 0 },
      consecutive: 0,
    });
  });

  it('of which no value can be formed says how much was seen', () => {
    const judged = judgeOne(aShare(), shares([0, 0]), shares([0, 9]));

    expect(judged).toMatchObject({ verdict: 'inconclusive', exposure: { canary: 0, stable: 9 } });
  });

  it('is blind with its reason, and says whose', () => {
    expect(judgeOne(aShare(), blind('dark'), shares([0, 9])).because).toBe(
      'error rate cannot be seen on the canary: dark',
    );
  });
});
