import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { handler as releaseLease } from '../../../functions/rollout/release-lease.ts';
import { handler as runStatus } from '../../../functions/rollout/run-status.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { runKey } from '../../../functions/runs/domain/keys.ts';
import { readLease } from '../../../functions/runs/lease.ts';
import { writeAll } from '../../../functions/runs/table.ts';
import { albTraffic } from '../../support/a-plan.ts';
import { aDetail, aGate, aHold, noon } from '../../support/a-run.ts';
import { anOwned, aStore, type Owned, type Store } from '../runs/a-store.ts';

const { rule, sides } = albTraffic;

/** A load balancer at 90 to 10. */
const balancer = {
  DescribeRules: () => {
    const TargetGroups = [
      { TargetGroupArn: sides.blue.targetGroup, Weight: 90 },
      { TargetGroupArn: sides.green.targetGroup, Weight: 10 },
    ];
    const forward = { Type: 'forward', ForwardConfig: { TargetGroups } };
    return { Rules: [{ RuleArn: rule, IsDefault: false, Actions: [forward] }] };
  },
};
const failing = {
  DescribeRules: () => {
    throw Object.assign(new Error('away'), { name: 'ServiceUnavailable' });
  },
};
const withBalancer = (service = balancer) => ({
  services: { 'Elastic Load Balancing v2': service },
});

const statusOf = ({ within }: Store, input: object = { run: 'checkout-1' }) =>
  within(() => runStatus(input, {} as Context));

const aHeldRun = async (service?: typeof balancer): Promise<Owned> => {
  const owned = await anOwned(withBalancer(service));
  const last = { verdict: 'blind', because: 'no data', at: noon } as const;
  const run = await owned.store.within(() =>
    commitAlways(owned.run, {
      detail: aDetail(aHold(), { last }),
      gate: aGate('hold'),
      timeline: [{ decision: 'hold', because: 'no data' }],
    }),
  );
  return { ...owned, run };
};

describe('the status of a run', () => {
  it('says what it waits for, until when, who must act and with which command', async () => {
    const { store } = await aHeldRun();

    const status = await statusOf(store);

    expect(status).toMatchObject({
      run: 'checkout-1',
      service: 'checkout',
      revision: 'checkout:42',
      status: 'open',
      live: { blue: 90, green: 10 },
      step: 'held at step 1 of 10 %, 50 %, 100 %',
      gate: 'hold-1',
      deadline: '2026-03-02T12:15:00.000Z',
      lastVerdict: 'blind: no data',
      mustAct: 'a person must answer hold-1; the owner is team-shop',
      timeline: ['2026-03-02T12:00:00.000Z hold: no data'],
    });
    expect(Object.keys(status.commands)).toEqual([
      'resume',
      'extend the hold',
      'abort and roll back',
    ]);
  });

  it('is the same by the name of the service as by the id of the run', async () => {
    const { store } = await aHeldRun();

    const byService = await statusOf(store, { service: 'checkout' });

    expect(byService).toEqual(await statusOf(store));
  });

  it('is shown although the weights cannot be read', async () => {
    const { store } = await aHeldRun(failing);

    const { live, gate } = await statusOf(store);

    expect(live).toMatch(/^not readable: /);
    expect(gate).toBe('hold-1');
  });

  it.each([
    ['promoted', 'nobody: the run has ended', []],
    [
      'needs-operator',
      'an operator: it is stuck',
      ['return the traffic to blue', 'release the lease, when the weights are as you want them'],
    ],
  ] as const)(
    'of a run that ended as %s says that %s must act',
    async (outcome, must, commands) => {
      const { store, run } = await aHeldRun();
      await store.within(() =>
        commitAlways(run, { end: { outcome, because: 'it is stuck' }, gate: null }),
      );

      const status = await statusOf(store);

      expect(status).toMatchObject({ status: outcome, because: 'it is stuck', mustAct: must });
      expect(status.step).toBe('none any more (steps 10 %, 50 %, 100 %)');
      expect(Object.keys(status.commands)).toEqual(commands);
    },
  );

  it.each([{}, { run: '' }, { run: 'a', service: 'b' }, 'checkout-1'])(
    'is not asked for with %j',
    async (input) => {
      const refused = statusOf(aStore(), input as object);

      await expect(refused).rejects.toMatchObject({ name: 'InvalidInputError' });
    },
  );

  it('changes nothing', async () => {
    const { store } = await aHeldRun();
    const before = store.items();

    await statusOf(store);

    expect(store.items()).toEqual(before);
  });
});

describe('releasing a lease', () => {
  const release = ({ within }: Store, input: object = {}) =>
    within(() =>
      releaseLease({ service: 'checkout', who: 'ann', why: 'it is fine', ...input }, {} as Context),
    );

  it('shows the weights and frees the service of a run that needs an operator', async () => {
    const { store, run } = await aHeldRun();
    await store.within(() =>
      commitAlways(run, { end: { outcome: 'needs-operator', because: 'it is stuck' } }),
    );

    const released = await release(store);

    expect(released).toEqual({ run: run.id, live: { blue: 90, green: 10 }, released: true });
    expect((await statusOf(store)).timeline.at(-1)).toMatch(
      /release lease: ann released the lease: it is fine$/,
    );
  });

  it('frees the service of a run that another version of the code has written', async () => {
    const { store, run } = await aHeldRun();
    await store.within(async () => {
      await commitAlways(run, { end: { outcome: 'needs-operator', because: 'it is stuck' } });
      const set = { schemaVersion: 2, detail: 'something new' };
      await writeAll([{ update: runKey(run.id), set, condition: 'attribute_exists(pk)' }]);
    });

    const released = await release(store);

    expect(released).toEqual({
      run: run.id,
      live: `not known: run ${run.id} was written by another version`,
      released: true,
    });
    expect((await store.within(() => readLease(run.target))).holder).toBeUndefined();
  });

  it('is refused while the run goes on, and when the lease is free', async () => {
    const { store, run } = await aHeldRun();
    const before = store.items();

    await expect(release(store)).rejects.toMatchObject({ name: 'LeaseHeldError' });
    const unchanged = store.items();
    await store.within(() =>
      commitAlways(run, { end: { outcome: 'promoted', because: 'it is over' } }),
    );

    await expect(release(store)).rejects.toMatchObject({ name: 'UnknownRunError' });
    expect(unchanged).toEqual(before);
  });
});
