import { describe, expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import type { Outcome, Run } from '../../../functions/runs/domain/run.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { sendMessages } from '../../../functions/runs/outbox.ts';
import { aSignal, noon } from '../../support/a-run.ts';
import { aMessage, anOwned, type Store } from './a-store.ts';

const ninetyDays = 90 * 24 * 60 * 60;

const end = <Detail>(store: Store, run: Run<Detail>, outcome: Outcome) =>
  store.within(() => commitAlways(run, { end: { outcome, because: 'it is over' } }));

describe('the time to live', () => {
  it('is on no lease and no run that is open or waits for an operator', async () => {
    const { store, run } = await anOwned();
    await store.within(() => putSignal(run, aSignal('hold')));
    const next = await store.within(() =>
      commitAlways(run, {
        taken: [aSignal('hold')],
        messages: [aMessage(run.id)],
        timeline: [{ decision: 'hold', because: 'ann' }],
      }),
    );
    await end(store, next, 'needs-operator');
    await store.pass(2 * ninetyDays);

    store.expire();

    const left = store.items().map(({ sk }) => sk);
    expect(left).toEqual(
      expect.arrayContaining(['run', 'lease', run.id, `${run.id}/00001/noticed`]),
    );
  });

  it('is on a run that has ended and all that is its own, and never on its lease', async () => {
    const { store, run } = await anOwned();
    await store.within(() => putSignal(run, aSignal('hold')));
    const next = await store.within(() =>
      commitAlways(run, {
        taken: [aSignal('hold')],
        timeline: [{ decision: 'hold', because: 'ann' }],
        evidence: { verdict: 'pass' },
        messages: [aMessage(run.id)],
      }),
    );
    await end(store, next, 'promoted');
    await store.within(() => sendMessages());

    await store.pass(ninetyDays - 60);
    store.expire();
    const before = store.item(`run#${run.id}`, 'run');
    await store.pass(120);
    store.expire();

    expect(before).toMatchObject({ ttl: noon / 1_000 + ninetyDays });
    expect(store.items().map(({ sk }) => sk)).toEqual(['lease']);
  });
});
