import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../functions/rollout/domain/verdict.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aRecording } from '../../support/a-recording.ts';
import { replayed, withChange } from '../../support/a-replay.ts';

const before = { weight: 0, minutes: 20 };
const at10 = { weight: 10, minutes: 14 };
const at50 = { weight: 50, minutes: 14 };
const at100 = { weight: 100, minutes: 3 };
const fails = { errorRate: 0.05 };
const bad = { ...at10, canary: fails };

const verdicts = (lines: readonly { readonly verdict: Verdict }[]): Set<Verdict> =>
  new Set(lines.map(({ verdict }) => verdict));

describe.each(['threshold', 'sequential'] as const)('a replay by the %s judge', (judge) => {
  const plan = aPlan({ judge });

  it('promotes a good release that went through the whole plan', () => {
    const { decision, lines } = replayed(aRecording([before, at10, at50, at100]), plan);

    expect(decision.decision).toBe('promote');
    expect(lines.map(({ at }) => at)).toContain(decision.at);
    expect(lines.find(({ at }) => at === decision.at)).toMatchObject({
      verdict: 'pass',
      because: decision.because,
    });
  });

  it('rolls a bad one back at its first regress, and goes on to judge', () => {
    const { decision, lines } = replayed(aRecording([before, bad, at50]), plan);

    const first = lines.find(({ verdict }) => verdict === 'regress');
    expect(decision).toMatchObject({
      decision: 'roll-back',
      at: first?.at,
      because: first?.because,
    });
    expect(lines).toHaveLength(48);
  });

  it('decides one weight for the whole length by the verdict at its end', () => {
    expect(replayed(aRecording([at10]), plan).decision).toMatchObject({
      decision: 'promote',
      at: '2026-03-02T12:13:00Z',
    });
    expect(replayed(aRecording([bad]), plan).decision.decision).toBe('roll-back');
  });

  it('finds a canary with nothing but errors', () => {
    const { decision } = replayed(
      aRecording([before, { ...at10, canary: { errorRate: 1 } }]),
      plan,
    );

    expect(decision.decision).toBe('roll-back');
  });

  it('finds a canary whose requests are all slower than every bound', () => {
    const samples = aRecording([before, { ...at10, canary: { slowness: 1_000 } }]);

    const { decision } = replayed(samples, plan);

    expect(decision.decision).toBe('roll-back');
    expect(decision.because).toContain('latency');
  });

  it('says the same whatever comes later', () => {
    const samples = aRecording([before, bad, at50]);

    const whole = replayed(samples, plan);

    expect(replayed(samples.slice(0, 30), plan).lines).toEqual(whole.lines.slice(0, 30));
    expect(replayed(samples, plan)).toEqual(whole);
  });
});

describe('a recording that does not say enough', () => {
  it('of one bucket holds', () => {
    expect(replayed(aRecording([{ weight: 10, minutes: 1 }])).decision).toMatchObject({
      decision: 'hold',
      at: '2026-03-02T12:00:00Z',
    });
  });

  it('that ends before the minimum of the bake holds, though it passes', () => {
    const samples = aRecording([before, { weight: 50, minutes: 9 }]);

    const { decision, lines } = replayed(samples);

    expect(lines.at(-1)?.verdict).toBe('pass');
    expect(decision).toMatchObject({ decision: 'hold', at: lines.at(-1)?.at });
    expect(decision.because).toMatch(/^the step at 50 % has baked 9 of at least 10 minutes: /);
  });

  it('whose first step was left before it had baked holds, however the next ends', () => {
    const samples = aRecording([before, { weight: 10, minutes: 5 }, at50]);

    const { decision, lines } = replayed(samples);

    expect(lines.at(-1)?.verdict).toBe('pass');
    expect(decision).toMatchObject({ decision: 'hold', at: '2026-03-02T12:24:00Z' });
  });

  it('without a canary is a baseline and holds', () => {
    const { decision, lines } = replayed(aRecording([before]));

    expect(decision.decision).toBe('hold');
    expect(verdicts(lines)).toEqual(new Set(['inconclusive']));
  });

  it('with no traffic is never a pass', () => {
    const none = { requests: 0, errors: 0 };
    const samples = aRecording([at10]).map((each) => ({ ...each, stable: none, canary: none }));

    const { decision, lines } = replayed(samples);

    expect(decision.decision).toBe('hold');
    expect(verdicts(lines)).not.toContain('pass');
    expect(lines.at(-1)?.because).toContain('it has no requests');
  });

  it('without stable throughout is blind and holds', () => {
    const samples = aRecording([before, at10]).map((each) => ({ ...each, stable: null }));

    const { decision, lines } = replayed(samples);

    expect(decision.decision).toBe('hold');
    expect(lines.at(-1)?.verdict).toBe('blind');
    expect(lines.at(-1)?.because).toContain('on stable: it has no data');
  });

  it.each(['canary', 'stable'] as const)('that has lost the %s at its end holds', (role) => {
    const samples = withChange(
      aRecording([before, at10]),
      (index) => index === 33,
      (each) => ({ ...each, [role]: null }),
    );

    const { decision, lines } = replayed(samples);

    expect(lines.at(-2)?.verdict).toBe('pass');
    expect(lines.at(-1)?.verdict).toBe('blind');
    expect(decision).toMatchObject({ decision: 'hold', at: lines.at(-1)?.at });
  });

  it('whose canary lost its traffic again holds', () => {
    const samples = aRecording([before, at10, { weight: 0, minutes: 2 }]);

    expect(replayed(samples).decision).toMatchObject({
      decision: 'hold',
      because: 'the canary has no traffic: its weight is 0 %',
    });
  });
});

describe('a recording with a gap', () => {
  it('is judged on both sides of it, and the gap is no bake', () => {
    const samples = aRecording([before, at50]);
    const gapped = [...samples.slice(0, 27), ...samples.slice(33)];

    const { decision, lines } = replayed(gapped);

    expect(lines).toHaveLength(gapped.length);
    expect(decision.decision).toBe('hold');
    expect(decision.because).toMatch(/has baked 8 of at least 10 minutes/);
  });

  it('that only one side has is not compared there', () => {
    const samples = withChange(
      aRecording([before, { weight: 10, minutes: 20 }]),
      (index) => index >= 25 && index < 29,
      (each) => ({ ...each, canary: null }),
    );

    const { decision, lines } = replayed(samples);

    expect(lines[28]?.verdict).toBe('blind');
    expect(decision.decision).toBe('promote');
  });
});

describe('the requests', () => {
  it('that do not follow the weights are blind', () => {
    const samples = aRecording([before, { weight: 50, minutes: 14 }]).map((each) =>
      each.weight === 50 ? { ...each, weight: 10 } : each,
    );

    const { decision, lines } = replayed(samples);

    expect(lines.at(-1)?.because).toContain('where its weight is 10 %');
    expect(decision.decision).toBe('hold');
  });
});

describe('a metric under trial', () => {
  it('says what it would have done, and decides nothing', () => {
    const metrics = {
      'error-rate': { dryRun: true },
      'success-rate': 'off',
    };
    const { decision, lines } = replayed(aRecording([before, bad]), aPlan({}, { metrics }));

    const said = lines.at(-1)?.metrics.find(({ metric }) => metric === 'error-rate');
    expect(said?.because).toMatch(/^dry run, would have rolled back: /);
    expect(decision.decision).not.toBe('roll-back');
  });
});
