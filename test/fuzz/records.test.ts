import type { Context } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../functions/rollout/domain/decide.ts';
import { handler as guard } from '../../functions/rollout/guard-runs.ts';
import { handler as hear } from '../../functions/rollout/hear-alarm.ts';
import { type Key, openKey, runKey, signalKey } from '../../functions/runs/domain/keys.ts';
import type { Signal } from '../../functions/runs/domain/signal.ts';
import { readMailbox } from '../../functions/runs/mailbox.ts';
import { readRun } from '../../functions/runs/record.ts';
import { writeAll } from '../../functions/runs/table.ts';
import { aPlan } from '../support/a-plan.ts';
import { aBake, aDetail, aGate, aSignal, aSnapshot, inconclusive, noon } from '../support/a-run.ts';
import { aWatchedStore, type Watched } from '../support/fuzz/a-watched-store.ts';
import { holds } from '../support/fuzz/holds.ts';
import { aJsonValue, aName } from '../support/fuzz/hostile.ts';
import { mutatedJson } from '../support/fuzz/mutated.ts';
import { anOwnedRun } from '../unit/runs/a-store.ts';

const watching = aDetail(aBake(), {
  plan: aPlan({}, { alarms: [{ name: 'checkout-5xx', side: 'canary' }] }),
});

const alarm = {
  detail: {
    alarmName: 'checkout-5xx',
    state: { value: 'ALARM', timestamp: '2026-03-02T11:59:58.125+0000', reason: 'Crossed' },
  },
};

const aWatchingRun = (watched: Watched, id: string) =>
  anOwnedRun(watched.store, { id, target: `rollout/${id}`, detail: watching });

/** What DynamoDB can hold: no empty names, and no number that would lose digits. */
const storable = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (name, part: unknown) => {
    if (name === '__proto__' || name === 'constructor') return undefined;
    return typeof part === 'number' && !Number.isSafeInteger(part) ? String(part) : part;
  });

/** Writes fields into an item as somebody else would. */
const overwrite = ({ store }: Watched, key: Key, fields: object) =>
  store.within(() =>
    writeAll([{ put: { ...store.item(key.pk, key.sk), ...fields, pk: key.pk, sk: key.sk } }]),
  );

describe('the record of a run', () => {
  const foreign = fc.dictionary(
    fc.string({ minLength: 1, maxLength: 20 }).map((name) => `foreign-${name}`),
    aJsonValue.map(storable),
  );
  /** An item of more than 400 kB is refused, whoever writes it. */
  const fitting = foreign.filter((fields) => JSON.stringify(fields).length < 300_000);

  it('is read in spite of attributes that nobody knows', () =>
    holds(
      [fitting],
      async (attributes) => {
        const watched = aWatchedStore();
        const run = await aWatchingRun(watched, 'checkout-1');
        await overwrite(watched, runKey(run.id), attributes);

        const read = await watched.store.within(() => readRun(run.id));

        expect(read).toMatchObject({ id: run.id, epoch: run.epoch, detail: run.detail });
      },
      { runs: 40 },
    ));

  it('that holds anything at all does not keep other runs from hearing, or from being guarded', () =>
    holds(
      [
        fc.constantFrom('schemaVersion', 'detail', 'plan', 'status', 'startedAt', 'id', 'intents'),
        fc.oneof(aJsonValue, aName).map(storable),
      ],
      async (field, value) => {
        const watched = aWatchedStore();
        await aWatchingRun(watched, 'broken');
        await aWatchingRun(watched, 'healthy');
        await overwrite(watched, runKey('broken'), { [field]: value });

        await watched.store.within(() => guard({}, {} as Context));
        await watched.store.within(() => hear(alarm, {} as Context)).catch(() => undefined);

        const mail = await watched.store.within(async () => readMailbox(await readRun('healthy')));
        expect(mail).toMatchObject([{ kind: 'alarm' }]);
      },
      {
        runs: 60,
        // Kept every other run from hearing its alarm, and the guardian from all of them.
        examples: [
          ['detail', 'no JSON'],
          ['plan', '{'],
        ],
      },
    ));

  it('that is marked as open and is not there is no run', async () => {
    const { store, call } = aWatchedStore();
    await store.within(() =>
      writeAll([{ put: { pk: openKey('gone').pk, sk: openKey('gone').sk } }]),
    );

    expect(await call(guard, {})).toEqual({ value: { settled: [] } });
  });
});

describe('a signal in the mailbox', () => {
  const signals = (['abort', 'hold', 'resume', 'skip-wait', 'extend', 'finish-now'] as const).map(
    (kind) => aSignal(kind, { gate: 'bake-1', step: 10 }),
  );
  const aStoredSignal = fc
    .constantFrom(...signals)
    .chain((signal) => mutatedJson(signal).map((item) => ({ ...(storable(item) as object) })));

  /** As the mailbox gives it: with texts for who and why. */
  const aReadSignal = fc
    .tuple(aStoredSignal, aName, aName)
    .map(([signal, who, why]) => ({ ...signal, who, why }));

  it('is read once or not at all, whatever it holds', () =>
    holds(
      [aStoredSignal],
      async (signal) => {
        const watched = aWatchedStore();
        const { id } = await aWatchingRun(watched, 'checkout-1');
        const named = Object.fromEntries(Object.entries(signal).filter(([name]) => name !== ''));
        await overwrite(watched, signalKey(id, 'one'), { ...named, taken: false });
        await overwrite(watched, runKey(id), { signalsPut: 1 });

        const mail = await watched.store.within(async () => readMailbox(await readRun(id)));

        expect(mail).toHaveLength(1);
        expect([typeof mail[0]?.who, typeof mail[0]?.why]).toEqual(['string', 'string']);
      },
      { runs: 40 },
    ));

  it('shifts no traffic forward unless it answers the gate or names the step', () =>
    holds([fc.array(aReadSignal, { maxLength: 4 })], (found) => {
      const decision = decide(
        aDetail(aBake({ maximumUntil: noon })),
        aSnapshot({
          signals: found as unknown as readonly Signal[],
          gate: aGate('bake'),
          judgement: inconclusive,
        }),
      );

      const names = (found as unknown as readonly Signal[]).some(
        ({ kind, step }) => kind === 'finish-now' && step === 10,
      );
      if (!names) expect(['shift', 'end-promoted']).not.toContain(decision.action);
    }));
});
