import { describe, expect, it } from 'vitest';
import type { Gate } from '../../../functions/runs/domain/run.ts';
import type { Signal, SignalKind } from '../../../functions/runs/domain/signal.ts';
import { whyRefused } from '../../../functions/runs/domain/signal-fit.ts';
import { aGate, anEdge, aSignal, minutes, noon } from '../../support/a-run.ts';

const kinds: readonly SignalKind[] = [
  'abort',
  'alarm',
  'hold',
  'approve',
  'decline',
  'resume',
  'extend',
  'skip-wait',
  'finish-now',
];
const gateKinds: readonly Gate['kind'][] = ['bake', 'approval', 'hold', 'watch'];
const deadline = noon + minutes(15);

/** A signal that answers the gate rightly if its kind can. */
const answering = (kind: SignalKind, gate: Gate | undefined): Signal => {
  if (kind === 'alarm') return anEdge();
  if (kind === 'finish-now') return aSignal(kind, { step: gate?.step ?? 10 });
  return aSignal(kind, { gate: gate?.id ?? 'bake-1' });
};

const taken = (gate: Gate | undefined): SignalKind[] =>
  kinds.filter((kind) => whyRefused({ gate }, answering(kind, gate), noon) === undefined);

describe('a signal', () => {
  it.each<[Gate['kind'] | 'none', SignalKind[]]>([
    ['none', ['abort', 'alarm', 'hold']],
    ['bake', ['abort', 'alarm', 'hold', 'extend', 'skip-wait', 'finish-now']],
    ['approval', ['abort', 'alarm', 'hold', 'approve', 'decline']],
    ['hold', ['abort', 'alarm', 'hold', 'resume', 'extend']],
    ['watch', ['abort', 'alarm']],
  ])('fits a gate of kind %s when it is one of %j', (kind, fitting) => {
    expect(taken(kind === 'none' ? undefined : aGate(kind))).toEqual(fitting);
  });

  it.each(gateKinds)(
    'never fits a run that returns its traffic, with a gate of kind %s',
    (kind) => {
      const gate = aGate(kind);

      const refusals = kinds.map((each) =>
        whyRefused({ gate, returning: true }, answering(each, gate), noon),
      );

      expect(new Set(refusals)).toEqual(
        new Set(['the traffic is being returned to stable, which nothing stops']),
      );
    },
  );

  it.each<[string, Gate, Signal, string]>([
    [
      'an older gate',
      aGate('approval', { id: 'approval-4' }),
      aSignal('approve', { gate: 'approval-3' }),
      'gate: approval-3 is not open; allowed: approval-4',
    ],
    [
      'no gate at all',
      aGate('hold'),
      aSignal('resume'),
      'gate: nothing is not open; allowed: hold-1',
    ],
    [
      'another kind of gate',
      aGate('hold'),
      aSignal('approve', { gate: 'hold-1' }),
      'signal: approve does not answer hold-1; allowed: resume, extend, hold, abort',
    ],
    [
      'another step than the one that bakes',
      aGate('bake', { step: 50 }),
      aSignal('finish-now', { step: 10 }),
      'step: 10 is not the step that bakes; allowed: 50',
    ],
  ])(
    'that names %s is refused with path, value and what is allowed',
    (_what, gate, signal, why) => {
      expect(whyRefused({ gate }, signal, noon)).toBe(why);
    },
  );

  it('that answers when no gate is open is told so', () => {
    const refusal = whyRefused({}, aSignal('approve', { gate: 'approval-3' }), noon);

    expect(refusal).toBe('gate: approval-3 is not open; no gate is');
  });

  it.each<[Gate['kind'], SignalKind, number, boolean]>([
    ['approval', 'approve', deadline - 1, true],
    ['approval', 'approve', deadline, false],
    ['hold', 'resume', deadline - 1, true],
    ['hold', 'resume', deadline, false],
    ['bake', 'extend', deadline, true],
    ['approval', 'abort', deadline, true],
    ['hold', 'hold', deadline, true],
  ])('to a gate of kind %s: %s at %i fits: %s', (kind, signal, at, fits) => {
    const gate = aGate(kind, { deadline });

    const refusal = whyRefused({ gate }, answering(signal, gate), at);

    expect(refusal).toBe(fits ? undefined : `gate: ${kind}-1 closed at 2026-03-02T12:15:00.000Z`);
  });
});
