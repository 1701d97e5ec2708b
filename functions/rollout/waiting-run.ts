import { LeaseHeldError, UnknownRunError } from '../platform/errors.ts';
import type { AnyRun } from '../runs/domain/any-run.ts';
import { readLease } from '../runs/lease.ts';
import { readAnyRun } from '../runs/record.ts';

/**
 * The run that keeps the lease of a service because it needs an operator, whichever version of this
 * code wrote it.
 *
 * @throws UnknownRunError when the lease is free, LeaseHeldError when its run goes on by itself.
 */
export const readWaitingRun = async (service: string): Promise<AnyRun> => {
  const { holder } = await readLease(`rollout/${service}`);
  if (holder === undefined)
    throw new UnknownRunError(
      `service: the lease of "${service}" is free. Nothing was changed; no run of it needs an operator.`,
    );
  const run = await readAnyRun(holder);
  if (run.status === 'needs-operator') return run;
  throw new LeaseHeldError(
    `service: the lease of "${service}" is held by run ${holder}, which is ${run.status}; allowed: only a run that needs an operator. Nothing was changed; abort the run instead.`,
  );
};
