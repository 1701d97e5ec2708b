import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler } from '../../../functions/rollout/hear-alarm.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { readMailbox } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail, noon } from '../../support/a-run.ts';
import { anOwnedRun, aStore, lose, type Store } from '../runs/a-store.ts';

const timestamp = '2026-03-02T11:59:58.125+0000';

const aChange = (value = 'ALARM', alarmName = 'checkout-5xx', reason = 'Threshold Crossed') => ({
  source: 'aws.cloudwatch',
  detail: { alarmName, state: { value, timestamp, reason }, previousState: { value: 'OK' } },
});

const watching = (side: 'canary' | 'shared', name = 'checkout-5xx') =>
  aDetail(aBake(), { plan: aPlan({}, { alarms: [{ name, side }] }) });

/** An open run that waits, by its name. */
const aWaitingRun = async (store: Store, id: string, detail = watching('canary')) => {
  const run = await anOwnedRun(store, { id, target: `rollout/${id}`, detail });
  const wait = { run: { id, epoch: run.epoch }, entry: 1, retry: 0, token: `token-${id}` };
  await store.within(() => listen(wait));
  return run;
};

const hear = (store: Store, event: unknown) => store.within(() => handler(event, {} as Context));
const mailOf = (store: Store, id: string) =>
  store.within(async () => readMailbox(await readRun(id)));

describe('an alarm that rings', () => {
  it('is put into the mailbox of every run that watches it, and wakes it', async () => {
    const store = aStore();
    await aWaitingRun(store, 'a');
    await aWaitingRun(store, 'b', watching('shared'));
    await aWaitingRun(store, 'c', watching('canary', 'another'));

    const { told } = await hear(store, aChange());

    const since = Date.parse(timestamp);
    expect(told.toSorted()).toEqual(['a', 'b']);
    expect(store.woken.toSorted()).toEqual(['token-a', 'token-b']);
    expect(await mailOf(store, 'a')).toEqual([
      {
        id: `alarm#checkout-5xx@${since}`,
        kind: 'alarm',
        who: 'CloudWatch',
        why: 'checkout-5xx went to ALARM: Threshold Crossed',
        at: noon,
        alarm: { name: 'checkout-5xx', side: 'canary', since },
      },
    ]);
    expect(await mailOf(store, 'b')).toMatchObject([{ alarm: { side: 'shared' } }]);
    expect(await mailOf(store, 'c')).toEqual([]);
  });

  it('counts once for each change of its state', async () => {
    const store = aStore();
    await aWaitingRun(store, 'a');

    await hear(store, aChange());
    await hear(store, aChange());

    expect(await mailOf(store, 'a')).toHaveLength(1);
  });

  it.each(['promoted', 'needs-operator'] as const)(
    'is nothing for a run that has ended as %s',
    async (outcome) => {
      const store = aStore();
      await aWaitingRun(store, 'a');
      const end = { outcome, because: 'it is over' };
      await store.within(async () => commitAlways(await readRun('a'), { end }));

      expect(await hear(store, aChange())).toEqual({ told: [] });
    },
  );

  it('is heard by the others when one run cannot be told, and by that one when it is repeated', async () => {
    const store = aStore();
    await aWaitingRun(store, 'a');
    await aWaitingRun(store, 'b');
    store.next('TransactWriteItems', 'before', lose);

    const first = await hear(store, aChange()).catch(({ name }: Error) => name);
    const heardAtFirst = [await mailOf(store, 'a'), await mailOf(store, 'b')].flat().length;
    await hear(store, aChange());

    expect([first, heardAtFirst]).toEqual(['ChangeFailedError', 1]);
    expect([await mailOf(store, 'a'), await mailOf(store, 'b')]).toMatchObject([[{}], [{}]]);
    expect(new Set(store.woken)).toEqual(new Set(['token-a', 'token-b']));
  });

  it('is not longer than a signal may be', async () => {
    const store = aStore();
    await aWaitingRun(store, 'a');

    await hear(store, aChange('ALARM', 'checkout-5xx', 'x'.repeat(2_000)));

    expect((await mailOf(store, 'a'))[0]?.why).toHaveLength(500);
  });
});

describe('a change of an alarm', () => {
  it.each(['OK', 'INSUFFICIENT_DATA'])('to %s tells nobody', async (value) => {
    const store = aStore();
    await aWaitingRun(store, 'a');

    expect(await hear(store, aChange(value))).toEqual({ told: [] });
    expect(await mailOf(store, 'a')).toEqual([]);
  });

  it.each([
    [{}, 'detail'],
    [aChange('RINGING'), 'detail.state.value'],
    [
      { detail: { alarmName: 'a', state: { value: 'ALARM', timestamp: 'soon' } } },
      'detail.state.timestamp',
    ],
  ])('of another shape is refused: %j', async (event, path) => {
    const refused = hear(aStore(), event);

    await expect(refused).rejects.toMatchObject({
      name: 'InvalidInputError',
      mistakes: [{ path }],
    });
  });
});
