import { TaskTimedOut } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { sendSignal } from '../../../functions/runs/send-signal.ts';
import { wake } from '../../../functions/runs/wake.ts';
import { aGate } from '../../support/a-run.ts';
import { anOwned, aWait, lose } from './a-store.ts';

const abort = { id: 'abort', kind: 'abort', who: 'ann', why: 'it is wrong' } as const;

const overdue = () => {
  throw new TaskTimedOut({ $metadata: {}, message: 'Task Timed Out' });
};

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
