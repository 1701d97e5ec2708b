import { describe, expect, it } from 'vitest';
import { aPlan } from '../../support/a-plan.ts';
import {
  aGate,
  aRipeBake,
  aSignal,
  decideAt,
  evidenceUntil,
  inconclusive,
  minutes,
} from '../../support/a-run.ts';

const full = evidenceUntil + minutes(10);
const baking = aRipeBake({ passesFrom: full, maximumUntil: full });
const passing = { verdict: 'pass', because: 'it was seen to pass' } as const;
const safe = { ...passing, safe: true };
const early = { plan: aPlan({ earlyPromotion: true }) };

describe('a bake that is judged by evidence', () => {
  it.each([
    ['passes', passing, early],
    ['is certainly safe, but the plan does not ask for that', safe, {}],
    ['is inconclusive', inconclusive, early],
  ])('lasts to its maximum while the canary %s', (_why, judgement, changes) => {
    expect(decideAt(baking, { judgement }, changes).action).toBe('listen-baking');
  });

  it('ends at the minimum when the canary is certainly safe and the plan allows it', () => {
    expect(decideAt(baking, { judgement: safe }, early).action).toBe('shift');
  });

  it('never ends before the minimum', () => {
    const young = { ...baking, minimumUntil: evidenceUntil + 1 };

    expect(decideAt(young, { judgement: safe }, early).action).toBe('listen-baking');
  });

  it('passes at its maximum, and at any moment after it', () => {
    const over = { ...baking, passesFrom: evidenceUntil, maximumUntil: evidenceUntil };

    expect(decideAt(over, { judgement: passing }).action).toBe('shift');
    expect(
      decideAt({ ...over, maximumUntil: full, extensions: 1 }, { judgement: passing }).action,
    ).toBe('shift');
  });

  it('is over for a canary that passes once a person skips the wait', () => {
    const signals = [aSignal('skip-wait', { gate: 'bake-1' })];

    const { detail } = decideAt(baking, { signals, judgement: passing });

    expect(detail.phase).not.toHaveProperty('passesFrom');
    expect(decideAt(detail.phase, { judgement: passing }).action).toBe('shift');
    expect(decideAt(detail.phase, { judgement: inconclusive }).action).toBe('listen-baking');
  });

  it('is waited for when a person extends it', () => {
    const signals = [aSignal('extend', { gate: 'bake-1' })];

    const { detail } = decideAt(baking, { signals, gate: aGate() });

    expect(detail.phase).toMatchObject({
      passesFrom: full + minutes(20),
      maximumUntil: full + minutes(20),
    });
  });
});
