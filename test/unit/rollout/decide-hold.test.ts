import { describe, expect, it } from 'vitest';
import { withWho } from '../../../functions/rollout/domain/make-decision.ts';
import { aPlan } from '../../support/a-plan.ts';
import {
  aBake,
  aGate,
  aHold,
  aHoldBeforeShift,
  aRipeBake,
  aSignal,
  blind,
  decideAt,
  evidenceUntil,
  inconclusive,
  minutes,
  noon,
} from '../../support/a-run.ts';

const gate = aGate('hold', { deadline: noon + minutes(60) });
const overdue = aGate('hold', { deadline: noon });
const resume = aSignal('resume', { gate: 'hold-1' });

describe('a hold by a person', () => {
  it('keeps the traffic where it is until somebody answers or the deadline passes', () => {
    const decision = decideAt(aRipeBake(), { signals: [aSignal('hold')] }, { gates: 6 });

    expect(decision).toMatchObject({
      action: 'listen-held',
      decision: 'hold',
      detail: {
        gates: 7,
        phase: { kind: 'held', step: 0, remindedAt: noon, bake: { minimumUntil: evidenceUntil } },
      },
      notices: [{ kind: 'held', severity: 'info' }],
      gate: { id: 'hold-7', kind: 'hold', deadline: noon + minutes(240) },
    });
  });

  it.each([{ kind: 'approval', step: 1 } as const, { kind: 'shifting', step: 1 } as const])(
    'remembers that the step was not shifted to when the run was $kind',
    (phase) => {
      const decision = decideAt(phase, { signals: [aSignal('hold')] });

      expect(decision.detail.phase).toMatchObject({ kind: 'held', step: 1 });
      expect(decision.detail.phase).not.toHaveProperty('bake');
    },
  );

  it('holds no second time', () => {
    const decision = decideAt(aHold(), { gate, signals: [aSignal('hold')] });

    expect(decision).toMatchObject({ action: 'listen-held', detail: { phase: aHold() } });
    expect(decision.gate).toBeUndefined();
  });
});

describe('a held run', () => {
  it.each([blind, inconclusive, undefined])('waits on with %o', (judgement) => {
    const decision = decideAt(aHold(), { gate, judgement });

    expect(decision).toMatchObject({
      action: 'listen-held',
      because: expect.stringMatching(/^held: /),
    });
    expect([decision.decision, decision.gate]).toEqual([undefined, undefined]);
  });

  it('bakes on when it is resumed, in a gate of its own', () => {
    const decision = decideAt(aHold(), { gate, signals: [resume] }, { gates: 3 });

    expect(decision).toMatchObject({
      action: 'listen-baking',
      decision: 'resume',
      detail: {
        gates: 4,
        phase: {
          kind: 'baking',
          step: 0,
          minimumUntil: evidenceUntil,
          maximumUntil: evidenceUntil + minutes(20),
          extensions: 0,
        },
      },
      gate: { id: 'bake-4', kind: 'bake', step: 10, deadline: noon + minutes(20) },
    });
  });

  it('takes nothing off the bake that it interrupted, nor what a person added to it', () => {
    const bake = aBake({ minimumUntil: noon + minutes(5), passesFrom: noon + minutes(40) });
    const held = decideAt(bake, { signals: [aSignal('hold')] });
    const again = decideAt(held.detail.phase, { signals: [aSignal('hold')], gate });

    const { detail, gate: next } = decideAt(again.detail.phase, { gate, signals: [resume] });

    expect(detail.phase).toEqual({
      kind: 'baking',
      step: 0,
      minimumUntil: noon + minutes(5),
      passesFrom: noon + minutes(40),
      maximumUntil: noon + minutes(40),
      extensions: 0,
    });
    expect(next?.deadline).toBe(noon + minutes(40));
    expect(decideAt(detail.phase, { gate: aGate('bake') }).action).toBe('listen-baking');
  });

  it('shifts when it is resumed and was held before its shift', () => {
    const decision = decideAt(aHoldBeforeShift(), { gate, signals: [resume] });

    expect(decision).toMatchObject({
      action: 'shift',
      detail: { phase: { kind: 'shifting', step: 1 } },
    });
  });

  it.each([
    [{ judgement: blind }, 'listen-held'],
    [{ split: { unreadable: 'ELB is away' } }, 'listen-held'],
    [{ judgement: inconclusive }, 'shift'],
  ])(
    'is held again when it is resumed before its shift over blind evidence: %o',
    (seen, action) => {
      const decision = decideAt(
        aHoldBeforeShift(),
        { gate, signals: [resume], ...seen },
        { gates: 1 },
      );

      expect(decision.action).toBe(action);
      if (action === 'listen-held')
        expect(decision).toMatchObject({
          because: expect.stringMatching(
            /^ann resumed hold-1: .*; but what is live at 10 % cannot/,
          ),
          detail: { phase: { kind: 'held', step: 1 } },
          gate: { id: 'hold-2' },
        });
    },
  );

  it('shifts when it is resumed over blind evidence that was waived', () => {
    const decision = decideAt(
      aHoldBeforeShift(),
      { gate, signals: [resume], judgement: blind },
      { waivedStep: 1 },
    );

    expect(decision.action).toBe('shift');
  });

  it('asks for approval again when it is resumed before a step that wants it', () => {
    const plan = aPlan({ steps: [{ weight: 10 }, { weight: 100, approval: {} }] });

    const decision = decideAt(aHoldBeforeShift(), { gate, signals: [resume] }, { plan });

    expect(decision.action).toBe('listen-approval');
  });

  it('asks for approval over blind evidence too, since asking moves nothing', () => {
    const plan = aPlan({ steps: [{ weight: 10 }, { weight: 100, approval: {} }] });

    const decision = decideAt(
      aHoldBeforeShift(),
      { gate, signals: [resume], judgement: blind },
      { plan },
    );

    expect(decision.action).toBe('listen-approval');
  });

  it('waits as long again when its hold is extended', () => {
    const signals = [aSignal('extend', { gate: 'hold-1' })];

    const decision = decideAt(aHold(), { gate, signals });

    expect(decision).toMatchObject({
      action: 'listen-held',
      decision: 'extend the hold',
      gate: { id: 'hold-1', deadline: noon + minutes(240) },
    });
  });

  it.each([
    aSignal('resume', { gate: 'hold-9' }),
    aSignal('extend', { gate: 'hold-9' }),
    aSignal('skip-wait', { gate: 'hold-1' }),
    aSignal('approve', { gate: 'hold-1' }),
    aSignal('finish-now', { step: 10 }),
  ])('is not answered by %o', (signal) => {
    const decision = decideAt(aHold(), { gate, signals: [signal] });

    expect(decision).toMatchObject({ action: 'listen-held', detail: { phase: aHold() } });
    expect(decision.gate).toBeUndefined();
  });

  it('rolls back at its deadline, and not before', () => {
    const before = decideAt(aHold(), { gate: aGate('hold', { deadline: noon + 1 }) });
    const at = decideAt(aHold(), { gate: overdue });

    expect(before.action).toBe('listen-held');
    expect(at).toMatchObject({ action: 'roll-back', gate: null });
    expect(at.because).toBe(
      'nobody answered hold-1 before its deadline (ann holds the rollout: lunch)',
    );
  });

  it('needs an operator at its deadline where the plan says so', () => {
    const plan = aPlan({ hold: { action: 'needs-operator' } });

    const decision = decideAt(aHold(), { gate: overdue }, { plan });

    expect(decision).toMatchObject({ action: 'needs-operator', detail: { phase: aHold() } });
  });

  it('hears an answer that was given before the deadline', () => {
    expect(decideAt(aHold(), { gate: overdue, signals: [resume] }).action).toBe('listen-baking');
  });

  it('reminds once an hour', () => {
    const due = aHold({ remindedAt: noon - minutes(60) });

    const early = decideAt(aHold({ remindedAt: noon - minutes(60) + 1 }), { gate });
    const reminded = decideAt(due, { gate });
    const again = decideAt(reminded.detail.phase, { gate });

    expect(early.notices).toEqual([]);
    expect(reminded).toMatchObject({
      decision: 'remind',
      detail: { phase: { remindedAt: noon } },
      notices: [{ kind: 'reminder', severity: 'warning' }],
    });
    expect(again.notices).toEqual([]);
  });

  it('asks again who changed the weights, which CloudTrail reports late', () => {
    const drift = 'the weights were changed by somebody else: the canary has 35 %';
    const remindedAt = noon - minutes(60);

    const reminded = decideAt(aHold({ because: drift, remindedAt }), { gate });

    expect(reminded.asksWho).toBe(true);
    expect(decideAt(aHold({ remindedAt }), { gate }).asksWho).toBeUndefined();
    expect(withWho(withWho(reminded, 'not known yet'), 'terraform').notices[0]?.sentence).toBe(
      `still held: ${drift}. Who did it: terraform`,
    );
  });

  it('judges what it has seen while held as soon as it is resumed', () => {
    const resumed = decideAt(aHold(), { gate, signals: [resume] });

    const next = decideAt(resumed.detail.phase, { gate: aGate('bake') });
    const unseen = decideAt(resumed.detail.phase, { gate: aGate('bake'), judgement: blind });

    expect([next.action, unseen.action]).toEqual(['shift', 'listen-baking']);
  });
});

describe('a hold and an answer to the bake in one read', () => {
  it('holds', () => {
    const signals = [aSignal('hold'), aSignal('skip-wait', { gate: 'bake-1' })];

    expect(decideAt(aBake(), { signals }).action).toBe('listen-held');
  });
});
