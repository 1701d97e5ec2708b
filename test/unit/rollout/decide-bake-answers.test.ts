import { describe, expect, it } from 'vitest';
import { aPlan } from '../../support/a-plan.ts';
import {
  aBake,
  aGate,
  aSignal,
  aSplit,
  blind,
  decideAt,
  inconclusive,
  minutes,
  noon,
  pass,
} from '../../support/a-run.ts';

describe('an answer to a bake', () => {
  const unripe = aBake();

  it('may skip the wait, and the step still has to pass', () => {
    const signals = [aSignal('skip-wait', { gate: 'bake-1' })];

    const skipped = decideAt(unripe, { signals, judgement: inconclusive });
    const waiting = decideAt(skipped.detail.phase, { judgement: inconclusive });
    const passing = decideAt(skipped.detail.phase, { judgement: pass });

    expect(skipped).toMatchObject({ action: 'listen-baking', decision: 'skip the wait' });
    expect(waiting.action).toBe('listen-baking');
    expect(passing.action).toBe('shift');
  });

  it('may extend it by its maximum', () => {
    const signals = [aSignal('extend', { gate: 'bake-1' })];

    const { detail, action, because } = decideAt(unripe, { signals });

    expect(action).toBe('listen-baking');
    expect(detail.phase).toMatchObject({ maximumUntil: unripe.maximumUntil + minutes(20) });
    expect(because).toMatch(/^ann extended the bake/);
  });

  it('may finish now, which is told as a waiver with the steps that it skips', () => {
    const signals = [aSignal('finish-now', { step: 10 })];

    const decision = decideAt(unripe, { signals, judgement: inconclusive });

    expect(decision).toMatchObject({
      action: 'shift',
      decision: 'advance to 100 %',
      detail: { phase: { kind: 'shifting', step: 2 } },
      notices: [{ kind: 'noticed', severity: 'warning' }],
    });
    const sentence =
      'ann finished now, waiving the rest of the bake at 10 % and skipping 50 %: because I say so';
    expect(decision.because).toBe(sentence);
    expect(decision.notices[0]?.sentence).toBe(sentence);
  });

  it('may finish now at 100 %, where the rest of the bake is waived', () => {
    const plan = aPlan({
      steps: [{ weight: 10 }, { weight: 100, bake: { minimumMinutes: 5, maximumMinutes: 10 } }],
    });
    const live = { share: 100, since: noon - minutes(1), judgedFrom: noon };

    const decision = decideAt(
      aBake({ step: 1 }),
      {
        split: aSplit(100),
        gate: aGate('bake', { step: 100 }),
        signals: [aSignal('finish-now', { step: 100 })],
        judgement: undefined,
      },
      { plan, live },
    );

    expect(decision.action).toBe('end-promoted');
    expect(decision.because).toMatch(/^ann finished now, waiving the rest of the bake at 100 %: /);
  });

  it('cannot waive the approval that the promotion needs', () => {
    const plan = aPlan({ steps: [{ weight: 10 }, { weight: 100, approval: {} }] });
    const signals = [aSignal('finish-now', { step: 10 })];

    const decision = decideAt(unripe, { signals }, { plan });

    expect(decision.action).toBe('listen-approval');
  });

  it('waives with it that what is live can be seen when the next step is approved', () => {
    const plan = aPlan({ steps: [{ weight: 10 }, { weight: 100, approval: {} }] });
    const finish = aSignal('finish-now', { step: 10 });
    const { detail, gate } = decideAt(unripe, { signals: [finish], judgement: blind }, { plan });
    const approve = aSignal('approve', { gate: gate?.id });

    const decision = decideAt(
      detail.phase,
      { gate: gate ?? undefined, signals: [approve], judgement: blind },
      detail,
    );

    expect(decision.action).toBe('shift');
  });

  it.each([1, 2, 3])('may finish now up to step %i that asks for approval', (gated) => {
    const steps = [10, 25, 50, 100].map((weight, index) => ({
      weight,
      ...(index >= gated && { approval: {} }),
    }));
    const signals = [aSignal('finish-now', { step: 10 })];

    const decision = decideAt(unripe, { signals }, { plan: aPlan({ steps }) });

    expect(decision).toMatchObject({
      action: 'listen-approval',
      detail: { phase: { kind: 'approval', step: gated } },
      gate: { kind: 'approval' },
    });
    const skipped = [25, 50].slice(0, gated - 1).map((weight) => `${weight} %`);
    const skipping = gated === 1 ? '' : ` and skipping ${skipped.join(', ')}`;
    expect(decision.because).toContain(`the rest of the bake at 10 %${skipping}: `);
  });

  it('that extends it is waited for, and leaves the extensions of the plan as they are', () => {
    const signals = [aSignal('extend', { gate: 'bake-1' })];

    const { detail, gate } = decideAt(unripe, { signals });

    expect(detail.phase).toEqual({
      ...unripe,
      minimumUntil: unripe.minimumUntil + minutes(20),
      maximumUntil: unripe.maximumUntil + minutes(20),
    });
    expect(gate).toEqual(aGate('bake', { deadline: aGate().deadline + minutes(20) }));
  });

  it.each([
    aSignal('skip-wait', { gate: 'bake-7' }),
    aSignal('extend', { gate: 'bake-7' }),
    aSignal('finish-now', { step: 50 }),
    aSignal('approve', { gate: 'bake-1' }),
    aSignal('resume', { gate: 'bake-1' }),
    aSignal('decline', { gate: 'approval-1' }),
  ])('is ignored when it is not the answer to this bake: %o', (signal) => {
    const decision = decideAt(unripe, { signals: [signal] });

    expect(decision).toMatchObject({ action: 'listen-baking', detail: { phase: unripe } });
  });
});
