import { describe, expect, it } from 'vitest';
import type { Reading, Readings } from '../../../functions/telemetry/domain/reading.ts';
import { aDistribution, judgeValues, times } from './a-distribution.ts';
import {
  aShare,
  blind,
  gauge,
  judgeOne,
  judgeTick,
  minute,
  noon,
  quantile,
  share,
} from './tick.ts';

const empty: Reading = { kind: 'blind', because: 'it has no datapoint', empty: true };
const zero = aDistribution({ noData: 'zero' });

/** Values of minutes, with gaps. */
const gaps = (...values: (number | undefined)[]): Reading => ({
  kind: 'gauge',
  buckets: values.flatMap((value, index) =>
    value === undefined ? [] : [{ at: noon + index * minute, value }],
  ),
});

const judgeBeside = (canary: Reading, stable: Reading, requests: Readings[string], minutes = 8) => {
  const { judgement } = judgeTick({
    metrics: { requests: aShare(), errors: zero },
    readings: { requests, errors: { canary, stable } },
    minutes,
  });
  const said = judgement.metrics.find(({ metric }) => metric === 'errors');
  if (said === undefined) throw new Error('the errors were judged');
  return said;
};

const bothServe = { canary: share(0, 100, 8), stable: share(0, 900, 8) };

describe('a minute without a datapoint', () => {
  it('is left out on both sides unless the plan says otherwise', () => {
    const canary = gaps(13, undefined, 13, 13, undefined, 13, 13, 13);
    const stable = gaps(10, 10, 10, undefined, 10, 10, 10, 10);

    const said = judgeOne(aDistribution(), canary, stable, { minutes: 8 });

    expect(said).toMatchObject({ verdict: 'regress', exposure: { canary: 5, stable: 5 } });
  });

  it('is 0 where the side served requests and the plan says so', () => {
    const said = judgeBeside(gaps(9, 9, 9, 9, 9, 9, 9, 9), gaps(undefined, 1), bothServe);

    expect(said).toMatchObject({ verdict: 'regress', canary: 9, stable: 0 });
    expect(said.because).toContain('(8 buckets, without data and counted as 0: 7 on stable)');
  });

  it('is 0 where nothing happened on either side', () => {
    const said = judgeBeside(gaps(undefined, 1), gaps(undefined, undefined, 1), bothServe);

    expect(said).toMatchObject({ canary: 0, stable: 0, exposure: { canary: 8, stable: 8 } });
    expect(said.because).toContain('7 on the canary, 7 on stable');
  });

  it('is not 0 where the side had no requests', () => {
    const requests = { canary: share(0, 100, 3, 5), stable: share(0, 900, 8) };

    const said = judgeBeside(gaps(undefined, undefined, 1), gaps(1, 1, 1, 1, 1, 1, 1, 1), requests);

    expect(said).toMatchObject({ verdict: 'inconclusive', exposure: { canary: 4, stable: 4 } });
  });

  it('is not 0 in a minute that counts 0 requests', () => {
    const requests = { canary: share(0, 0, 8), stable: share(0, 900, 8) };

    const said = judgeBeside(gaps(1), gaps(1), requests);

    expect(said.exposure).toEqual({ canary: 1, stable: 1 });
  });

  it('is 0 where a quantile has timed requests', () => {
    const requests = {
      canary: quantile(10, 800, { minutes: 8 }),
      stable: quantile(10, 800, { minutes: 8 }),
    };

    const said = judgeBeside(gaps(1), gaps(1), requests);

    expect(said.exposure).toEqual({ canary: 8, stable: 8 });
  });

  it('is 0 where the other side was seen, in a plan that counts no requests', () => {
    const said = judgeOne(zero, gaps(5, 5, 5, 5, 5, 5), gaps(1, undefined, 1), { minutes: 6 });

    expect(said).toMatchObject({ verdict: 'regress', exposure: { canary: 6, stable: 6 } });
    expect(said.because).toContain('counted as 0: 4 on stable');
  });
});

describe('a series without one datapoint', () => {
  const requests = bothServe;
  const full = gauge(...times(8, 1));

  it.each([
    ['the canary', empty, full],
    ['stable', full, empty],
    ['both', empty, empty],
  ])('is blind while gaps are left out: %s', (_what, canary, stable) => {
    const said = judgeOne(aDistribution(), canary, stable, { minutes: 8 });

    expect(said.verdict).toBe('blind');
    expect(said.because).toContain('it has no datapoint');
  });

  it('is blind on both sides also where gaps are 0: the name may be wrong', () => {
    const said = judgeBeside(empty, empty, requests);

    expect(said).toMatchObject({
      verdict: 'blind',
      because:
        'queue wait cannot be seen on the canary: it has no datapoint; on stable: it has no datapoint',
    });
  });

  it('lets the other side regress where gaps are 0', () => {
    expect(judgeBeside(full, empty, requests).verdict).toBe('regress');
  });

  it.each([
    ['the canary', empty, full],
    ['stable', gaps(undefined, 1, 1), empty],
  ])('never passes where gaps are 0: %s', (_what, canary, stable) => {
    const said = judgeBeside(canary, stable, requests);

    expect(said.verdict).toBe('inconclusive');
    expect(said.because).toContain('but one of the sides has not one datapoint');
  });
});

describe('what cannot be seen', () => {
  it.each([
    ['a fault, also where gaps are 0', blind('no access'), 'on the canary: no access'],
    ['another kind of reading', share(1, 2, 8), 'on the canary: a share was read'],
  ])('is blind: %s', (_what, canary, because) => {
    const said = judgeOne(zero, canary, gauge(...times(8, 1)), { minutes: 8 });

    expect(said).toMatchObject({
      verdict: 'blind',
      because: `queue wait cannot be seen ${because}`,
      exposure: { canary: 0, stable: 0 },
    });
  });

  it('is blind when it was not read at all', () => {
    const { judgement } = judgeTick({ metrics: { metric: zero }, readings: {} });

    expect(judgement.metrics[0]?.because).toBe(
      'queue wait cannot be seen on the canary: it was not read; on stable: it was not read',
    );
  });

  it('is blind when the sides share no minute', () => {
    const said = judgeOne(aDistribution(), gaps(1), gaps(undefined, 1), { minutes: 2 });

    expect(said).toMatchObject({
      verdict: 'blind',
      because: 'queue wait: no bucket was seen on both sides',
    });
  });

  it.each([
    [7, 'pass'],
    [8, 'blind'],
  ])('is blind when it ends three minutes before the window: %d minutes', (minutes, verdict) => {
    const said = judgeValues(aDistribution(), times(5, 1), times(5, 1), { minutes });

    expect(said.verdict).toBe(verdict);
  });

  it('says since when', () => {
    const said = judgeValues(aDistribution(), times(5, 1), times(5, 1), { minutes: 8 });

    expect(said.because).toBe('queue wait: no data of one of the sides since 12:05 UTC');
  });
});
