import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import type { Change } from '../../../functions/runs/domain/change.ts';
import type { Run } from '../../../functions/runs/domain/run.ts';
import { takeLease } from '../../../functions/runs/lease.ts';
import { createRun } from '../../../functions/runs/record.ts';
import { aDetail, aRun } from '../../support/a-run.ts';

export type Owned = Run<RolloutDetail>;

/** What a run is born with; each has a target of its own. */
export const aBirth = (id: string) => {
  const { executionArn, request } = aRun();
  return { id, target: `rollout/${id}`, executionArn, request, detail: aDetail() };
};

/** A recorded run that has the lease of its target. */
export const anOwnedRun = async (id: string): Promise<Owned> =>
  takeLease(await createRun(aBirth(id)));

export const toReturn: Change<RolloutDetail> = { intent: { direction: 'return', goal: '0' } };
export const toShift: Change<RolloutDetail> = { intent: { direction: 'forward', goal: '50' } };
export const toEnd: Change<RolloutDetail> = {
  end: { outcome: 'promoted', because: 'all went well' },
};
export const toOperator: Change<RolloutDetail> = {
  end: { outcome: 'needs-operator', because: 'a person must act' },
};
