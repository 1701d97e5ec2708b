import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler } from '../../../functions/rollout/end-run.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Change } from '../../../functions/runs/domain/change.ts';
import type { Outcome } from '../../../functions/runs/domain/run.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail, aSignal, noon } from '../../support/a-run.ts';
import { anOwned, anOwnedRun, aStore, lose, type Owned, type Store } from '../runs/a-store.ts';

const request = {
  service: 'checkout',
  revision: 'checkout:42',
  requestId: 'build-7',
  who: 'ci',
  why: 'merge',
  at: noon,
};
const entry = 9;

const end = (store: Store, outcome: Outcome, changes: object = {}) =>
  store.within(() =>
    handler(
      { run: { id: 'checkout-1', epoch: 1 }, entry, outcome, request, ...changes },
      {} as Context,
    ),
  );

/** A run in the phase in which the machine ends it so, after a decision that led there. */
const aRunThat = async (outcome: Outcome, change: Change<never> = {}): Promise<Owned> => {
  const { store, run } = await anOwned();
  const phases = {
    promoted: aBake({ step: 2 }),
    watched: { kind: 'watching', sawSplit: true },
    'rolled-back': { kind: 'draining', because: 'it was worse', error: '', until: noon },
    'needs-operator': { kind: 'returning', because: 'it was worse', error: '', until: noon },
    refused: { kind: 'starting' },
  } as const;
  const last = await store.within(() =>
    commitAlways(run, { ...change, detail: aDetail(phases[outcome]) }),
  );
  return { store, run: last };
};

const outcomes: readonly Outcome[] = [
  'promoted',
  'watched',
  'rolled-back',
  'needs-operator',
  'refused',
];
const steered: readonly Outcome[] = ['promoted', 'watched'];
const answering: readonly Outcome[] = ['rolled-back', 'needs-operator', 'refused'];

describe('the end of a rollout', () => {
  it.each(outcomes)('as %s is recorded and told', async (outcome) => {
    const { store, run } = await aRunThat(outcome);

    const next = await end(store, outcome);

    const recorded = await store.within(() => readRun(run.id));
    const told = store.published.map(({ attributes }) => attributes.kind?.StringValue);
    expect(next.action).toBe('ended');
    expect(recorded).toMatchObject({
      outcome,
      status: outcome === 'needs-operator' ? 'needs-operator' : 'ended',
    });
    expect(told).toEqual(outcome === 'rolled-back' ? [] : [outcome]);
  });

  it.each(outcomes)('as %s is answered alike when it is invoked twice', async (outcome) => {
    const { store } = await aRunThat(outcome);

    const first = await end(store, outcome);
    const told = store.published.length;
    const again = await end(store, outcome);

    expect(again).toEqual(first);
    expect(store.published).toHaveLength(told);
  });

  it.each(outcomes)('as %s is recorded once when the answer is lost', async (outcome) => {
    const { store, run } = await aRunThat(outcome);
    store.next('TransactWriteItems', 'after', lose);
    await expect(end(store, outcome)).rejects.toMatchObject({ name: 'ChangeFailedError' });

    const again = await end(store, outcome);

    expect(again.action).toBe('ended');
    expect((await store.within(() => readRun(run.id))).version).toBe(run.version + 1);
    expect(store.published).toHaveLength(outcome === 'rolled-back' ? 0 : 1);
  });

  it.each(steered)('as %s waits for a signal that is unread', async (outcome) => {
    const { store, run } = await aRunThat(outcome);
    await store.within(() => putSignal(run, aSignal('abort')));

    const next = await end(store, outcome);

    expect(next.action).toBe('measure');
    expect(await store.within(() => readRun(run.id))).toMatchObject({
      status: 'open',
      signalsTaken: 0,
    });
    expect(store.published).toEqual([]);
  });

  it.each(answering)('as %s answers 60 signals that came too late', async (outcome) => {
    const { store, run } = await aRunThat(outcome);
    await store.within(async () => {
      for (let count = 0; count < 60; count++)
        await putSignal(run, aSignal('hold', { id: `hold#${count}` }));
    });

    const next = await end(store, outcome);

    const recorded = await store.within(() => readRun(run.id));
    expect(next.action).toBe('ended');
    expect(recorded).toMatchObject({ outcome, signalsPut: 60, signalsTaken: 60 });
  });

  it.each([
    ['the error that broke it off', { Error: 'UnreadableError', Cause: 'away' }, 'UnreadableError'],
    ['what it is, when no error did', undefined, 'DryRunBrokenOffError'],
  ])('of a dry run that broke off is named after %s', async (_what, failure, error) => {
    const store = aStore();
    const plan = aPlan({ dryRun: true });
    const detail = aDetail({ kind: 'watching', sawSplit: true }, { plan });
    await anOwnedRun(store, { detail });

    const next = await end(store, 'refused', { failure });

    expect(next.error).toBe(error);
    expect(store.published[0]?.message).toContain('the dry run broke off');
  });

  it('as promoted is refused once a return was declared', async () => {
    const { store, run } = await aRunThat('promoted', {
      intent: { direction: 'return', goal: '0' },
    });

    const next = await end(store, 'promoted');

    expect(next.action).toBe('measure');
    expect((await store.within(() => readRun(run.id))).status).toBe('open');
  });

  it.each([0, 1])('as promoted is refused at step %i', async (step) => {
    const { store, run } = await aRunThat('promoted');
    await store.within(() => commitAlways(run, { detail: aDetail(aBake({ step })) }));

    expect((await end(store, 'promoted')).action).toBe('measure');
  });

  it('is refused for an execution that owns the run no more', async () => {
    const { store, run } = await aRunThat('promoted');
    await store.within(() => commitAlways(run, { takeover: true }));

    await expect(end(store, 'promoted')).rejects.toMatchObject({ name: 'LostLeaseError' });
    expect(store.published).toEqual([]);
  });

  it('of a run that was never recorded is told once, with the sentence of its error', async () => {
    const store = aStore();
    const errorMessage = 'service: "checkout" has no entry. Nothing was changed.';
    const failure = { Error: 'UnknownServiceError', Cause: JSON.stringify({ errorMessage }) };
    const refuse = () => end(store, 'refused', { run: { id: 'checkout-1', epoch: 0 }, failure });

    await refuse();
    await refuse();

    expect(store.published).toHaveLength(1);
    expect(store.published[0]?.message).toContain(errorMessage);
    expect(store.items().filter(({ sk }) => sk === 'run')).toEqual([]);
  });
});
