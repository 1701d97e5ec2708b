import * as z from 'zod';
import { ChangeFailedError, LeaseHeldError, UnknownRunError } from '../platform/errors.ts';
import { logDecision } from '../platform/observability.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import { readLease, releaseLease as releaseLeaseOf } from '../runs/lease.ts';
import { readRun } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { liveWeights } from './live-weights.ts';

const Input = z.strictObject({
  service: z.string().min(1),
  who: z.string().min(1).max(500),
  why: z.string().min(1).max(500),
});
type Input = z.output<typeof Input>;

interface Released {
  readonly run: string;
  /** The weights as they are now: nothing was changed about them. */
  readonly live: Readonly<Record<string, number>> | string;
  readonly released: true;
}

const heldRun = async (service: string): Promise<Run<RolloutDetail>> => {
  const { holder } = await readLease(`rollout/${service}`);
  if (holder === undefined)
    throw new UnknownRunError(
      `service: the lease of "${service}" is free. Nothing was changed; there is nothing to release.`,
    );
  const run = await readRun<RolloutDetail>(holder);
  if (run.status === 'needs-operator') return run;
  throw new LeaseHeldError(
    `service: the lease of "${service}" is held by run ${holder}, which is ${run.status}; allowed: only the lease of a run that needs an operator. Nothing was changed; abort the run instead.`,
  );
};

/**
 * Releases the lease that a run kept because it needed an operator. The weights are shown and left
 * as they are.
 */
export const releaseLease = async ({ service, who, why }: Input): Promise<Released> => {
  const run = await heldRun(service);
  const live = await liveWeights(run.detail.plan.traffic);
  const because = `${who} released the lease: ${why}`;
  if (!(await releaseLeaseOf(run, because)))
    throw new ChangeFailedError(
      `The lease of "${service}" changed while it was released. Nothing was changed; look again with run-status.`,
    );
  logDecision({ decision: 'release lease', because, capability: 'rollout', runId: run.id });
  return { run: run.id, live, released: true };
};

export const handler = task(Input, releaseLease);
