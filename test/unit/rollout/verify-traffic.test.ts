import { describe, expect, it } from 'vitest';
import { handler, toBake } from '../../../functions/rollout/verify-traffic.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { aBake, aSignal, minutes, noon } from '../../support/a-run.ts';
import { aliasPlan, anAliasRollout, attempt, declared, read } from './an-alias-rollout.ts';

const shifting = (step = 0) => ({ kind: 'shifting', step }) as const;

const aDeclaredShift = async (weight: number, step = 0) => {
  const rollout = await anAliasRollout(shifting(step));
  await declared(rollout, weight);
  return rollout;
};

describe('a shift that is read back', () => {
  it('begins the bake of its step', async () => {
    const { store, alias } = await aDeclaredShift(10);
    alias.weights = { 42: 0.1 };

    const next = await attempt(store, handler);

    expect(next).toMatchObject({
      action: 'listen-baking',
      because: '42 has 10 % of the traffic; it bakes for 20 minutes',
    });
    expect(await read(store)).toMatchObject({
      detail: { live: { share: 10, since: noon }, phase: { kind: 'baking', step: 0 } },
      gate: { kind: 'bake', step: 10, deadline: noon + minutes(20) },
    });
  });

  it.each([
    [{ judge: 'threshold' }, undefined, '10 to 20'],
    [{}, noon + minutes(20), '20'],
    [{ earlyPromotion: true }, noon + minutes(20), '10 to 20'],
  ] as const)('passes by the rules of its plan: %j', async (rollout, passesFrom, lasts) => {
    const started = await anAliasRollout(shifting(0), { plan: aliasPlan(rollout) });
    const { store, alias } = started;
    await declared(started, 10);
    alias.weights = { 42: 0.1 };

    const next = await attempt(store, handler);

    expect(next).toMatchObject({
      because: expect.stringContaining(`it bakes for ${lasts} minutes`),
    });
    expect((await read(store)).detail.phase).toHaveProperty('minimumUntil', noon + minutes(10));
    const { phase } = (await read(store)).detail;
    expect('passesFrom' in phase ? phase.passesFrom : undefined).toBe(passesFrom);
  });

  it('is read again while it has not taken effect', async () => {
    const { store } = await aDeclaredShift(10);

    await expect(attempt(store, handler)).rejects.toMatchObject({
      name: 'ChangeFailedError',
      message: expect.stringMatching(/^The canary has 0 % where 10 % was set/),
    });
  });

  it('is left to the next tick when somebody else has moved it', async () => {
    const { store, alias } = await aDeclaredShift(10);
    alias.weights = { 42: 0.35 };

    expect(await attempt(store, handler)).toMatchObject({
      action: 'measure',
      because: 'the weights are not as this run set them',
    });
  });

  it('waits for a person when the weights cannot be read, however often', async () => {
    const { store, alias } = await aDeclaredShift(10);
    alias.isUnreadable = true;

    await expect(attempt(store, handler)).rejects.toMatchObject({ name: 'UnreadableError' });
    expect(await attempt(store, handler, 99)).toMatchObject({
      action: 'listen-held',
      because: expect.stringMatching(/^the weights could not be read back: /),
    });
  });

  it('is for a run that shifts, and for no other', async () => {
    const { store } = await anAliasRollout(aBake());

    expect(await attempt(store, handler)).toMatchObject({ because: 'the run is baking' });
  });

  it('begins its bake over an unread signal, which the next tick reads', async () => {
    const { store, alias, run } = await anAliasRollout(shifting());
    await store.within(() => putSignal(run, aSignal('hold')));
    await declared({ store, run }, 10);
    alias.weights = { 42: 0.1 };

    expect(await attempt(store, handler)).toMatchObject({ action: 'listen-baking' });
  });

  it('of all the traffic is promoted by what it went through', async () => {
    const { store, alias } = await aDeclaredShift(100, 2);
    alias.weights = { 42: 1 };

    const next = await attempt(store, handler);

    expect(next).toMatchObject({
      because: expect.stringMatching(/^it went through 10 %, 50 %, 100 %/),
    });
  });

  it.each<[string, object, string]>([
    [
      'alarms and absolute limits while it bakes',
      { bake: { minimumMinutes: 10, maximumMinutes: 10 } },
      'compare with, so only alarms and absolute limits guard it; it bakes for 10 minutes',
    ],
    [
      'nothing once it ends without a bake',
      {},
      'compare with, and it does not bake, so evenkeel guards it no longer once the rollout ends',
    ],
  ])('of all the traffic says what guards it from here on: %s', async (_what, last, guards) => {
    const plan = aliasPlan({ steps: [{ weight: 10 }, { weight: 100, ...last }] });
    const { run } = await anAliasRollout(shifting(1), { plan });

    const { notices } = toBake(run, 1, { stable: '41', canary: '42' }, noon);

    expect(notices).toMatchObject([{ sentence: expect.stringMatching(new RegExp(`${guards}$`)) }]);
  });
});
