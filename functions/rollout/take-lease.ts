import * as z from 'zod/mini';
import { LeaseHeldError, RunEndedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import { RunId } from '../runs/domain/inputs.ts';
import type { Run } from '../runs/domain/run.ts';
import { readLease, takeLease as takeLeaseOf } from '../runs/lease.ts';
import { putSignal } from '../runs/mailbox.ts';
import { findAnyRun, readRun } from '../runs/record.ts';
import { wake } from '../runs/wake.ts';
import type { RolloutDetail } from './domain/detail.ts';

const Input = z.strictObject({ id: RunId });

/** How long a newer rollout waits for the older one to return its traffic and end. */
const supersedeMinutes = 60;

type Taken = { id: string; epoch: number; action: 'taken' | 'wait' };

/** Tells the older run to roll back. @returns false if it will not end by itself. */
const abortOlder = async (run: Run<RolloutDetail>, holder: string): Promise<boolean> => {
  const older = await findAnyRun(holder);
  if (older?.status !== 'open') return older?.status !== 'needs-operator';
  if (older.request.at > run.request.at) return false;
  try {
    await putSignal(older, {
      id: `abort#superseded-by-${run.id}`,
      kind: 'abort',
      who: run.request.who,
      why: `superseded by revision ${run.detail.revision}`,
      at: now(),
    });
  } catch (error) {
    if (!(error instanceof RunEndedError)) throw error;
  }
  await wake(older.id);
  return true;
};

/**
 * Takes the lease of the service. Where the plan lets a newer revision supersede an older rollout,
 * the older one is told to roll back, and this one waits for its lease.
 */
export const takeLease = async ({ id }: z.output<typeof Input>): Promise<Taken> => {
  const run = await readRun<RolloutDetail>(id);
  try {
    const { epoch } = await takeLeaseOf(run);
    return { id, epoch, action: 'taken' };
  } catch (error) {
    const maySupersede =
      error instanceof LeaseHeldError &&
      run.detail.plan.rollout.newerRevision === 'supersede' &&
      now() < run.startedAt + supersedeMinutes * 60_000;
    if (!maySupersede) throw error;
    const { holder } = await readLease(run.target);
    if (holder !== undefined && !(await abortOlder(run, holder))) throw error;
    return { id, epoch: 0, action: 'wait' };
  }
};

export const handler = task(Input, takeLease);
