import { describe, expect, it } from 'vitest';
import { sleep } from '../../../functions/platform/runtime.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { sendSignal } from '../../../functions/runs/send-signal.ts';
import { aSignal, noon } from '../../support/a-run.ts';
import { aMessage, anOwned, aWait, type Owned } from './a-store.ts';

const abort = { id: 'abort', kind: 'abort', who: 'ann', why: 'it is wrong' } as const;

const listenerOf = async ({ store, run }: Owned) =>
  (await store.within(() => readRun(run.id))).listener;

/** What the table is asked when a signal is put. */
const askedForSignal = async (): Promise<unknown> => {
  const { store, run } = await anOwned();
  let asked: unknown;
  store.next('TransactWriteItems', 'before', (input) => {
    asked = input;
  });
  await store.within(() => putSignal(run, aSignal('abort')));
  return asked;
};

describe('a run that listens', () => {
  it('stores its token and renews the lease', async () => {
    const owned = await anOwned();
    await owned.store.pass(300);

    await owned.store.within(() => listen(aWait(owned, 5)));

    expect(await listenerOf(owned)).toEqual({ entry: 5, retry: 0, token: 'token-5-0' });
    expect(owned.store.item('target#rollout/checkout', 'lease')).toMatchObject({
      expiresAt: noon + (300 + 900) * 1_000,
    });
    expect(owned.store.woken).toEqual([]);
  });

  it.each([
    ['an older state entry', [5, 0], [4, 0], [5, 0]],
    ['an older attempt', [5, 1], [5, 0], [5, 1]],
    ['a newer state entry', [5, 1], [6, 0], [6, 0]],
    ['a newer attempt', [5, 0], [5, 1], [5, 1]],
  ])('keeps the newer token when %s listens', async (_which, first, second, kept) => {
    const owned = await anOwned();
    const [[e1 = 0, r1], [e2 = 0, r2], [entry, retry]] = [first, second, kept];
    await owned.store.within(() => listen(aWait(owned, e1, r1)));

    await owned.store.within(() => listen(aWait(owned, e2, r2)));

    expect(await listenerOf(owned)).toMatchObject({ entry, retry });
  });

  it('wakes itself when a signal is unread, so that one that found no token is not lost', async () => {
    const owned = await anOwned();
    await owned.store.within(() => putSignal(owned.run, aSignal('abort')));

    await owned.store.within(() => listen(aWait(owned, 5)));

    expect(owned.store.woken).toEqual(['token-5-0']);
  });

  it.each([
    ['before it stores', 'before'],
    ['right after it has stored', 'after'],
  ] as const)('finds the signal that is put %s its token', async (_when, moment) => {
    const asked = await askedForSignal();
    const owned = await anOwned();
    const { account, next, within, woken } = owned.store;
    next('TransactWriteItems', moment, () =>
      account.callAs('operator', 'DynamoDB', 'TransactWriteItems', asked),
    );

    await within(() => listen(aWait(owned, 5)));

    expect(woken).toEqual(['token-5-0']);
  });

  it.each(Array.from({ length: 16 }, (_, index) => index * 2))(
    'is woken by a signal that comes %i ms after it began to listen',
    async (delay) => {
      const owned = await anOwned({ latencyScale: 1 });
      const { store, run } = owned;

      await store.within(() =>
        Promise.all([listen(aWait(owned, 5)), sleep(delay).then(() => sendSignal(run.id, abort))]),
      );

      expect(store.woken).toContain('token-5-0');
    },
  );

  it('forgets its token with the next decision', async () => {
    const owned = await anOwned();
    await owned.store.within(() => listen(aWait(owned, 5)));

    await owned.store.within(async () => commitAlways(await readRun(owned.run.id), {}));

    expect(await listenerOf(owned)).toBeUndefined();
  });

  it('sends what is unsent while it waits', async () => {
    const owned = await anOwned();
    const { store, run } = owned;
    await store.within(() => commitAlways(run, { messages: [aMessage(run.id)] }));

    await store.within(() => listen(aWait(owned, 5)));

    expect(store.published).toHaveLength(1);
  });

  it.each([
    ['a newer epoch owns it', { takeover: true }, 'LostLeaseError'],
    ['it has ended', { end: { outcome: 'promoted', because: 'done' } }, 'RunEndedError'],
  ] as const)('is refused when %s, and stores no token', async (_why, meanwhile, name) => {
    const owned = await anOwned();
    await owned.store.within(() => commitAlways(owned.run, meanwhile));
    const before = owned.store.items();

    const refused = owned.store.within(() => listen(aWait(owned, 5)));

    await expect(refused).rejects.toMatchObject({ name });
    expect(owned.store.items()).toEqual(before);
  });
});
