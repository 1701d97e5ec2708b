import { describe, expect, it } from 'vitest';
import {
  assess,
  boundOf,
  isTelling,
  keepsBound,
  type Limits,
} from '../../../functions/rollout/domain/judge-limits.ts';
import { aGauge, aQuantile, aShare } from './tick.ts';

const someLimits = (changes: Partial<Limits> = {}): Limits => ({
  worse: 'higher',
  difference: undefined,
  bound: undefined,
  floor: 0,
  chance: 0,
  ...changes,
});

describe('the bound of a metric', () => {
  it.each([
    ['a share', aShare({ limits: { percent: 2 } }), 2],
    ['a share without one', aShare({ limits: { points: 2 } }), undefined],
    ['a quantile', aQuantile({ limits: { milliseconds: 300 } }), 300],
    ['a quantile without one', aQuantile({ limits: { increasePercent: 10 } }), undefined],
    ['a gauge', aGauge({ limits: { value: 80 } }), 80],
    ['a gauge without one', aGauge({ limits: { increasePercent: 10 } }), undefined],
  ])('of %s is in its own unit', (_what, metric, bound) => {
    expect(boundOf(metric)).toBe(bound);
  });

  it.each([
    ['higher', 1.9, true],
    ['higher', 2, false],
    ['lower', 2.1, true],
    ['lower', 2, false],
  ] as const)('that must not be %s is kept at %d: %j', (worse, stable, isKept) => {
    expect(keepsBound(stable, 2, worse)).toBe(isKept);
  });
});

/** [worse, stable, canary] and what is said of them. */
describe('a difference', () => {
  it.each([
    ['higher', 1, 1.4, { broken: false, used: 0.8, limit: 1.5 }],
    ['higher', 1, 1.5, { broken: true, used: 1, limit: 1.5 }],
    ['higher', 1, 2, { broken: true, used: 2, limit: 1.5 }],
    ['higher', 1, 0, { broken: false, used: 0, limit: 1.5 }],
    ['lower', 1, 0.6, { broken: false, used: 0.8, limit: 0.5 }],
    ['lower', 1, 0.5, { broken: true, used: 1, limit: 0.5 }],
    ['lower', 1, 2, { broken: false, used: 0, limit: 0.5 }],
  ] as const)('when %s is worse: stable %d, canary %d', (worse, stable, canary, said) => {
    const assessed = assess({ canary, stable }, someLimits({ worse, difference: 0.5 }));

    expect(assessed).toMatchObject({ ...said, counted: ['difference'] });
  });

  it('of nothing at all is broken by any excess, and uses all of it', () => {
    const limits = someLimits({ difference: 0 });

    expect(assess({ canary: 0.1, stable: 0 }, limits)).toMatchObject({
      broken: true,
      used: Number.POSITIVE_INFINITY,
    });
    expect(assess({ canary: 0, stable: 0 }, limits)).toMatchObject({ broken: false, used: 0 });
  });

  it('is reached whatever the last binary digit is', () => {
    const assessed = assess({ canary: 1.1, stable: 0.8 }, someLimits({ difference: 0.3 }));

    expect(assessed.broken).toBe(true);
  });

  it('says nothing where stable has no value', () => {
    const assessed = assess({ canary: 9, stable: undefined }, someLimits({ difference: 0.5 }));

    expect(assessed).toMatchObject({ counted: [], broken: false, limit: undefined });
  });
});

describe('a bound', () => {
  it.each([
    ['higher', 50, 75, { broken: false, used: 0.5, counted: ['bound'], limit: 100 }],
    ['higher', 50, 100, { broken: true, used: 1, counted: ['bound'], limit: 100 }],
    ['higher', 50, 40, { broken: false, used: 0, counted: ['bound'], limit: 100 }],
    ['higher', 100, 200, { broken: false, counted: [], limit: undefined }],
    ['lower', 200, 150, { broken: false, used: 0.5, counted: ['bound'], limit: 100 }],
    ['lower', 200, 100, { broken: true, used: 1, counted: ['bound'], limit: 100 }],
    ['lower', 100, 10, { broken: false, counted: [], limit: undefined }],
    ['higher', undefined, 50, { broken: false, used: 0.5, counted: ['bound'], limit: 100 }],
    ['higher', undefined, 100, { broken: true, used: 1, counted: ['bound'], limit: 100 }],
    ['lower', undefined, 200, { broken: false, used: 0.5, counted: ['bound'], limit: 100 }],
    ['lower', undefined, 100, { broken: true, used: 1, counted: ['bound'], limit: 100 }],
  ] as const)('of 100 when %s is worse: stable %d, canary %d', (worse, stable, canary, said) => {
    const assessed = assess({ canary, stable }, someLimits({ worse, bound: 100 }));

    expect(assessed).toMatchObject(said);
  });
});

describe('a difference and a bound', () => {
  const limits = someLimits({ difference: 1, bound: 4 });

  it.each([
    ['neither', 1, 1.5, false],
    ['the difference alone', 1, 3, false],
    ['the bound alone', 3.5, 4.2, false],
    ['both', 1, 4, true],
    ['the difference, where stable does not keep the bound', 5, 6, true],
  ])('are broken by what reaches both: %s', (_what, stable, canary, broken) => {
    expect(assess({ canary, stable }, limits).broken).toBe(broken);
  });

  it('use as much as the laxer of them, which is the limit', () => {
    const assessed = assess({ canary: 2.5, stable: 1 }, limits);

    expect(assessed).toMatchObject({ used: 0.5, limit: 4, counted: ['difference', 'bound'] });
  });

  it('have the lower one for a limit where lower is worse', () => {
    const assessed = assess(
      { canary: 9, stable: 9 },
      someLimits({ worse: 'lower', difference: 1, bound: 4 }),
    );

    expect(assessed.limit).toBe(4);
  });
});

describe('what is no number', () => {
  it.each([
    ['a value', { canary: Number.NaN, stable: 1 }, { difference: 1 }],
    ['a value of stable', { canary: 1, stable: Number.NaN }, { difference: 1 }],
    ['an endless value of stable', { canary: 1, stable: Infinity }, { bound: 2 }],
    ['a difference', { canary: 1, stable: 1 }, { difference: Number.NaN }],
    ['a bound', { canary: 9, stable: undefined }, { bound: Number.NaN }],
    ['an endless bound', { canary: 9, stable: 1 }, { bound: Infinity }],
    ['a floor', { canary: 9, stable: 1 }, { difference: 1, floor: Number.NaN }],
    ['one of two limits', { canary: 1, stable: 1 }, { difference: 1, bound: Number.NaN }],
  ])('is neither within the limit nor beyond it: %s', (_what, pair, limits) => {
    const assessed = assess(pair, someLimits(limits));

    expect(assessed).toMatchObject({ unknown: true, broken: false, limit: undefined });
    expect(isTelling(assessed)).toBe(true);
  });

  it('is not said of numbers', () => {
    expect(assess({ canary: 1, stable: 1 }, someLimits({ bound: 2 })).unknown).toBe(false);
    expect(isTelling(assess({ canary: 1, stable: 2 }, someLimits({ bound: 2 })))).toBe(false);
  });
});
