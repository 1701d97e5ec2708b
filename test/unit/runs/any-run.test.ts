import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler as abortRun } from '../../../functions/runs/abort-run.ts';
import { handler as approveRun } from '../../../functions/runs/approve-run.ts';
import type { AnyRun } from '../../../functions/runs/domain/any-run.ts';
import { runKey } from '../../../functions/runs/domain/keys.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { handler as signalRun } from '../../../functions/runs/signal-run.ts';
import { writeAll } from '../../../functions/runs/table.ts';
import { noon } from '../../support/a-run.ts';
import { anOwned, aWait, type Owned, type Store } from './a-store.ts';

const run = 'checkout-1';
const signed = { who: 'ann', why: 'because' };

/** Every field that no version may leave out. */
const promised: Readonly<Record<keyof AnyRun, true>> = {
  schemaVersion: true,
  id: true,
  target: true,
  epoch: true,
  version: true,
  request: true,
  status: true,
  outcome: true,
  because: true,
  listener: true,
};

/** A waiting run whose record says only what every version says, and the rest in a way of its own. */
const aRunOfVersion = async (schemaVersion: number, status = 'open'): Promise<Owned> => {
  const owned = await anOwned();
  const { store } = owned;
  await store.within(() => listen(aWait(owned, 1)));
  const others = Object.keys(store.item(`run#${run}`, 'run') ?? {}).filter(
    (name) => !(name in promised) && !['pk', 'sk', 'signalsPut'].includes(name),
  );
  await store.within(() =>
    writeAll([
      {
        update: runKey(run),
        set: { schemaVersion, status, somethingNew: { of: 'its own' } },
        remove: others,
        condition: 'attribute_exists(pk)',
      },
    ]),
  );
  return owned;
};

const mailIn = (store: Store) => store.items().filter(({ sk }) => String(sk).startsWith('signal#'));

describe.each([0, 2])('a run that a code of schemaVersion %i has written', (schemaVersion) => {
  it.each([
    ['an abort', abortRun, { run, ...signed }, { id: 'abort', kind: 'abort' }],
    ['a hold', signalRun, { run, signal: 'hold', ...signed }, { kind: 'hold' }],
  ])('takes %s, and wakes up for it', async (_what, handler, input, signal) => {
    const { store } = await aRunOfVersion(schemaVersion);

    const answer = await store.within(() => handler(input, {} as Context));

    expect(answer).toMatchObject({ run, received: true });
    expect(mailIn(store)).toMatchObject([{ ...signal, ...signed, at: noon, taken: false }]);
    expect(store.item(`run#${run}`, 'run')).toMatchObject({ signalsPut: 1 });
    expect(store.woken).toEqual(['token-1-0']);
  });

  it.each([
    ['approve-run', approveRun, { gate: 'approval-1', answer: 'approve' }],
    ['signal-run', signalRun, { gate: 'hold-1', signal: 'resume' }],
    ['signal-run', signalRun, { step: 10, signal: 'finish-now' }],
  ])('takes no answer to a gate, which only its own code knows: %s', async (_, handler, more) => {
    const { store } = await aRunOfVersion(schemaVersion);
    const before = store.items();

    const refused = store.within(() => handler({ run, ...signed, ...more }, {} as Context));

    await expect(refused).rejects.toMatchObject({
      name: 'SchemaVersionError',
      message: expect.stringContaining('abort-run and a hold reach it all the same'),
    });
    expect(store.items()).toEqual(before);
  });

  it.each(['ended', 'needs-operator'])('takes no abort when it is %s', async (status) => {
    const { store } = await aRunOfVersion(schemaVersion, status);

    const refused = store.within(() => abortRun({ run, ...signed }, {} as Context));

    await expect(refused).rejects.toMatchObject({ name: 'RunEndedError' });
    expect(mailIn(store)).toEqual([]);
  });
});
