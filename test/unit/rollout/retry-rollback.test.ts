import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { handler } from '../../../functions/rollout/retry-rollback.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { readLease } from '../../../functions/runs/lease.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { albTraffic, aPlan } from '../../support/a-plan.ts';
import { aBake, aDetail } from '../../support/a-run.ts';
import { anOwned, anOwnedRun, aStore, type Store } from '../runs/a-store.ts';

const { rule, sides } = albTraffic;

/** A load balancer with all the traffic on blue. */
const atStable = {
  'Elastic Load Balancing v2': {
    DescribeRules: () => {
      const TargetGroups = [
        { TargetGroupArn: sides.blue.targetGroup, Weight: 100 },
        { TargetGroupArn: sides.green.targetGroup, Weight: 0 },
      ];
      const forward = { Type: 'forward', ForwardConfig: { TargetGroups } };
      return { Rules: [{ RuleArn: rule, IsDefault: false, Actions: [forward] }] };
    },
  },
};

const retry = ({ within }: Store, service = 'checkout') =>
  within(() => handler({ service, who: 'ann', why: 'it is well again' }, {} as Context));

/** A run that needs an operator, right after it declared a shift to 10 %. */
const aWaitingRun = async (detail: RolloutDetail = aDetail(aBake())) => {
  const store = aStore({ services: atStable });
  const owned = await anOwnedRun(store, { detail });
  const run = await store.within(async () => {
    const shifted = await commitAlways(owned, { intent: { direction: 'forward', goal: '10' } });
    return commitAlways(shifted, { end: { outcome: 'needs-operator', because: 'it is stuck' } });
  });
  return { store, run };
};

describe('retrying a rollback', () => {
  it('does not count as done while a shift of the run may still take effect', async () => {
    const { store } = await aWaitingRun();

    const soon = await retry(store);
    await store.pass(60);
    const later = await retry(store);

    expect(soon).toMatchObject({
      returned: false,
      because:
        'blue has 100 % of the traffic, but a shift of this run may still take effect until 2026-03-02T12:01:00.000Z: retry after that',
    });
    expect(later).toMatchObject({ returned: true, because: 'blue has 100 % of the traffic' });
  });

  it('takes the next epoch and keeps the lease without an end', async () => {
    const { store, run } = await aWaitingRun();

    await retry(store);

    const after = await store.within(() => readRun(run.id));
    expect(after).toMatchObject({ status: 'needs-operator', epoch: run.epoch + 1 });
    expect(after.intents.at(-1)).toMatchObject({ direction: 'return', goal: '0' });
    expect(await store.within(() => readLease(run.target))).toEqual(
      expect.not.objectContaining({ expiresAt: expect.anything() }),
    );
  });

  it('tells everybody, and is told once for each time it is asked for', async () => {
    const { store } = await aWaitingRun();
    await store.pass(60);

    await retry(store);
    await retry(store);

    expect(store.published.map(({ attributes }) => attributes.kind?.StringValue)).toEqual([
      'rolled-back',
      'rolled-back',
    ]);
  });

  it.each([
    ['of a run that never shifted', aDetail(aBake(), { firstShiftAt: undefined })],
    ['of a dry run', aDetail(aBake(), { plan: aPlan({ dryRun: true }) })],
  ])('%s changes nothing and says so', async (_whose, detail) => {
    const { store } = await aWaitingRun(detail);
    const before = store.items();

    const refused = retry(store);

    await expect(refused).rejects.toMatchObject({
      name: 'SignalRefusedError',
      message: expect.stringContaining('has shifted no traffic, so there is nothing to return'),
    });
    expect(store.items()).toEqual(before);
  });

  it('is refused while the run goes on, and when no run needs an operator', async () => {
    const { store } = await anOwned({ services: atStable });

    await expect(retry(store)).rejects.toMatchObject({ name: 'LeaseHeldError' });
    await expect(retry(store, 'pricing')).rejects.toMatchObject({ name: 'UnknownRunError' });
  });
});

describe('a run that needs an operator', () => {
  it('records nothing but what is done for the operator', async () => {
    const { store, run } = await aWaitingRun();

    const decided = store.within(() => commitAlways(run, { timeline: [] }));

    await expect(decided).rejects.toMatchObject({ name: 'RunEndedError' });
  });

  it('records nothing for an operator once its lease is released', async () => {
    const { store, run } = await anOwned();
    const ended = await store.within(() =>
      commitAlways(run, { end: { outcome: 'promoted', because: 'it is over' } }),
    );

    const recorded = store.within(() => commitAlways(ended, { forOperator: true }));

    await expect(recorded).rejects.toMatchObject({
      name: 'RunEndedError',
      message: expect.stringContaining('(promoted: it is over)'),
    });
  });
});
