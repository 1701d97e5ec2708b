import { TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../../functions/platform/runtime.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { sendSignal } from '../../../functions/runs/send-signal.ts';
import { wake } from '../../../functions/runs/wake.ts';
import { aGate, aSignal, noon } from '../../support/a-run.ts';
import { aMessage, anOwned, lose, type Owned } from './a-store.ts';

const abort = { id: 'abort', kind: 'abort', who: 'ann', why: 'it is wrong' } as const;

const aWait = ({ run }: Owned, entry: number, retry = 0) => ({
  run: { id: run.id, epoch: run.epoch },
  entry,
  retry,
  token: `token-${entry}-${retry}`,
});

const listenerOf = async ({ store, run }: Owned) =>
  (await store.within(() => readRun(run.id))).listener;

const overdue = () => {
  throw new TaskTimedOut({ $metadata: {}, message: 'Task Timed Out' });
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

describe('waking a run', () => {
  it('ends its wait by its token', async () => {
    const owned = await anOwned();
    await owned.store.within(() => listen(aWait(owned, 5)));

    await owned.store.within(() => wake(owned.run.id));

    expect(owned.store.woken).toEqual(['token-5-0']);
  });

  it('reads the token again when the first was over, and ends the newer wait', async () => {
    const owned = await anOwned();
    const { store, run } = owned;
    await store.within(() => listen(aWait(owned, 5)));
    store.next('SendTaskSuccess', 'before', () => {
      store.account.callAs('operator', 'DynamoDB', 'UpdateItem', {
        TableName: 'evenkeel',
        Key: { pk: { S: `run#${run.id}` }, sk: { S: 'run' } },
        UpdateExpression: 'SET listener.#token = :newer',
        ExpressionAttributeNames: { '#token': 'token' },
        ExpressionAttributeValues: { ':newer': { S: 'token-6-0' } },
      });
      overdue();
    });

    await store.within(() => wake(run.id));

    expect(store.woken).toEqual(['token-6-0']);
  });

  it('does nothing where nobody waits any more', async () => {
    const owned = await anOwned();
    await owned.store.within(() => wake(owned.run.id));
    await owned.store.within(() => listen(aWait(owned, 5)));
    owned.store.next('SendTaskSuccess', 'before', overdue);

    await owned.store.within(() => wake(owned.run.id));

    expect(owned.store.woken).toEqual([]);
  });

  it('says so when it is not known whether the run was woken; the signal is kept', async () => {
    const owned = await anOwned();
    const { store, run } = owned;
    await store.within(() => listen(aWait(owned, 5)));
    store.next('SendTaskSuccess', 'before', lose);

    const lost = store.within(() => sendSignal(run.id, abort));

    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });
    expect(store.item(`run#${run.id}`, 'signal#abort')).toMatchObject({ taken: false });
  });

  it('is repeated when the same signal is sent again', async () => {
    const owned = await anOwned();
    const { store, run } = owned;
    await store.within(async () => commitAlways(await readRun(run.id), { gate: aGate() }));
    await store.within(() => listen(aWait(owned, 5)));

    const received = await store.within(async () => [
      (await sendSignal(run.id, abort)).received,
      (await sendSignal(run.id, abort)).received,
    ]);

    expect(received).toEqual([true, false]);
    expect(store.woken).toEqual(['token-5-0', 'token-5-0']);
  });
});
