import { describe, expect, it } from 'vitest';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { commitAlways } from '../../../functions/runs/commit.ts';
import { readRun } from '../../../functions/runs/record.ts';
import { fromItem, storedDetail, toItem } from '../../../functions/runs/stored-run.ts';
import { anOwned } from './a-store.ts';

describe('a run in the table', () => {
  it('keeps the plan that it was born with, whatever a decision says of it', async () => {
    const { store, run } = await anOwned();
    const plan = { ...run.detail.plan, service: 'another' };

    await store.within(() => commitAlways(run, { detail: { ...run.detail, plan, gates: 1 } }));

    const { detail } = await store.within(() => readRun<RolloutDetail>(run.id));
    expect(detail).toEqual({ ...run.detail, gates: 1 });
  });

  it('is the same again when it is read', async () => {
    const { run } = await anOwned();
    const planned = { ...run, detail: { plan: { service: 'checkout' }, live: { share: 10 } } };

    const read = fromItem(toItem(planned));

    expect(read).toEqual(planned);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('is refused with %s in its detail', (value) => {
    const stored = () => storedDetail({ judge: { weight: value } });

    expect(stored).toThrow(`A run cannot be recorded with ${value} as weight.`);
  });
});
