import { describe, expect, it } from 'vitest';
import { aPlan } from '../../support/a-plan.ts';
import {
  aBake,
  aGate,
  anEndedBake,
  aRipeBake,
  aSignal,
  aSplit,
  blind,
  decideAt,
  evidenceUntil,
  inconclusive,
  minutes,
  noon,
  pass,
} from '../../support/a-run.ts';

const insufficient = {
  name: 'checkout-5xx',
  side: 'canary',
  state: 'INSUFFICIENT_DATA',
  since: noon - minutes(60),
} as const;

describe('a step that bakes', () => {
  it('shifts to the next step on a pass whose evidence spans the minimum', () => {
    const decision = decideAt(aRipeBake());

    expect(decision).toMatchObject({
      action: 'shift',
      decision: 'advance to 50 %',
      because: 'it was seen to pass',
      gate: null,
      detail: { phase: { kind: 'shifting', step: 1 } },
    });
  });

  it.each([
    [
      'the evidence does not span the minimum yet',
      aRipeBake({ minimumUntil: evidenceUntil + 1 }),
      {},
    ],
    ['nothing was judged yet', aRipeBake(), { judgement: undefined }],
    ['too little was seen', aRipeBake(), { judgement: inconclusive }],
    ['the metrics cannot be seen', aRipeBake(), { judgement: blind }],
    ['the weights cannot be read', aRipeBake(), { split: { unreadable: 'ELB is away' } }],
    ['the alarms cannot be read', aRipeBake(), { alarms: { unreadable: 'CloudWatch is away' } }],
    ['an alarm has insufficient data', aRipeBake(), { alarms: [insufficient] }],
  ])('waits on while %s', (_why, phase, snapshot) => {
    const decision = decideAt(phase, snapshot);

    expect(decision).toMatchObject({ action: 'listen-baking', detail: { phase } });
    expect(decision.decision).toBeUndefined();
    expect(decision.gate).toBeUndefined();
  });

  it('passes in the last minute, and after it', () => {
    expect(decideAt(anEndedBake()).action).toBe('shift');
    expect(decideAt(anEndedBake({ maximumUntil: evidenceUntil - minutes(5) })).action).toBe(
      'shift',
    );
  });

  it('asks for approval before a step that wants it', () => {
    const plan = aPlan({
      steps: [{ weight: 10 }, { weight: 50, approval: { deadlineMinutes: 30 } }, { weight: 100 }],
    });

    const decision = decideAt(aRipeBake(), {}, { plan, gates: 4 });

    expect(decision).toMatchObject({
      action: 'listen-approval',
      detail: { phase: { kind: 'approval', step: 1 }, gates: 5 },
      notices: [{ kind: 'approval-needed', severity: 'warning' }],
      gate: { id: 'approval-5', kind: 'approval', deadline: noon + minutes(30) },
    });
  });

  it('is promoted after the last step', () => {
    const plan = aPlan({
      steps: [{ weight: 10 }, { weight: 100, bake: { minimumMinutes: 5, maximumMinutes: 10 } }],
    });
    const live = { share: 100, since: noon - minutes(8), judgedFrom: noon - minutes(6) };

    const decision = decideAt(aRipeBake({ step: 1 }), { split: aSplit(100) }, { plan, live });

    expect(decision).toMatchObject({ action: 'end-promoted', decision: 'promote', gate: null });
  });

  it('is promoted without a verdict where the promotion does not bake', () => {
    const live = { share: 100, since: noon, judgedFrom: noon };

    const decision = decideAt(
      aBake({ step: 2 }),
      { split: aSplit(100), judgement: undefined },
      { live },
    );

    expect(decision.action).toBe('end-promoted');
  });
});

describe('a bake that ends without a pass', () => {
  const ends = [
    ['inconclusive', { judgement: inconclusive }],
    ['inconclusive', { judgement: undefined }],
    ['inconclusive', { alarms: [insufficient] }],
    ['blind', { judgement: blind }],
    ['blind', { split: { unreadable: 'ELB is away' } }],
    ['blind', { alarms: { unreadable: 'CloudWatch is away' } }],
    ['blind', { judgement: inconclusive, split: { unreadable: 'ELB is away' } }],
  ] as const;

  it.each(ends)('is %s with %o, and extended by its maximum', (verdict, snapshot) => {
    const decision = decideAt(anEndedBake(), snapshot);

    expect(decision).toMatchObject({
      action: 'listen-baking',
      decision: 'extend the bake',
      detail: { phase: { maximumUntil: evidenceUntil + minutes(20), extensions: 1 } },
    });
    expect(decision.because).toMatch(new RegExp(`^the bake ended ${verdict}: .*\\(1 of 2\\)$`));
  });

  it.each(ends)('is %s with %o, and held after two extensions', (verdict, snapshot) => {
    const decision = decideAt(anEndedBake({ extensions: 2 }), snapshot);

    expect(decision).toMatchObject({
      action: 'listen-held',
      detail: { phase: { kind: 'held', step: 0, beforeShift: false } },
      notices: [{ kind: 'held' }],
      gate: { kind: 'hold', deadline: noon + minutes(240) },
    });
    expect(decision.because).toMatch(
      new RegExp(`^the bake ended ${verdict}: .*after 2 extensions$`),
    );
  });

  it('may be extended a second time, and no third time', () => {
    const extended = (extensions: number) =>
      decideAt(anEndedBake({ extensions }), { judgement: blind }).action;

    expect([0, 1, 2].map(extended)).toEqual(['listen-baking', 'listen-baking', 'listen-held']);
  });

  it('moves the deadline that people see with the bake', () => {
    const { detail, gate } = decideAt(anEndedBake(), { judgement: blind });

    expect(gate).toMatchObject({ id: 'bake-1', kind: 'bake', step: 10 });
    expect(gate?.deadline).toBeGreaterThan(noon);
    expect(detail.phase).toMatchObject({ kind: 'baking' });
  });

  it.each([
    ['hold', 'listen-held', 'held'],
    ['roll-back', 'roll-back', undefined],
    ['advance', 'shift', 'noticed'],
  ] as const)('does what the plan says: %s', (policy, action, notice) => {
    const inconclusively = decideAt(
      anEndedBake(),
      { judgement: inconclusive },
      { plan: aPlan({ whenInconclusive: policy }) },
    );
    const blindly = decideAt(
      anEndedBake(),
      { judgement: blind },
      { plan: aPlan({ whenBlind: policy }) },
    );

    expect([inconclusively.action, blindly.action]).toEqual([action, action]);
    expect(inconclusively.notices.map(({ kind }) => kind)).toEqual(notice ? [notice] : []);
  });

  it('asks the policy of the verdict and not the other one', () => {
    const plan = aPlan({ whenInconclusive: 'roll-back', whenBlind: 'hold' });

    expect(decideAt(anEndedBake(), { judgement: inconclusive }, { plan }).action).toBe('roll-back');
    expect(decideAt(anEndedBake(), { judgement: blind }, { plan }).action).toBe('listen-held');
  });

  it('tells that an advance without a pass was waived by the plan', () => {
    const plan = aPlan({ whenInconclusive: 'advance' });

    const { because, notices } = decideAt(anEndedBake(), { judgement: inconclusive }, { plan });

    expect(because).toMatch(/^the bake ended inconclusive: .*; the plan waives it and advances$/);
    expect(notices).toEqual([{ kind: 'noticed', severity: 'warning', sentence: because }]);
  });
});

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

  it('may finish now, which is told as a waiver', () => {
    const signals = [aSignal('finish-now', { step: 10 })];

    const decision = decideAt(unripe, { signals, judgement: inconclusive });

    expect(decision).toMatchObject({
      action: 'shift',
      decision: 'advance to 100 %',
      detail: { phase: { kind: 'shifting', step: 2 } },
      notices: [{ kind: 'noticed', severity: 'warning' }],
    });
    expect(decision.because).toMatch(/^ann finished now, waiving the rest of the steps/);
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
    expect(decision.because).toMatch(/^ann finished now/);
  });

  it('cannot waive the approval that the promotion needs', () => {
    const plan = aPlan({ steps: [{ weight: 10 }, { weight: 100, approval: {} }] });
    const signals = [aSignal('finish-now', { step: 10 })];

    const decision = decideAt(unripe, { signals }, { plan });

    expect(decision.action).toBe('listen-approval');
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
