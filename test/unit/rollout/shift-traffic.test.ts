import { describe, expect, it } from 'vitest';
import { handler } from '../../../functions/rollout/shift-traffic.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { aBake, aSignal, startedAt } from '../../support/a-run.ts';
import { aliasPlan, anAliasRollout, attempt, read } from './an-alias-rollout.ts';

const shifting = { kind: 'shifting', step: 0 } as const;

describe('a shift', () => {
  it('is declared, then made, and left to the next state to be read back', async () => {
    const { store, alias } = await anAliasRollout(shifting);

    const next = await attempt(store, handler);

    expect(next).toMatchObject({ action: 'verify', because: 'the canary was set to 10 %' });
    expect(alias).toMatchObject({ weights: { 42: 0.1 }, updates: 1 });
    expect((await read(store)).intents).toMatchObject([{ direction: 'forward', goal: '10' }]);
  });

  it('is made again when its answer was lost, under the same intent', async () => {
    const { store, alias } = await anAliasRollout(shifting);
    await attempt(store, handler);
    alias.weights = {};

    await attempt(store, handler, 1);

    expect(alias).toMatchObject({ weights: { 42: 0.1 }, updates: 2 });
  });

  it('is not made over an unread signal', async () => {
    const { store, alias, run } = await anAliasRollout(shifting);
    await store.within(() => putSignal(run, aSignal('abort')));

    expect(await attempt(store, handler)).toMatchObject({ action: 'measure' });
    expect(alias.updates).toBe(0);
  });

  it('waits for a person when the new version is not ready', async () => {
    const { store, alias } = await anAliasRollout(shifting);
    alias.state = 'Failed';

    expect(await attempt(store, handler)).toMatchObject({
      action: 'listen-held',
      because: expect.stringMatching(/^the canary side is not completely deployed: .*state Failed/),
    });
    expect(alias.updates).toBe(0);
  });

  it('waits for a person when the new version carries too little', async () => {
    const live = { share: 10, since: startedAt, judgedFrom: startedAt };
    const { store, alias } = await anAliasRollout(
      { kind: 'shifting', step: 1 },
      { live, fullTasks: 8, firstShiftAt: startedAt },
    );
    alias.weights = { 42: 0.1 };

    expect(await attempt(store, handler)).toMatchObject({
      action: 'listen-held',
      because: expect.stringMatching(/too small for 50 %: 1 healthy of 4 needed/),
    });
    expect(alias.updates).toBe(0);
  });

  it('is not made over weights that are not its own', async () => {
    const { store, alias } = await anAliasRollout(shifting);
    alias.weights = { 42: 0.35 };

    expect(await attempt(store, handler)).toMatchObject({
      action: 'measure',
      because: 'the weights are not as this run left them',
    });
    expect(alias.updates).toBe(0);
  });

  it('is not made over a change in the last moment', async () => {
    const { store, alias } = await anAliasRollout(shifting);
    alias.isChanged = true;

    expect(await attempt(store, handler)).toMatchObject({
      action: 'measure',
      because: expect.stringContaining('was changed after it was read'),
    });
    expect(alias.weights).toEqual({});
  });

  it('waits for a person when the weights cannot be read, however often', async () => {
    const { store, alias } = await anAliasRollout(shifting);
    alias.isUnreadable = true;

    await expect(attempt(store, handler)).rejects.toMatchObject({ name: 'UnreadableError' });
    expect(await attempt(store, handler, 99)).toMatchObject({
      action: 'listen-held',
      because: expect.stringMatching(/^the next shift cannot be prepared: /),
    });
  });

  it('is for a run that shifts, and for no other', async () => {
    const { store, alias } = await anAliasRollout(aBake());

    expect(await attempt(store, handler)).toMatchObject({ because: 'the run is baking' });
    expect(alias.updates).toBe(0);
  });

  it('is nothing for a dry run', async () => {
    const { store, alias } = await anAliasRollout(shifting, { plan: aliasPlan({ dryRun: true }) });

    await expect(attempt(store, handler)).rejects.toThrow('a dry run moves no traffic');
    expect(alias.updates).toBe(0);
  });
});
