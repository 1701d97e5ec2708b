import { describe, expect, it } from 'vitest';
import { aPlan } from '../../support/a-plan.ts';
import {
  aBake,
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

  describe('is the promotion without a bake and', () => {
    const live = { share: 100, since: noon, judgedFrom: noon };
    const decideEnd = (minimumUntil: number, snapshot = {}) =>
      decideAt(
        aBake({ step: 2, minimumUntil }),
        { split: aSplit(100), judgement: undefined, ...snapshot },
        { live },
      );

    it('is promoted without a verdict', () => {
      expect(decideEnd(noon).action).toBe('end-promoted');
    });

    it.each([
      ['until late calls are over', noon + 1, {}],
      ['while the weights cannot be read', noon, { split: { unreadable: 'ELB is away' } }],
    ])('waits %s', (_why, minimumUntil, snapshot) => {
      expect(decideEnd(minimumUntil, snapshot).action).toBe('listen-baking');
    });
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
      detail: { phase: { kind: 'held', step: 0, bake: { minimumUntil: evidenceUntil } } },
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

  it('goes on over blind evidence after the approval too where the plan waives just that', () => {
    const steps = [{ weight: 10 }, { weight: 100, approval: {} }];
    const plan = aPlan({ steps, whenBlind: 'advance', whenInconclusive: 'advance' });
    const approved = (judgement: typeof blind) => {
      const { detail, gate } = decideAt(anEndedBake(), { judgement }, { plan });
      const signals = [aSignal('approve', { gate: gate?.id })];
      return decideAt(detail.phase, { gate: gate ?? undefined, signals, judgement: blind }, detail);
    };

    expect([blind, inconclusive].map((seen) => approved(seen).action)).toEqual([
      'shift',
      'listen-held',
    ]);
  });

  it('tells that an advance without a pass was waived by the plan', () => {
    const plan = aPlan({ whenInconclusive: 'advance' });

    const { because, notices } = decideAt(anEndedBake(), { judgement: inconclusive }, { plan });

    expect(because).toMatch(/^the bake ended inconclusive: .*; the plan waives it and advances$/);
    expect(notices).toEqual([{ kind: 'noticed', severity: 'warning', sentence: because }]);
  });
});
