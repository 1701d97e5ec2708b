import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../functions/rollout/domain/decision.ts';
import { withWho } from '../../../functions/rollout/domain/make-decision.ts';
import { aPlan } from '../../support/a-plan.ts';
import {
  aBake,
  aGate,
  aHold,
  anIntent,
  aRipeBake,
  aSignal,
  aSplit,
  blind,
  decideAt,
  evidenceUntil,
  noon,
  regress,
} from '../../support/a-run.ts';

const foreign = aSplit(10, { shares: { blue: 60, green: 10 }, foreign: { 'shop-old': 30 } });

describe('weights that are not those that the run left', () => {
  it('hold the run, and CloudTrail is asked who moved them', () => {
    const decision = decideAt(aRipeBake(), { split: aSplit(35) });

    expect(decision).toMatchObject({
      action: 'listen-held',
      asksWho: true,
      detail: { phase: { kind: 'held', bake: { minimumUntil: evidenceUntil } } },
      gate: { kind: 'hold' },
    });
    expect(decision.because).toBe(
      'the weights were changed by somebody else: the canary has 35 % where this run left 10 %',
    );
  });

  it('hold the run when a third party is in the rule, and name it', () => {
    const decision = decideAt(aRipeBake(), { split: foreign });

    expect(decision.action).toBe('listen-held');
    expect(decision.because).toMatch(/the rule also holds shop-old$/);
  });

  it('hold no second time for the drift that it is held for', () => {
    const { detail } = withWho(decideAt(aRipeBake(), { split: aSplit(35) }), 'bob, by console');

    const again = decideAt(detail.phase, { split: aSplit(35), gate: aGate('hold') });

    expect(again.action).toBe('listen-held');
    expect(again.gate).toBeUndefined();
  });

  it('hold once more after resuming while they stay so', () => {
    const held = aHold({ because: 'the weights were changed by somebody else: by hand' });
    const signals = [aSignal('resume', { gate: 'hold-1' })];

    const resumed = decideAt(held, { signals, split: aSplit(35), gate: aGate('hold') });
    const next = decideAt(resumed.detail.phase, { split: aSplit(35) });

    expect([resumed.action, next.action]).toEqual(['listen-baking', 'listen-held']);
  });

  it('do not stop a regression from being rolled back', () => {
    const decision = decideAt(aBake(), { split: foreign, judgement: regress });

    expect(decision.action).toBe('roll-back');
  });

  it('say who moved them in the sentence, the notice and the phase', () => {
    const decision = withWho(decideAt(aBake(), { split: aSplit(35) }), 'bob, by console');

    const sentences = [
      decision.because,
      decision.notices[0]?.sentence,
      decision.detail.phase.kind === 'held' && decision.detail.phase.because,
    ];
    expect(sentences).toEqual(Array(3).fill(`${decision.because}`));
    expect(decision.because).toMatch(/\. Who did it: bob, by console$/);
  });

  it('are no drift while they cannot be read', () => {
    const decision = decideAt(aRipeBake(), { split: { unreadable: 'ELB is away' } });

    expect(decision.action).toBe('listen-baking');
  });
});

describe('a rule that somebody else has changed besides its weights', () => {
  const sticky = 'Rule r keeps each client on its side for 600 s whatever the weights say';
  const changes: [string, Snapshot['split'], string][] = [
    ['sticky', aSplit(10, { flaw: sticky }), sticky],
    [
      'without a side',
      aSplit(10, { flaw: 'Rule r does not forward to green', absent: ['green'] }),
      'Rule r does not forward to green',
    ],
    [
      'that does more',
      aSplit(10, { actions: 'authenticate-oidc, forward' }),
      'its actions are authenticate-oidc, forward, and were forward when the rollout started',
    ],
    ['gone', { unreadable: 'Rule r does not exist', isLasting: true }, 'Rule r does not exist'],
  ];
  const started = { actions: 'forward' };

  it.each(changes)('%s holds a bake that has passed', (_what, split, says) => {
    const decision = decideAt(aRipeBake(), { split }, started);

    expect(decision).toMatchObject({
      action: 'listen-held',
      asksWho: true,
      gate: { kind: 'hold' },
      because: `the rule was changed by somebody else: ${says}`,
    });
  });

  it.each(changes)('%s holds a shift that is to be made', (_what, split, says) => {
    const decision = decideAt(
      { kind: 'shifting', step: 0 },
      { split, gate: undefined },
      { ...started, live: { share: 10, since: noon, judgedFrom: noon } },
    );

    expect(decision).toMatchObject({
      action: 'listen-held',
      detail: { phase: { kind: 'held', step: 0 } },
      because: expect.stringContaining(says),
    });
  });

  it.each(changes)('%s holds once, and again after resuming', (_what, split) => {
    const { detail } = withWho(decideAt(aRipeBake(), { split }, started), 'bob, by console');
    const gate = aGate('hold');
    const signals = [aSignal('resume', { gate: gate.id })];

    const again = decideAt(detail.phase, { split, gate }, started);
    const resumed = decideAt(detail.phase, { split, gate, signals }, started);
    const next = decideAt(resumed.detail.phase, { split }, started);

    expect([again.action, again.gate]).toEqual(['listen-held', undefined]);
    expect([resumed.action, next.action]).toEqual(['listen-baking', 'listen-held']);
  });

  it.each(changes)('%s does not stop a regression from being rolled back', (_what, split) => {
    const decision = decideAt(aBake(), { split, judgement: regress }, started);

    expect(decision.action).toBe('roll-back');
  });

  it('is not known of a run that began before this was looked at', () => {
    const split = aSplit(10, { actions: 'authenticate-oidc, forward' });

    expect(decideAt(aBake(), { split }, { actions: undefined }).action).toBe('listen-baking');
  });

  it('is an alias where an alias is moved, with the version that does not belong there', () => {
    const traffic = { kind: 'lambda-alias', function: 'pricing', alias: 'live' };
    const plan = aPlan({}, { traffic });
    const sides = { stable: '41', canary: '42' };
    const third = aSplit(0, { shares: { '41': 70, '43': 30 } });
    const gone = { unreadable: 'Alias pricing:live does not exist', isLasting: true } as const;

    const [drifted, deleted] = [third, gone].map(
      (split) => decideAt(aBake(), { split }, { plan, sides }).because,
    );

    expect(drifted).toMatch(/, and the alias also holds 43$/);
    expect(deleted).toMatch(/^the alias was changed by somebody else: Alias pricing:live does not/);
  });
});

describe('weights that a late call of the run itself has set', () => {
  const verifiedAt = noon - 359_000;
  const declared = (at: number) => [anIntent(10, { at }), anIntent(50, { number: 2, at })];
  const intents = declared(verifiedAt - 60_000);

  it.each([
    [0, 10, 50],
    [1, 50, 10],
  ])('are set to those of step %i again', (step, share, late) => {
    const decision = decideAt(
      aRipeBake({ step }),
      { split: aSplit(late), intents, judgement: blind },
      { live: { share, since: verifiedAt, judgedFrom: noon } },
    );

    expect(decision).toMatchObject({
      action: 'shift',
      detail: { phase: { kind: 'shifting', step } },
      gate: null,
    });
    expect(decision.because).toMatch(
      new RegExp(`^a late call of this run set the canary to ${late} %`),
    );
  });

  const live = { share: 50, since: verifiedAt, judgedFrom: noon };

  it('are somebody else’s when the run never set them', () => {
    const decision = decideAt(aRipeBake({ step: 1 }), { split: aSplit(35), intents }, { live });

    expect(decision.action).toBe('listen-held');
  });

  it('are somebody else’s when no call can be that late', () => {
    const older = declared(verifiedAt - 60_001);

    const decision = decideAt(
      aRipeBake({ step: 1 }),
      { split: aSplit(10), intents: older },
      { live },
    );

    expect(decision.action).toBe('listen-held');
  });

  it('are somebody else’s when a third party is in the rule as well', () => {
    const decision = decideAt(aRipeBake({ step: 1 }), { split: foreign, intents }, { live });

    expect(decision.action).toBe('listen-held');
  });

  it.each([
    ['approval', { kind: 'approval', step: 2 } as const],
    ['an answer to a hold', aHold({ step: 1 })],
  ])('are not blamed on anybody during a wait for %s', (_kind, phase) => {
    const decision = decideAt(phase, { split: aSplit(10), intents, gate: aGate('hold') }, { live });

    expect(decision.because).not.toMatch(/somebody else/);
  });

  it('are the shift itself when its answer was lost and a signal came before its repetition', () => {
    const decision = decideAt(
      { kind: 'shifting', step: 1 },
      {
        split: aSplit(50),
        intents,
        gate: undefined,
        signals: [aSignal('extend', { gate: 'bake-1' })],
      },
    );

    expect(decision).toMatchObject({ action: 'shift', detail: { phase: { step: 1 } } });
  });
});
