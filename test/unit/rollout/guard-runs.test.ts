import { ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { handler } from '../../../functions/rollout/guard-runs.ts';
import { readLease } from '../../../functions/runs/lease.ts';
import { createRun, readRun } from '../../../functions/runs/record.ts';
import { aBake } from '../../support/a-run.ts';
import { aBirth, anOwnedRun, aStore, lose, type Store } from '../runs/a-store.ts';
import { aliasDetail, aliasPlan, anAlias } from './an-alias-rollout.ts';

const aShiftedDetail = (changes: Partial<RolloutDetail> = {}) => aliasDetail(aBake(), changes);

const aWorld = (
  describeExecution: () => object = () => ({ status: 'ABORTED', cause: 'by hand' }),
) => {
  const { alias, service } = anAlias({ 42: 0.1 });
  const store = aStore({
    stepFunctions: { DescribeExecution: describeExecution },
    services: { Lambda: service },
  });
  return { store, alias };
};

const sweep = (store: Store) => store.within(() => handler({}, {} as Context));
const read = (store: Store, id = 'checkout-1') => store.within(() => readRun<RolloutDetail>(id));

/** How often a metric was written to the log. */
const counted = ({ account }: Store, name: string): number =>
  account.lines.filter((line) => line.startsWith('{') && Object.hasOwn(JSON.parse(line), name))
    .length;

describe('the guardian', () => {
  it('returns the traffic of a run whose execution was stopped, reads it again later, and ends it', async () => {
    const { store, alias } = aWorld();
    await anOwnedRun(store, { detail: aShiftedDetail() });

    await sweep(store);
    const taken = await read(store);
    await sweep(store);
    await store.pass(60);
    await sweep(store);

    expect(alias).toMatchObject({ weights: {}, updates: 1 });
    expect(taken).toMatchObject({ status: 'open', epoch: 2, returning: true });
    expect(await read(store)).toMatchObject({
      outcome: 'rolled-back',
      error: 'ABORTED',
      because: 'the execution ended ABORTED (by hand)',
    });
    expect(await store.within(() => readLease('rollout/checkout'))).toEqual(
      expect.not.objectContaining({ holder: expect.anything() }),
    );
  });

  it('tries again while the weights cannot be read, and calls an operator after a quarter of an hour', async () => {
    const { store, alias } = aWorld();
    await anOwnedRun(store, { detail: aShiftedDetail() });
    alias.isUnreadable = true;

    await sweep(store);
    const before = await read(store);
    await store.pass(15 * 60);
    await sweep(store);

    expect(before.status).toBe('open');
    expect(await read(store)).toMatchObject({
      status: 'needs-operator',
      because: expect.stringContaining('could not be read'),
    });
    expect(store.published.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('NEEDS AN OPERATOR'),
    ]);
  });

  it('counts that an operator is needed also when the answer of its record is lost', async () => {
    const { store, alias } = aWorld();
    await anOwnedRun(store, { detail: aShiftedDetail() });
    alias.isUnreadable = true;
    await sweep(store);
    await store.pass(15 * 60);
    store.next('TransactWriteItems', 'before', () => {
      store.next('TransactWriteItems', 'after', lose);
    });

    await sweep(store);

    expect((await read(store)).status).toBe('needs-operator');
    expect(counted(store, 'NeedsOperator')).toBeGreaterThan(0);
  });

  it('ends a run that never had its lease as refused', async () => {
    const { store } = aWorld();
    await store.within(() => createRun(aBirth({ detail: aShiftedDetail() })));

    await sweep(store);

    expect(await read(store)).toMatchObject({ outcome: 'refused', error: 'ABORTED' });
  });

  it('ends a dry run as watched, and moves nothing', async () => {
    const { store, alias } = aWorld();
    const plan = aliasPlan({ dryRun: true });
    await anOwnedRun(store, { detail: aShiftedDetail({ plan }) });

    await sweep(store);

    expect(await read(store)).toMatchObject({ outcome: 'watched' });
    expect(alias.updates).toBe(0);
  });

  it('leaves a run alone while its execution runs', async () => {
    const { store } = aWorld(() => ({ status: 'RUNNING' }));
    await anOwnedRun(store, { detail: aShiftedDetail() });

    expect(await sweep(store)).toEqual({ settled: [] });
    expect(await read(store)).toMatchObject({ status: 'open', epoch: 1 });
  });

  it('gives a new execution two minutes to be seen', async () => {
    const { store } = aWorld(() => {
      throw new ExecutionDoesNotExist({ $metadata: {}, message: 'Execution Does Not Exist' });
    });
    await anOwnedRun(store, { detail: aShiftedDetail() });

    const soon = await sweep(store);
    await store.pass(120);
    const later = await sweep(store);

    expect([soon, later]).toEqual([{ settled: [] }, { settled: ['checkout-1'] }]);
    expect(await read(store)).toMatchObject({
      detail: { guardian: { error: 'ExecutionDoesNotExist' } },
    });
  });

  it('looks after the others when it cannot ask about one', async () => {
    let asked = 0;
    const { store } = aWorld(() => {
      asked += 1;
      if (asked === 1) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      return { status: 'TIMED_OUT' };
    });
    for (const id of ['a', 'b'])
      await anOwnedRun(store, { id, target: `rollout/${id}`, detail: aShiftedDetail() });

    const { settled } = await sweep(store);

    expect(settled).toHaveLength(1);
  });
});
