import { describe, expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Outcome, Run } from '../../../functions/runs/domain/run.ts';
import { readLease, releaseLease, takeLease } from '../../../functions/runs/lease.ts';
import { createRun, readRun, readTimeline } from '../../../functions/runs/record.ts';
import { noon } from '../../support/a-run.ts';
import { aBirth, anOwned, anOwnedRun, lose, type Store } from './a-store.ts';

const target = 'rollout/checkout';

const leaseOf = ({ item }: Store) => item(`target#${target}`, 'lease');

const end = <Detail>(store: Store, run: Run<Detail>, outcome: Outcome) =>
  store.within(() => commitAlways(run, { end: { outcome, because: 'it is over' } }));

describe('a lease', () => {
  it('is taken once for a target: another run is refused and changes nothing', async () => {
    const { store } = await anOwned();
    const second = await store.within(() => createRun(aBirth({ id: 'checkout-2' })));
    const before = store.items();

    const refused = store.within(() => takeLease(second));

    await expect(refused).rejects.toMatchObject({
      name: 'LeaseHeldError',
      message: expect.stringContaining('held by run checkout-1'),
    });
    expect(store.items()).toEqual(before);
  });

  it('goes to one of two runs that find it free at the same moment', async () => {
    const { store, run } = await anOwned({ latencyScale: 1 });
    await end(store, run, 'promoted');
    const births = ['checkout-2', 'checkout-3'].map((id) => aBirth({ id }));
    const runs = await store.within(() => Promise.all(births.map(createRun)));

    const taken = await store.within(() => Promise.allSettled(runs.map(takeLease)));

    expect(taken.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(leaseOf(store)).toMatchObject({ epoch: 2, holder: expect.stringMatching(/-[23]$/) });
  });

  it('is given to its holder again, without a second epoch', async () => {
    const { store, run } = await anOwned();
    const before = store.items();

    const again = await store.within(async () => takeLease(await readRun(run.id)));

    expect(again).toEqual(run);
    expect(store.items()).toEqual(before);
  });

  it('is taken once when the answer is lost', async () => {
    const { store, run: first } = await anOwned();
    await end(store, first, 'promoted');
    const run = await store.within(() => createRun(aBirth({ id: 'checkout-2' })));
    store.next('TransactWriteItems', 'after', lose);

    const lost = store.within(() => takeLease(run));
    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });
    const again = await store.within(async () => takeLease(await readRun(run.id)));

    expect(again.epoch).toBe(2);
    expect(leaseOf(store)).toMatchObject({ epoch: 2, holder: run.id });
  });

  it('is not taken from a run that let it expire: the guardian settles that run first', async () => {
    const { store } = await anOwned();
    const second = await store.within(() => createRun(aBirth({ id: 'checkout-2' })));
    await store.pass(16 * 60);

    const refused = store.within(() => takeLease(second));

    await expect(refused).rejects.toThrow(/has expired and which the guardian is settling/);
  });

  it('is not taken for a run that has ended', async () => {
    const { store, run } = await anOwned();
    const ended = await end(store, run, 'promoted');

    const refused = store.within(() => takeLease(ended));

    await expect(refused).rejects.toMatchObject({ name: 'RunEndedError' });
  });

  it('raises its epoch with every taking and every takeover', async () => {
    const { store, run } = await anOwned();

    const settled = await store.within(() => commitAlways(run, { takeover: true }));
    const taken = leaseOf(store);
    await end(store, settled, 'rolled-back');
    const second = await anOwnedRun(store, { id: 'checkout-2' });

    expect([run.epoch, settled.epoch, second.epoch]).toEqual([1, 2, 3]);
    expect(taken).toMatchObject({ epoch: 2, holder: run.id });
  });
});

describe('the end of a run', () => {
  it.each<Outcome>(['promoted', 'rolled-back', 'refused', 'watched'])(
    'as %s releases the lease, and the next run has the next epoch',
    async (outcome) => {
      const { store, run } = await anOwned();

      await end(store, run, outcome);

      expect(leaseOf(store)).toEqual({ pk: `target#${target}`, sk: 'lease', target, epoch: 1 });
      expect(store.item('open', run.id)).toBeUndefined();
      expect((await anOwnedRun(store, { id: 'checkout-2' })).epoch).toBe(2);
    },
  );

  it('as needs-operator keeps the lease and the mark of an open run', async () => {
    const { store, run } = await anOwned();

    const waiting = await end(store, run, 'needs-operator');

    expect(waiting).toMatchObject({ status: 'needs-operator', outcome: 'needs-operator' });
    expect(leaseOf(store)).toMatchObject({ epoch: 1, holder: run.id });
    expect(store.item('open', run.id)).toMatchObject({ target });
  });
});

describe('a lease that a person releases', () => {
  it('ends the run that waited for an operator, and is free', async () => {
    const { store, run } = await anOwned();
    const waiting = await end(store, run, 'needs-operator');

    const released = await store.within(() => releaseLease(waiting, 'ann: weights are fine'));

    expect(released).toBe(true);
    expect(await store.within(() => readLease(target))).toMatchObject({ epoch: 1 });
    expect(leaseOf(store)).not.toHaveProperty('holder');
    expect(store.item('open', run.id)).toBeUndefined();
    expect(await store.within(() => readRun(run.id))).toMatchObject({
      status: 'ended',
      outcome: 'needs-operator',
    });
    expect(await store.within(() => readTimeline(run.id))).toMatchObject([
      { decision: 'release lease', because: 'ann: weights are fine', at: noon },
    ]);
  });

  it('is left when the run goes on, or was released before', async () => {
    const { store, run } = await anOwned();
    const open = await store.within(() => releaseLease(run, 'by mistake'));
    const waiting = await end(store, run, 'needs-operator');
    await store.within(() => releaseLease(waiting, 'ann'));

    const again = await store.within(() => releaseLease(waiting, 'ann'));

    expect([open, again]).toEqual([false, false]);
  });
});
