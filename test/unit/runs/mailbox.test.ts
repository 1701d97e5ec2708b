import { describe, expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Run } from '../../../functions/runs/domain/run.ts';
import { drainMailbox } from '../../../functions/runs/drain-mailbox.ts';
import { hasSignals, putSignal, readMailbox } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { anEdge, aSignal, noon } from '../../support/a-run.ts';
import { anOwned, lose, type Store } from './a-store.ts';

const put = (store: Store, run: Run<unknown>, ...signals: ReturnType<typeof aSignal>[]) =>
  store.within(async () => {
    for (const signal of signals) await putSignal(run, signal);
    return readRun(run.id);
  });

const holds = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aSignal('hold', { id: `hold#${String(index).padStart(3, '0')}`, at: noon + index }),
  );

describe('a signal that is put', () => {
  it('is counted, and read as it was put', async () => {
    const { store, run } = await anOwned();

    const told = await put(store, run, anEdge());

    expect([hasSignals(run), hasSignals(told)]).toEqual([false, true]);
    expect(await store.within(() => readMailbox(told))).toEqual([anEdge()]);
  });

  it('counts once however often it is put', async () => {
    const { store, run } = await anOwned();

    const received = await store.within(async () => [
      await putSignal(run, aSignal('abort')),
      await putSignal(run, aSignal('abort', { who: 'bob' })),
    ]);

    const told = await store.within(() => readRun(run.id));
    expect(received).toEqual([true, false]);
    expect(told.signalsPut).toBe(1);
    expect(await store.within(() => readMailbox(told))).toMatchObject([{ who: 'ann' }]);
  });

  it('counts once when its answer was lost and it is put again', async () => {
    const { store, run } = await anOwned();
    store.next('TransactWriteItems', 'after', lose);
    const lost = store.within(() => putSignal(run, aSignal('abort')));
    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });

    const received = await store.within(() => putSignal(run, aSignal('abort')));

    expect(received).toBe(false);
    expect((await store.within(() => readRun(run.id))).signalsPut).toBe(1);
  });

  it('stays used once it was used, even if it is put again', async () => {
    const { store, run } = await anOwned();
    const told = await put(store, run, aSignal('abort'));
    await store.within(() => commitAlways(told, { taken: [aSignal('abort')] }));

    const again = await put(store, run, aSignal('abort'));

    expect(hasSignals(again)).toBe(false);
    expect(store.item(`run#${run.id}`, 'signal#abort')).toMatchObject({ taken: true });
  });

  it.each(['promoted', 'needs-operator'] as const)(
    'is refused by a run that has ended as %s, and leaves nothing behind',
    async (outcome) => {
      const { store, run } = await anOwned();
      await store.within(() => commitAlways(run, { end: { outcome, because: 'it is over' } }));
      const before = store.items();

      const refused = store.within(() => putSignal(run, aSignal('abort')));

      await expect(refused).rejects.toMatchObject({ name: 'RunEndedError' });
      expect(store.items()).toEqual(before);
    },
  );

  it('is refused by a run that does not exist', async () => {
    const { store, run } = await anOwned();

    const refused = store.within(() => putSignal({ ...run, id: 'absent' }, aSignal('abort')));

    await expect(refused).rejects.toMatchObject({ name: 'SignalRefusedError' });
    expect(store.items().filter(({ pk }) => pk === 'run#absent')).toEqual([]);
  });

  it('leaves the version of the run as it is, so that no decision fails for it', async () => {
    const { store, run } = await anOwned();
    await put(store, run, aSignal('hold'));

    const next = await store.within(() => commitAlways(run, {}));

    expect(next.version).toBe(run.version + 1);
    expect((await store.within(() => readRun(run.id))).signalsPut).toBe(1);
  });
});

describe('a mailbox', () => {
  it('is read worst news first, and among equals the oldest first', async () => {
    const { store, run } = await anOwned();
    const told = await put(
      store,
      run,
      aSignal('extend', { gate: 'bake-1' }),
      aSignal('hold', { id: 'hold#b', at: noon }),
      aSignal('hold', { id: 'hold#a', at: noon + 1 }),
      aSignal('decline', { gate: 'approval-1' }),
      anEdge(),
      aSignal('abort'),
    );

    const signals = await store.within(() => readMailbox(told));

    expect(signals.map(({ id }) => id.split('@')[0])).toEqual([
      'abort',
      'alarm#checkout-5xx',
      'decline',
      'hold#b',
      'hold#a',
      'extend',
    ]);
  });

  it('of 60 signals is used up in decisions that fit a transaction, none of them lost', async () => {
    const { store, run } = await anOwned();
    const told = await put(store, run, ...holds(59), aSignal('abort'));

    const drained = await store.within(() => drainMailbox(told));
    const ended = await store.within(() =>
      commitAlways(drained.run, {
        taken: drained.taken,
        end: { outcome: 'rolled-back', because: 'it is over' },
      }),
    );

    const signals = store.items().filter(({ sk }) => String(sk).startsWith('signal#'));
    expect(drained.taken).toHaveLength(20);
    expect(signals.filter(({ taken }) => taken === true)).toHaveLength(60);
    expect([ended.signalsTaken, hasSignals(await store.within(() => readRun(run.id)))]).toEqual([
      60,
      false,
    ]);
  });

  it.each([0, 1, 19, 20, 21, 40])('of %i signals can be used up', async (count) => {
    const { store, run } = await anOwned();
    const told = await put(store, run, ...holds(count));

    const drained = await store.within(() => drainMailbox(told));

    expect(drained.run.signalsTaken + drained.taken.length).toBe(count);
  });

  it('says in the timeline that signals came too late, and whose was the first', async () => {
    const { store, run } = await anOwned();
    const told = await put(store, run, ...holds(20), aSignal('abort', { who: 'bob' }));

    await store.within(() => drainMailbox(told));

    expect(store.item(`run#${run.id}`, 'timeline#000000000000002#0')).toMatchObject({
      because: '20 signals came too late, the first of them abort by bob',
    });
  });
});
