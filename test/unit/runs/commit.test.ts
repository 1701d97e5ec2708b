import { describe, expect, it } from 'vitest';
import { commit, commitAlways } from '../../../functions/runs/commit.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { createRun, readRun } from '../../../functions/runs/record.ts';
import { aGate, aSignal, noon } from '../../support/a-run.ts';
import { aBirth, aMessage, anOwned, lose } from './a-store.ts';

const forward = { direction: 'forward', goal: '50' } as const;
const back = { direction: 'return', goal: '0' } as const;

describe('a decision that is committed', () => {
  it('is written with its timeline, evidence, message, gate, intent and used signals', async () => {
    const { store, run } = await anOwned();
    const signal = aSignal('hold');
    await store.within(() => putSignal(run, signal));

    const committed = await store.within(() =>
      commit(run, {
        detail: { ...run.detail, revision: 'checkout:43' },
        decided: { entry: 7, result: { action: 'shift' } },
        gate: aGate(),
        timeline: [{ decision: 'advance', because: 'it passed' }],
        evidence: { verdict: 'pass' },
        messages: [aMessage(run.id, 3)],
        taken: [signal],
        intent: forward,
        onlyIfNoSignals: true,
      }),
    );

    const recorded = await store.within(() => readRun(run.id));
    const next = committed.committed ? committed.run : undefined;
    expect(recorded).toEqual({ ...next, signalsPut: 1 });
    expect(recorded).toMatchObject({
      version: run.version + 1,
      signalsTaken: 1,
      intents: [{ number: 1, ...forward, at: noon }],
      detail: { revision: 'checkout:43' },
    });
    expect(store.items().map(({ sk }) => sk)).toEqual(
      expect.arrayContaining([
        'timeline#000000000000002#0',
        'evidence#000000000000002',
        `${run.id}/00003/noticed`,
      ]),
    );
    expect(store.item(`run#${run.id}`, 'signal#hold')).toMatchObject({ taken: true });
  });

  it('numbers its intents, and never forgets that the traffic is being returned', async () => {
    const { store, run } = await anOwned();

    const first = await store.within(() => commitAlways(run, { intent: forward }));
    const second = await store.within(() => commitAlways(first, { intent: back }));
    const third = await store.within(() => commitAlways(second, {}));

    expect(third.intents.map(({ number, goal }) => [number, goal])).toEqual([
      [1, '50'],
      [2, '0'],
    ]);
    expect(third.returning).toBe(true);
    expect(await store.within(() => readRun(run.id))).toMatchObject({ returning: true });
  });

  it('leaves the open gate, closes it, or opens another', async () => {
    const { store, run } = await anOwned();
    const gates: unknown[] = [];
    let current = run;

    for (const change of [{ gate: aGate() }, {}, { gate: null }, {}]) {
      current = await store.within(() => commitAlways(current, change));
      gates.push((await store.within(() => readRun(run.id))).gate?.id);
    }

    expect(gates).toEqual(['bake-1', 'bake-1', undefined, undefined]);
  });

  it('writes of the record only what it changes', async () => {
    const { store, run } = await anOwned();
    const written: unknown[] = [];
    store.next('TransactWriteItems', 'before', (input) => written.push(input));

    await store.within(() => commitAlways(run, { intent: forward }));

    expect(written).toMatchObject([
      {
        TransactItems: [
          {
            Update: {
              UpdateExpression: expect.stringMatching(
                /^SET #version = :set_version, #intents = :set_intents REMOVE /,
              ),
            },
          },
          {},
        ],
      },
    ]);
  });

  it('renews the lease', async () => {
    const { store, run } = await anOwned();
    await store.pass(600);

    await store.within(() => commitAlways(run, {}));

    expect(store.item('target#rollout/checkout', 'lease')).toMatchObject({
      holder: run.id,
      expiresAt: noon + (600 + 900) * 1_000,
    });
  });

  it('touches no lease before the run has one', async () => {
    const { store } = await anOwned();
    const newer = await store.within(() => createRun(aBirth({ id: 'checkout-2' })));
    const before = store.item('target#rollout/checkout', 'lease');

    await store.within(() =>
      commitAlways(newer, { end: { outcome: 'refused', because: 'another run has the lease' } }),
    );

    expect(store.item('target#rollout/checkout', 'lease')).toEqual(before);
    expect(await store.within(() => readRun('checkout-2'))).toMatchObject({ outcome: 'refused' });
  });
});

describe('a decision whose answer is lost', () => {
  it('is recorded once, and its repetition begins with a read', async () => {
    const { store, run } = await anOwned();
    store.next('TransactWriteItems', 'after', lose);

    const lost = store.within(() => commit(run, { intent: forward }));
    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });
    const repeated = store.within(() => commit(run, { intent: forward }));

    await expect(repeated).rejects.toMatchObject({ name: 'ChangeFailedError' });
    expect(await store.within(() => readRun(run.id))).toMatchObject({
      version: run.version + 1,
      intents: [forward],
    });
  });

  it('is not recorded when the call never arrived', async () => {
    const { store, run } = await anOwned();
    store.next('TransactWriteItems', 'before', lose);

    const lost = store.within(() => commit(run, { intent: forward }));

    await expect(lost).rejects.toMatchObject({ name: 'ChangeFailedError' });
    expect(await store.within(() => readRun(run.id))).toEqual(run);
  });
});
