import * as z from 'zod/mini';
import { ChangeFailedError } from '../platform/errors.ts';
import { logDecision } from '../platform/observability.ts';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { type AnyRun, isOfThisVersion } from '../runs/domain/any-run.ts';
import { releaseLease as releaseLeaseOf } from '../runs/lease.ts';
import { readRun } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { ServiceName } from './domain/inputs.ts';
import { liveWeights } from './live-weights.ts';
import { readWaitingRun } from './waiting-run.ts';

const Input = z.strictObject({
  service: ServiceName,
  who: text(500),
  why: text(500),
});
type Input = z.output<typeof Input>;

interface Released {
  readonly run: string;
  /** The weights as they are now: nothing was changed about them. */
  readonly live: Readonly<Record<string, number>> | string;
  readonly released: true;
}

/** The plan of a run that another version wrote is not known, and its lease must not be stuck for that. */
const liveWeightsOf = async (run: AnyRun): Promise<Released['live']> => {
  if (!isOfThisVersion(run)) return `not known: run ${run.id} was written by another version`;
  return liveWeights((await readRun<RolloutDetail>(run.id)).detail.plan.traffic);
};

/**
 * Releases the lease that a run kept because it needed an operator. The weights are shown and left
 * as they are.
 */
export const releaseLease = async ({ service, who, why }: Input): Promise<Released> => {
  const run = await readWaitingRun(service);
  const live = await liveWeightsOf(run);
  const because = `${who} released the lease: ${why}`;
  if (!(await releaseLeaseOf(run, because)))
    throw new ChangeFailedError(
      `The lease of "${service}" changed while it was released. Nothing was changed; look again with run-status.`,
    );
  logDecision({ decision: 'release lease', because, capability: 'rollout', runId: run.id });
  return { run: run.id, live, released: true };
};

export const handler = task(Input, releaseLease);
