import { describe, expect, it } from 'vitest';
import { commitAlways } from '../../../functions/runs/commit.ts';
import {
  createRun,
  findRun,
  readOpenRuns,
  readRun,
  readTimeline,
} from '../../../functions/runs/record.ts';
import { noon } from '../../support/a-run.ts';
import { aBirth, anOwned, anOwnedRun, aStore, lose, type Store } from './a-store.ts';

const writtenByAnother = ({ account }: Store, id: string) =>
  account.callAs('operator', 'DynamoDB', 'UpdateItem', {
    TableName: 'evenkeel',
    Key: { pk: { S: `run#${id}` }, sk: { S: 'run' } },
    UpdateExpression: 'SET schemaVersion = :other',
    ExpressionAttributeValues: { ':other': { N: '2' } },
  });

const openRuns = async ({ within }: Store) =>
  (await within(() => readOpenRuns())).map(({ id }) => id);

describe('a new run', () => {
  it('is recorded without a lease, an intent or a signal, and is open', async () => {
    const store = aStore();

    const run = await store.within(() => createRun(aBirth()));

    expect(run).toMatchObject({
      ...aBirth(),
      schemaVersion: 1,
      epoch: 0,
      version: 0,
      startedAt: noon,
      intents: [],
      signalsPut: 0,
      signalsTaken: 0,
      status: 'open',
    });
    expect(await store.within(() => readRun(run.id))).toEqual(run);
    expect(await openRuns(store)).toEqual([run.id]);
  });

  it('is created once: a repetition finds the run as it has become', async () => {
    const { store, run } = await anOwned();
    const before = store.items();

    const again = await store.within(() => createRun(aBirth({ executionArn: 'another' })));

    expect(again).toEqual(run);
    expect(store.items()).toEqual(before);
  });

  it('is created once when the answer is lost', async () => {
    const store = aStore();
    store.next('TransactWriteItems', 'after', lose);
    const lost = store.within(() => createRun(aBirth()));
    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });

    const again = await store.within(() => createRun(aBirth()));

    expect(again).toMatchObject({ version: 0, status: 'open' });
    expect(await openRuns(store)).toEqual([again.id]);
  });

  it('that has ended is not opened again by a late repetition', async () => {
    const { store, run } = await anOwned();
    await store.within(() =>
      commitAlways(run, { end: { outcome: 'promoted', because: 'it is over' } }),
    );

    const again = await store.within(() => createRun(aBirth()));

    expect(again.status).toBe('ended');
    expect(await openRuns(store)).toEqual([]);
  });
});

describe('reading runs', () => {
  it('says that a run is unknown', async () => {
    const store = aStore();

    expect(await store.within(() => findRun('absent'))).toBeUndefined();
    await expect(store.within(() => readRun('absent'))).rejects.toMatchObject({
      name: 'UnknownRunError',
      message: expect.stringMatching(/^run: "absent" is not known/),
    });
  });

  it('refuses a run that another version of the code wrote', async () => {
    const { store, run } = await anOwned();
    writtenByAnother(store, run.id);

    const refused = store.within(() => readRun(run.id));

    await expect(refused).rejects.toMatchObject({ name: 'SchemaVersionError' });
  });

  it('finds the open ones oldest first, past one that another version of the code wrote', async () => {
    const store = aStore();
    for (const id of ['c', 'a', 'b']) {
      await anOwnedRun(store, { id, target: `rollout/${id}` });
      await store.pass(60);
    }
    writtenByAnother(store, 'a');

    expect(await openRuns(store)).toEqual(['c', 'b']);
  });

  it('fails when the table cannot be read, and never takes that for an absence', async () => {
    const { store, run } = await anOwned();
    const unreadable = { name: 'UnreadableError' };
    for (const action of ['GetItem', 'Query']) {
      const answer = { GetItem: () => findRun(run.id), Query: () => readOpenRuns() }[action];
      const again = () => {
        store.next(action, 'before', () => {
          again();
          lose();
        });
      };
      again();

      await expect(store.within(async () => answer?.())).rejects.toMatchObject(unreadable);
    }
  });

  it('shows what was decided in the order of the decisions', async () => {
    const { store, run } = await anOwned();
    let current = run;
    for (let count = 1; count <= 11; count++) {
      const timeline = [
        { decision: `first of ${count}`, because: 'one' },
        { decision: `second of ${count}`, because: 'two' },
      ];
      current = await store.within(() => commitAlways(current, { timeline }));
    }

    const lines = await store.within(() => readTimeline(run.id));

    expect(lines.map(({ decision }) => decision)).toEqual(
      Array.from({ length: 11 }, (_, index) => [
        `first of ${index + 1}`,
        `second of ${index + 1}`,
      ]).flat(),
    );
  });
});
