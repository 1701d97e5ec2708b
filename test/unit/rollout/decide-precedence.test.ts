import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../functions/rollout/domain/decision.ts';
import type { Phase } from '../../../functions/rollout/domain/detail.ts';
import {
  aBake,
  aGate,
  aHold,
  anEdge,
  aRipeBake,
  aSignal,
  aSplit,
  blind,
  decideAt,
  hours,
  noon,
  regress,
  startedAt,
} from '../../support/a-run.ts';

/** Each trouble with the decision that it leads to, worst first. */
const troubles: readonly {
  readonly name: string;
  readonly signals?: Snapshot['signals'];
  readonly seen?: Partial<Snapshot>;
  readonly action: string;
  readonly because: RegExp;
}[] = [
  {
    name: 'an abort',
    signals: [aSignal('abort')],
    action: 'roll-back',
    because: /^ann aborted the rollout: because I say so$/,
  },
  {
    name: 'an alarm of the canary',
    signals: [anEdge()],
    action: 'roll-back',
    because: /^alarm checkout-5xx of the canary/,
  },
  {
    name: 'a declined gate',
    signals: [aSignal('decline', { gate: 'approval-1' })],
    action: 'roll-back',
    because: /^ann declined approval-1/,
  },
  {
    name: 'a regression',
    seen: { judgement: regress },
    action: 'roll-back',
    because: /^it was seen to regress$/,
  },
  {
    name: 'drift',
    seen: { split: aSplit(35) },
    action: 'listen-held',
    because: /^the weights were changed by somebody else/,
  },
  {
    name: 'a hold',
    signals: [aSignal('hold')],
    action: 'listen-held',
    because: /^ann holds the rollout/,
  },
  {
    name: 'a shared alarm',
    signals: [anEdge({ name: 'shop-5xx', side: 'shared' })],
    action: 'listen-held',
    because: /^shared alarm shop-5xx/,
  },
  {
    name: 'the end of its time',
    seen: { startedAt: noon - hours(72) },
    action: 'roll-back',
    because: /^the run has taken 72 hours/,
  },
];

const phases: readonly (Phase & { step: number })[] = [
  aRipeBake(),
  { kind: 'approval', step: 1 },
  { kind: 'shifting', step: 1 },
];

const pairs = troubles.flatMap((worse, index) =>
  troubles.slice(index + 1).map((milder) => ({ worse, milder })),
);

describe('a tick with several things to decide', () => {
  it.each(phases.flatMap((phase) => troubles.map((trouble) => ({ ...trouble, phase }))))(
    'heeds $name in a run that is $phase.kind',
    ({ phase, signals = [], seen, action, because }) => {
      const decision = decideAt(phase, { gate: aGate('approval'), signals, ...seen });

      expect(decision.action).toBe(action);
      expect(decision.because).toMatch(because);
    },
  );

  it.each(pairs.map(({ worse, milder }) => [worse.name, milder.name, worse, milder] as const))(
    'decides by %s over %s',
    (_worse, _milder, worse, milder) => {
      const signals = [...(milder.signals ?? []), ...(worse.signals ?? [])];

      const decision = decideAt(
        { kind: 'approval', step: 1 },
        { ...milder.seen, ...worse.seen, gate: aGate('approval'), signals },
      );

      expect(decision.because).toMatch(worse.because);
    },
  );

  it.each(troubles.slice(0, 4))(
    'rolls back a held run on $name',
    ({ signals = [], seen, because }) => {
      const gate = aGate('hold', { id: 'approval-1' });

      const decision = decideAt(aHold(), { gate, signals, ...seen });

      expect(decision).toMatchObject({ action: 'roll-back', gate: null });
      expect(decision.because).toMatch(because);
    },
  );

  it('does the phase rule when nothing worse is seen', () => {
    expect(decideAt(aRipeBake()).decision).toBe('advance to 50 %');
    expect(decideAt({ kind: 'shifting', step: 1 }).decision).toBe('advance to 50 %');
  });

  it.each([
    ['a shift onward', { kind: 'shifting', step: 1 }, 'listen-held'],
    ['a shift that is set again', { kind: 'shifting', step: 0 }, 'shift'],
  ] as const)('decides about %s over blind evidence', (_what, phase, action) => {
    expect(decideAt(phase, { judgement: blind }).action).toBe(action);
  });

  it.each([blind, undefined])('never rolls back a bake for %o alone', (judgement) => {
    expect(decideAt(aBake(), { judgement }).action).toBe('listen-baking');
  });

  it('does not know a run that no tick decides', () => {
    expect(() => decideAt({ kind: 'starting' })).toThrow(/phase.kind: a run that is starting/);
  });
});

describe('a run that may not take longer', () => {
  const almost = { startedAt: noon - hours(72) + 1 };

  it('goes on until its last moment', () => {
    expect(decideAt(aBake(), almost).action).toBe('listen-baking');
  });

  it('rolls back when its history is used up, with room for the rollback', () => {
    const decision = decideAt(aRipeBake(), { startedAt }, { events: 20_000 });

    expect(decision).toMatchObject({ action: 'roll-back', gate: null });
    expect(decision.because).toMatch(/has used about 20000 of its 25,000 history events/);
  });

  it('still advances with one event less', () => {
    expect(decideAt(aRipeBake(), {}, { events: 19_999 }).action).toBe('shift');
  });
});
