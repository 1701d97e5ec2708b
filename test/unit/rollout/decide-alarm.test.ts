import { describe, expect, it } from 'vitest';
import type { AlarmLevel } from '../../../functions/rollout/domain/decision.ts';
import {
  aBake,
  aHold,
  anEdge,
  aRipeBake,
  decideAt,
  minutes,
  noon,
  startedAt,
} from '../../support/a-run.ts';

const aLevel = (changes: Partial<AlarmLevel> = {}): AlarmLevel => ({
  name: 'checkout-5xx',
  side: 'canary',
  state: 'ALARM',
  since: noon - minutes(1),
  ...changes,
});

const shared = { name: 'shop-5xx', side: 'shared' } as const;

describe('an alarm of the canary', () => {
  it.each([
    ['an edge', { signals: [anEdge()] }],
    ['a level', { alarms: [aLevel()] }],
  ])('rolls back by %s', (_how, snapshot) => {
    expect(decideAt(aRipeBake(), snapshot).action).toBe('roll-back');
  });

  it.each([
    ['changed at the moment of the first shift', { since: startedAt }],
    ['rang before the first shift already', { since: startedAt - 1 }],
  ])('is not heeded when it %s', (_when, change) => {
    const byEdge = decideAt(aBake(), { signals: [anEdge(change)] });
    const byLevel = decideAt(aBake(), { alarms: [aLevel(change)] });

    expect([byEdge.action, byLevel.action]).toEqual(['listen-baking', 'listen-baking']);
  });

  it('is heeded from the first millisecond after the first shift', () => {
    const signals = [anEdge({ since: startedAt + 1 })];

    expect(decideAt(aBake(), { signals }).action).toBe('roll-back');
  });

  it('is not heeded before anything was shifted', () => {
    const decision = decideAt(
      { kind: 'approval', step: 0 },
      { signals: [anEdge()], alarms: [aLevel()] },
      { firstShiftAt: undefined },
    );

    expect(decision.action).toBe('listen-approval');
  });

  it.each(['OK', 'INSUFFICIENT_DATA'] as const)('does not ring with the level %s', (state) => {
    expect(decideAt(aBake(), { alarms: [aLevel({ state })] }).action).toBe('listen-baking');
  });

  it('rolls back a run that a person holds', () => {
    expect(decideAt(aHold(), { signals: [anEdge()] }).action).toBe('roll-back');
  });

  it('rolls back by its edge when the levels cannot be read', () => {
    const decision = decideAt(aBake(), {
      signals: [anEdge()],
      alarms: { unreadable: 'CloudWatch is away' },
    });

    expect(decision.action).toBe('roll-back');
  });
});

describe('a shared alarm', () => {
  it.each([
    ['an edge', { signals: [anEdge(shared)] }],
    ['a level', { alarms: [aLevel(shared)] }],
  ])('holds by %s and blames nobody', (_how, snapshot) => {
    const decision = decideAt(aRipeBake(), snapshot);

    expect(decision).toMatchObject({
      action: 'listen-held',
      notices: [{ kind: 'held', severity: 'warning' }],
      gate: { kind: 'hold' },
    });
    expect(decision.because).toMatch(/the canary alone is not blamed/);
  });

  it('is heeded once, by its edge and its level together', () => {
    const first = decideAt(aRipeBake(), { signals: [anEdge(shared)] });

    const again = decideAt(
      aRipeBake(),
      { signals: [anEdge(shared)], alarms: [aLevel(shared)] },
      { heeded: first.detail.heeded },
    );

    expect(first.detail.heeded).toEqual([`shop-5xx@${noon - minutes(1)}`]);
    expect(again.action).toBe('shift');
  });

  it('is heeded again when it went to OK and rang anew', () => {
    const heeded = [`shop-5xx@${noon - minutes(5)}`];

    const decision = decideAt(aRipeBake(), { alarms: [aLevel(shared)] }, { heeded });

    expect(decision.action).toBe('listen-held');
  });

  it('is heeded together with the others that ring', () => {
    const alarms = [aLevel(shared), aLevel({ ...shared, name: 'shop-p99' })];

    const first = decideAt(aRipeBake(), { alarms });
    const again = decideAt(aRipeBake(), { alarms }, { heeded: first.detail.heeded });

    expect(again.action).toBe('shift');
  });

  it('leaves a run held that is held already', () => {
    const decision = decideAt(aHold(), { signals: [anEdge(shared)] });

    expect(decision).toMatchObject({ action: 'listen-held', detail: { phase: aHold() } });
    expect(decision.gate).toBeUndefined();
  });
});
