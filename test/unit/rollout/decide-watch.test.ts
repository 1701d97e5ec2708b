import { describe, expect, it } from 'vitest';
import { decideWatch } from '../../../functions/rollout/domain/decide-watch.ts';
import type { Snapshot } from '../../../functions/rollout/domain/decision.ts';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { aPlan } from '../../support/a-plan.ts';
import {
  aDetail,
  anEdge,
  aSignal,
  aSnapshot,
  aSplit,
  blind,
  hours,
  inconclusive,
  minutes,
  noon,
  regress,
} from '../../support/a-run.ts';

const plan = aPlan({ dryRun: true }, { alarms: [{ name: 'checkout-5xx', side: 'canary' }] });

const watch = (snapshot: Partial<Snapshot> = {}, detail: Partial<RolloutDetail> = {}) =>
  decideWatch(
    aDetail({ kind: 'watching', sawSplit: true }, { plan, ...detail }),
    aSnapshot({ intents: [], ...snapshot }),
  );

describe('a dry run', () => {
  it('tells when it would have rolled back, and watches on', () => {
    const decision = watch({ judgement: regress });

    expect(decision).toMatchObject({
      action: 'listen-watching',
      decision: 'would roll back',
      detail: { wouldHaveRolledBackAt: noon },
      notices: [
        {
          kind: 'would-have-rolled-back',
          severity: 'warning',
          sentence: 'would have rolled back at 12:00 UTC from 10 %: it was seen to regress',
        },
      ],
    });
  });

  it('tells it once', () => {
    const decision = watch({ judgement: regress }, { wouldHaveRolledBackAt: noon - minutes(3) });

    expect(decision).toMatchObject({ action: 'listen-watching', notices: [] });
    expect(decision.detail.wouldHaveRolledBackAt).toBe(noon - minutes(3));
  });

  it.each([
    ['what passes', {}],
    ['what is inconclusive', { judgement: inconclusive }],
    ['what is blind', { judgement: blind }],
    ['what was not judged yet', { judgement: undefined }],
    ['weights that it cannot read', { split: { unreadable: 'ELB is away' } }],
    ['weights that another tool has moved', { split: aSplit(35) }],
  ])('watches %s and tells nothing', (_what, snapshot) => {
    const decision = watch(snapshot);

    expect(decision).toMatchObject({ action: 'listen-watching', notices: [] });
    expect(decision.detail.wouldHaveRolledBackAt).toBeUndefined();
  });

  it.each([0, 100])('ends when the split has ended with the canary at %i %%', (share) => {
    const decision = watch({ split: aSplit(share) });

    expect(decision).toMatchObject({ action: 'end-watched', gate: null });
    expect(decision.because).toBe(
      `the split ended with the canary at ${share} %; it would not have been rolled back`,
    );
  });

  it('says in its end when it would have rolled back', () => {
    const decision = watch({ split: aSplit(100) }, { wouldHaveRolledBackAt: noon - minutes(90) });

    expect(decision.because).toMatch(/; it would have been rolled back at 10:30 UTC$/);
  });

  it('waits for a split to begin, and notes it', () => {
    const phase = { kind: 'watching', sawSplit: false } as const;

    const before = watch({ split: aSplit(0), judgement: undefined }, { phase });
    const after = watch({ split: aSplit(10) }, { phase });

    expect(before.detail.phase).toEqual({ kind: 'watching', sawSplit: false });
    expect(after.detail.phase).toEqual({ kind: 'watching', sawSplit: true });
  });

  it('ends on an abort, and with its time', () => {
    const aborted = watch({ signals: [aSignal('abort')] });
    const over = watch({ startedAt: noon - hours(72), split: { unreadable: 'ELB is away' } });

    expect([aborted.action, over.action]).toEqual(['end-watched', 'end-watched']);
    expect(aborted.because).toMatch(/^ann stopped the dry run: because I say so/);
    expect(over.because).toMatch(/^the dry run has watched for 72 hours/);
  });

  it('would have rolled back on an alarm of the canary as well', () => {
    const decision = watch({ signals: [anEdge()] });

    expect(decision.notices).toMatchObject([{ kind: 'would-have-rolled-back' }]);
  });

  it('counts the share that it saw last while the weights cannot be read', () => {
    const split = { unreadable: 'ELB is away' };

    const rung = watch({ signals: [anEdge()], split });
    const unseen = watch({ signals: [anEdge()], split }, { live: undefined });

    expect(rung.because).toMatch(/^would have rolled back at 12:00 UTC from 10 %: alarm checkout/);
    expect(unseen).toMatchObject({ because: 'ELB is away', notices: [] });
  });

  it('does not decide for a run that is not watching', () => {
    expect(() => decideWatch(aDetail(), aSnapshot())).toThrow('not a watching run');
  });
});
