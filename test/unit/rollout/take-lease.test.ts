import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler } from '../../../functions/rollout/take-lease.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Outcome } from '../../../functions/runs/domain/run.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { readMailbox } from '../../../functions/runs/mailbox.ts';
import { createRun, readRun } from '../../../functions/runs/record.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail, noon } from '../../support/a-run.ts';
import { aBirth, anOwned, type Store } from '../runs/a-store.ts';

const older = 'checkout-1';
const newer = 'checkout-2';

const take = ({ within }: Store) => within(() => handler({ id: newer }, {} as Context));

/** An older run that waits with the lease, and a newer one that wants it. */
const twoRuns = async (newerRevision: 'refuse' | 'supersede', askedAt = noon) => {
  const { store, run } = await anOwned();
  const detail = aDetail(aBake(), { plan: aPlan({ newerRevision }), revision: 'checkout:43' });
  const request = { requestId: 'build-2', who: 'bob', why: 'a fix', at: askedAt };
  await store.within(async () => {
    await listen({ run: { id: older, epoch: 1 }, entry: 1, retry: 0, token: 'older-token' });
    await createRun(aBirth({ id: newer, detail, request }));
  });
  return { store, run };
};

const endOlder = ({ within }: Store, outcome: Outcome) =>
  within(async () =>
    commitAlways(await readRun(older), { end: { outcome, because: 'it is over' } }),
  );

const mailOf = ({ within }: Store) => within(async () => readMailbox(await readRun(older)));

describe('a newer rollout of a service', () => {
  it('is refused while an older one goes on, which is not disturbed', async () => {
    const { store } = await twoRuns('refuse');

    await expect(take(store)).rejects.toMatchObject({ name: 'LeaseHeldError' });
    expect(await mailOf(store)).toEqual([]);
    expect(store.woken).toEqual([]);
  });

  it('that supersedes the older one aborts and wakes it, and waits for its lease', async () => {
    const { store } = await twoRuns('supersede');

    const first = await take(store);
    await take(store);

    expect(first).toEqual({ id: newer, epoch: 0, action: 'wait' });
    expect(await mailOf(store)).toMatchObject([
      { kind: 'abort', who: 'bob', why: 'superseded by revision checkout:43' },
    ]);
    expect(store.woken[0]).toBe('older-token');
  });

  it('takes the lease once the older one has returned its traffic and ended', async () => {
    const { store } = await twoRuns('supersede');
    await take(store);

    await endOlder(store, 'rolled-back');
    const taken = await take(store);

    expect(taken).toEqual({ id: newer, epoch: 2, action: 'taken' });
    expect(await take(store)).toEqual(taken);
  });

  it('supersedes none that needs an operator', async () => {
    const { store } = await twoRuns('supersede');
    await endOlder(store, 'needs-operator');

    await expect(take(store)).rejects.toMatchObject({ name: 'LeaseHeldError' });
  });

  it('supersedes none that was asked for later than itself', async () => {
    const { store, run } = await twoRuns('supersede', aBirth().request.at - 1);

    await expect(take(store)).rejects.toMatchObject({ name: 'LeaseHeldError' });
    expect((await store.within(() => readRun(run.id))).signalsPut).toBe(0);
  });

  it('waits for an hour at the most', async () => {
    const { store } = await twoRuns('supersede');
    const answers: string[] = [];

    for (const seconds of [0, 3_599, 1]) {
      await store.pass(seconds);
      answers.push(
        await take(store).then(
          ({ action }) => action,
          ({ name }: Error) => name,
        ),
      );
    }

    expect(answers).toEqual(['wait', 'wait', 'LeaseHeldError']);
  });
});
