import { describe, expect, it } from 'vitest';
import { nextRun } from '../../../functions/runs/domain/change.ts';
import { aBake, aDetail, aGate, anIntent, aRun, aSignal, noon } from '../../support/a-run.ts';

const listener = { entry: 4, retry: 0, token: 'token' };

describe('a run after a change', () => {
  it('of nothing is the same but for its version and its used listener', () => {
    const { listener: _used, ...run } = aRun({ listener, version: 3 });

    expect(nextRun({ ...run, listener }, {}, noon)).toEqual({ ...run, version: 4 });
  });

  it('keeps its gate, opens another, or closes it', () => {
    const hold = aGate('hold');

    expect(nextRun(aRun(), {}, noon).gate).toEqual(aGate());
    expect(nextRun(aRun(), { gate: hold }, noon).gate).toEqual(hold);
    expect(nextRun(aRun(), { gate: null }, noon)).not.toHaveProperty('gate');
  });

  it('has what was decided and the detail that it brings', () => {
    const decided = { entry: 7, result: { action: 'shift' } };
    const detail = aDetail(aBake({ step: 1 }));

    const next = nextRun(aRun(), { decided, detail }, noon);

    expect([next.decided, next.detail]).toEqual([decided, detail]);
    expect(nextRun(aRun({ decided }), {}, noon).decided).toEqual(decided);
    expect(nextRun(aRun({ detail }), {}, noon).detail).toBe(detail);
  });

  it('numbers its intents, and stays returning from the first return on', () => {
    const there = nextRun(aRun(), { intent: { direction: 'forward', goal: '50' } }, noon);
    const back = nextRun(there, { intent: { direction: 'return', goal: '0' } }, noon + 1);
    const after = nextRun(back, {}, noon + 2);

    expect(there.intents).toEqual([
      anIntent(10),
      { direction: 'forward', goal: '50', number: 2, at: noon },
    ]);
    expect(back.intents.at(-1)).toEqual({
      direction: 'return',
      goal: '0',
      number: 3,
      at: noon + 1,
    });
    expect(there).not.toHaveProperty('returning');
    expect([back.returning, after.returning]).toEqual([true, true]);
  });

  it('counts the signals that it has taken', () => {
    const taken = [aSignal('hold'), aSignal('abort')];

    expect(nextRun(aRun({ signalsTaken: 1 }), { taken }, noon).signalsTaken).toBe(3);
    expect(nextRun(aRun({ signalsTaken: 1 }), {}, noon).signalsTaken).toBe(1);
  });

  it('has the next epoch when it is taken over', () => {
    expect(nextRun(aRun({ epoch: 2 }), { takeover: true }, noon).epoch).toBe(3);
    expect(nextRun(aRun({ epoch: 2 }), {}, noon).epoch).toBe(2);
  });

  it.each([
    { outcome: 'promoted', status: 'ended' },
    { outcome: 'needs-operator', status: 'needs-operator' },
  ] as const)('that ends as $outcome is $status, and says why and when', ({ outcome, status }) => {
    const end = { outcome, error: 'AnError', because: 'of it' };

    expect(nextRun(aRun(), { end }, noon)).toMatchObject({ ...end, status, endedAt: noon });
    expect(nextRun(aRun(), {}, noon)).not.toHaveProperty('endedAt');
  });
});
