import { describe, expect, it } from 'vitest';
import { aPlan } from '../../support/a-plan.ts';
import {
  aGate,
  aSignal,
  aSplit,
  blind,
  decideAt,
  inconclusive,
  minutes,
  noon,
  regress,
} from '../../support/a-run.ts';

const waiting = { kind: 'approval', step: 1 } as const;
const gate = aGate('approval', { deadline: noon + minutes(30) });
const overdue = aGate('approval', { deadline: noon });
const approve = aSignal('approve', { gate: 'approval-1' });

const planWith = (action: 'roll-back' | 'advance') =>
  aPlan({ steps: [{ weight: 10 }, { weight: 50, approval: { action } }, { weight: 100 }] });

describe('a run that waits for approval', () => {
  it('waits', () => {
    const decision = decideAt(waiting, { gate });

    expect(decision).toMatchObject({ action: 'listen-approval', detail: { phase: waiting } });
    expect(decision.decision).toBeUndefined();
  });

  it('shifts once it is approved', () => {
    const decision = decideAt(waiting, { gate, signals: [approve] });

    expect(decision).toMatchObject({
      action: 'shift',
      detail: { phase: { kind: 'shifting', step: 1 } },
      gate: null,
      because: 'ann approved approval-1: because I say so',
    });
  });

  it('rolls back when it is declined, even if it is approved as well', () => {
    const decline = aSignal('decline', { gate: 'approval-1' });

    const decision = decideAt(waiting, { gate, signals: [approve, decline] });

    expect(decision.action).toBe('roll-back');
  });

  it('heeds the decline of its gate beside one of an older gate', () => {
    const signals = [
      aSignal('decline', { id: 'decline#approval-0', gate: 'approval-0' }),
      aSignal('decline', { gate: 'approval-1' }),
    ];

    expect(decideAt(waiting, { gate, signals }).action).toBe('roll-back');
  });

  it.each([
    aSignal('approve', { gate: 'approval-0' }),
    aSignal('approve'),
    aSignal('decline', { gate: 'approval-0' }),
    aSignal('resume', { gate: 'approval-1' }),
    aSignal('finish-now', { step: 10 }),
  ])('is not answered by %o', (signal) => {
    expect(decideAt(waiting, { gate, signals: [signal] }).action).toBe('listen-approval');
  });

  it('rolls back at its deadline, and not before', () => {
    const before = decideAt(waiting, { gate: aGate('approval', { deadline: noon + 1 }) });
    const at = decideAt(waiting, { gate: overdue }, { plan: planWith('roll-back') });

    expect([before.action, at.action]).toEqual(['listen-approval', 'roll-back']);
    expect(at.because).toBe('nobody answered approval-1 before its deadline of 240 minutes');
  });

  it('advances at its deadline where the plan says so and what is live passes', () => {
    const decision = decideAt(waiting, { gate: overdue }, { plan: planWith('advance') });

    expect(decision).toMatchObject({ action: 'shift', detail: { phase: { step: 1 } } });
    expect(decision.because).toMatch(/and the plan then advances$/);
  });

  it.each([
    ['the metrics cannot be seen', { judgement: blind }],
    ['too little was seen', { judgement: inconclusive }],
    ['the weights cannot be read', { split: { unreadable: 'ELB is away' } }],
    ['the alarms cannot be read', { alarms: { unreadable: 'CloudWatch is away' } }],
  ])('does not advance by itself while %s', (_why, seen) => {
    const decision = decideAt(waiting, { gate: overdue, ...seen }, { plan: planWith('advance') });

    expect(decision.action).not.toBe('shift');
  });

  it('advances by itself before the first shift, where nothing can be seen yet', () => {
    const plan = aPlan({
      steps: [{ weight: 10, approval: { action: 'advance' } }, { weight: 100 }],
    });

    const decision = decideAt(
      { kind: 'approval', step: 0 },
      { gate: overdue, judgement: undefined, split: aSplit(0) },
      { plan, live: { share: 0, since: noon, judgedFrom: noon }, firstShiftAt: undefined },
    );

    expect(decision.action).toBe('shift');
  });

  it('hears an approval that was given before the deadline', () => {
    const decision = decideAt(
      waiting,
      { gate: overdue, signals: [approve] },
      { plan: planWith('roll-back') },
    );

    expect(decision.action).toBe('shift');
  });

  it.each([
    ['the metrics cannot be seen', { judgement: blind }, /it was seen to blind$/],
    ['the weights cannot be read', { split: { unreadable: 'ELB is away' } }, /ELB is away$/],
    ['the alarms cannot be read', { alarms: { unreadable: 'no answer' } }, /no answer$/],
  ])('is approved while %s, and holds before the shift', (_what, seen, why) => {
    const decision = decideAt(waiting, { gate, signals: [approve], ...seen });

    expect(decision).toMatchObject({
      action: 'listen-held',
      detail: { phase: { kind: 'held', step: 1 } },
      notices: [{ kind: 'held' }],
      gate: { kind: 'hold' },
    });
    expect(decision.because).toMatch(
      /^ann approved approval-1: because I say so; but what is live at 10 % cannot be seen now/,
    );
    expect(decision.because).toMatch(why);
  });

  it('shifts over blind evidence once that step was waived, and only that one', () => {
    const actions = [1, 0].map(
      (waivedStep) =>
        decideAt(waiting, { gate, signals: [approve], judgement: blind }, { waivedStep }).action,
    );

    expect(actions).toEqual(['shift', 'listen-held']);
  });

  it('shifts first when it is approved, where nothing is live that could be seen', () => {
    const decision = decideAt(
      { kind: 'approval', step: 0 },
      { gate, signals: [approve], split: aSplit(0), alarms: { unreadable: 'no answer' } },
      { live: { share: 0, since: noon, judgedFrom: noon }, firstShiftAt: undefined },
    );

    expect(decision.action).toBe('shift');
  });

  it('rolls back what is live when it regresses, approved or not', () => {
    const decision = decideAt(waiting, { gate, signals: [approve], judgement: regress });

    expect(decision.action).toBe('roll-back');
  });
});
