import { describe, expect, it } from 'vitest';
import {
  aGate,
  aHold,
  aHoldBeforeShift,
  anEdge,
  aSignal,
  decideAt,
  minutes,
  noon,
} from '../../support/a-run.ts';

const gate = aGate('hold', { deadline: noon + minutes(60) });
const resume = aSignal('resume', { gate: 'hold-1' });

describe('what holds a run, and an answer to the hold that it has, in one read', () => {
  const hold = aSignal('hold', { who: 'bob', why: 'the phone rings' });
  const alarm = anEdge({ name: 'shop-5xx', side: 'shared' });
  const answers = [resume, aSignal('extend', { gate: 'hold-1' })];

  it.each(answers)('holds anew by a hold, and uses up the $kind', (answer) => {
    const signals = [answer, hold];

    const decision = decideAt(aHoldBeforeShift(), { gate, signals }, { gates: 1 });

    const because = `bob holds the rollout: the phone rings; this outweighs the ${answer.kind} of hold-1 by ann`;
    expect(decision).toMatchObject({
      action: 'listen-held',
      decision: 'hold',
      detail: { phase: { kind: 'held', step: 1, because } },
      notices: [{ kind: 'held', severity: 'info', sentence: because }],
      gate: { id: 'hold-2', deadline: noon + minutes(240) },
    });
  });

  it.each(answers)('holds anew by a shared alarm, told once, over the $kind', (answer) => {
    const decision = decideAt(aHold(), { gate, signals: [alarm, answer] }, { gates: 1 });

    expect(decision).toMatchObject({
      action: 'listen-held',
      detail: { phase: aHold({ remindedAt: noon, because: decision.because }) },
      notices: [{ kind: 'held', severity: 'warning' }],
      gate: { id: 'hold-2' },
    });
    expect(decision.because).toMatch(/^shared alarm shop-5xx .* outweighs the .* by ann$/);
    expect(decision.detail.heeded).toEqual([`shop-5xx@${noon - minutes(1)}`]);
    expect(decision.notices).toHaveLength(1);
  });

  it('tells of the shared alarm too when it is held anew by a person', () => {
    const decision = decideAt(aHold(), { gate, signals: [hold, alarm, resume] });

    expect(decision.notices.map(({ kind }) => kind)).toEqual(['held', 'noticed']);
  });

  it('does not hold anew for an answer that fits no open gate', () => {
    const signals = [hold, aSignal('resume', { gate: 'hold-9' })];

    expect(decideAt(aHold(), { gate, signals }).gate).toBeUndefined();
  });

  it('goes on by the answer when the shared alarm is no news any more', () => {
    const heeded = [`shop-5xx@${noon - minutes(1)}`];

    const decision = decideAt(aHold(), { gate, signals: [alarm, resume] }, { heeded });

    expect(decision.action).toBe('listen-baking');
  });
});
