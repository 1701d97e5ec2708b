import { expect, it } from 'vitest';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { listen } from '../../../functions/runs/listen.ts';
import { putSignal, readMailbox } from '../../../functions/runs/mailbox.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { aSignal } from '../../support/a-run.ts';
import { anOwnedRun, toEnd } from './owned-run.ts';

/** What runs are told, and how they wait for it. */
export const signalsOverTheWire = (): void => {
  it('count a signal once and use it up', async () => {
    const run = await anOwnedRun('signalled');
    const signal = aSignal('abort');

    const put = [await putSignal(run, signal), await putSignal(run, signal)];
    const signalled = await readRun<RolloutDetail>('signalled');
    const taken = await readMailbox(signalled);
    const after = await commitAlways(signalled, { taken });

    expect(put).toEqual([true, false]);
    expect(taken).toEqual([signal]);
    expect(await readRun('signalled')).toMatchObject({ signalsPut: 1, signalsTaken: 1 });
    expect(await readMailbox(after)).toEqual([]);
  });

  it('take no signal any more when they have ended', async () => {
    const run = await anOwnedRun('deaf');
    await commitAlways(run, toEnd);

    await expect(putSignal(run, aSignal('abort'))).rejects.toMatchObject({
      name: 'RunEndedError',
    });
  });

  it('keep the token of the newest wait', async () => {
    const { id, epoch } = await anOwnedRun('waiting');
    const wait = (entry: number, retry: number) =>
      listen({ run: { id, epoch }, entry, retry, token: `token-${entry}-${retry}` });

    for (const [entry, retry] of [
      [2, 0],
      [1, 5],
      [2, 1],
      [2, 0],
    ] as const)
      await wait(entry, retry);

    expect((await readRun(id)).listener).toEqual({ entry: 2, retry: 1, token: 'token-2-1' });
  });
};
