import { describe, expect, it } from 'vitest';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { commit, commitAlways } from '../../../functions/runs/commit.ts';
import type { Change } from '../../../functions/runs/domain/change.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { findRun, readRun } from '../../../functions/runs/record.ts';
import { aSignal } from '../../support/a-run.ts';
import { aMessage, anOwned } from './a-store.ts';

const forward = { direction: 'forward', goal: '50' } as const;
const back = { direction: 'return', goal: '0' } as const;

describe('a decision that is refused', () => {
  const ending = (outcome: 'promoted' | 'needs-operator'): Change<RolloutDetail> => ({
    end: { outcome, because: 'it is over' },
  });

  it.each<[string, Change<RolloutDetail>, string]>([
    ['a newer epoch owns the run', { takeover: true }, 'LostLeaseError'],
    ['the run has ended', ending('promoted'), 'RunEndedError'],
    ['the run waits for an operator', ending('needs-operator'), 'RunEndedError'],
    ['another decision was recorded since it was read', {}, 'ChangeFailedError'],
  ])('because %s changes nothing and throws', async (_why, meanwhile, name) => {
    const { store, run } = await anOwned();
    await store.within(() => commitAlways(run, meanwhile));
    const before = store.items();

    const refused = store.within(() =>
      commit(run, {
        intent: forward,
        messages: [aMessage(run.id, 9)],
        timeline: [{ decision: 'shift', because: 'late' }],
      }),
    );

    await expect(refused).rejects.toMatchObject({ name });
    expect(store.items()).toEqual(before);
  });

  it.each(['promoted', 'needs-operator'] as const)(
    'because the run was read when it had ended as %s changes nothing and throws',
    async (outcome) => {
      const { store, run } = await anOwned();
      const ended = await store.within(() => commitAlways(run, ending(outcome)));
      const before = store.items();

      const refused = store.within(() => commit(ended, { intent: forward }));

      await expect(refused).rejects.toMatchObject({ name: 'RunEndedError' });
      expect(store.items()).toEqual(before);
    },
  );

  it('because a signal is unread changes nothing, until the signal is used', async () => {
    const { store, run } = await anOwned();
    const signal = aSignal('abort');
    await store.within(() => putSignal(run, signal));
    const before = store.items();

    const refused = await store.within(() =>
      commit(run, { intent: forward, onlyIfNoSignals: true }),
    );
    const unchanged = store.items();
    const used = await store.within(() => commit(run, { taken: [signal], onlyIfNoSignals: true }));

    expect(refused).toEqual({ committed: false, because: 'signals' });
    expect(unchanged).toEqual(before);
    expect(used.committed).toBe(true);
  });

  it('because a return was declared holds for every forward intent, and for no return', async () => {
    const { store, run } = await anOwned();
    const returning = await store.within(() => commitAlways(run, { intent: back }));
    const { returning: _forgotten, ...asBefore } = returning;

    const refused = await store.within(() => commit(asBefore, { intent: forward }));
    const again = await store.within(() => commit(returning, { intent: back }));

    expect(refused).toEqual({ committed: false, because: 'returning' });
    expect(again.committed).toBe(true);
  });

  it('because a signal was used before throws, and uses it no second time', async () => {
    const { store, run } = await anOwned();
    const signal = aSignal('hold');
    await store.within(() => putSignal(run, signal));
    const next = await store.within(() => commitAlways(run, { taken: [signal] }));

    const refused = store.within(() => commit(next, { taken: [signal] }));

    await expect(refused).rejects.toMatchObject({ name: 'ChangeFailedError' });
    expect((await store.within(() => readRun(run.id))).signalsTaken).toBe(1);
  });

  it('because the lease is another run’s throws, although the run is as it was', async () => {
    const { store, run } = await anOwned();
    store.account.callAs('operator', 'DynamoDB', 'UpdateItem', {
      TableName: 'evenkeel',
      Key: { pk: { S: 'target#rollout/checkout' }, sk: { S: 'lease' } },
      UpdateExpression: 'SET holder = :other',
      ExpressionAttributeValues: { ':other': { S: 'checkout-2' } },
    });

    const refused = store.within(() => commit(run, { intent: forward }));

    await expect(refused).rejects.toMatchObject({ name: 'LostLeaseError' });
    expect(await store.within(() => readRun(run.id))).toMatchObject({ intents: [] });
  });

  it('because the run is gone throws', async () => {
    const { store, run } = await anOwned();

    const refused = store.within(() => commit({ ...run, id: 'absent' }, {}));

    await expect(refused).rejects.toMatchObject({ name: 'UnknownRunError' });
    expect(await store.within(() => findRun('absent'))).toBeUndefined();
  });

  it('throws where nothing but the loss of the run may forbid it', async () => {
    const { store, run } = await anOwned();
    const returning = await store.within(() => commitAlways(run, { intent: back }));

    const refused = store.within(() => commitAlways(returning, { intent: forward }));

    await expect(refused).rejects.toMatchObject({ name: 'ChangeFailedError' });
  });
});
