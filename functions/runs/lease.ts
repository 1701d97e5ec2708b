import { LeaseHeldError, UnreadableError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import type { AnyRun } from './domain/any-run.ts';
import { checkOpen } from './domain/guards.ts';
import { leaseKey, openKey, runKey, timelineKey } from './domain/keys.ts';
import type { Lease, Run } from './domain/run.ts';
import { keptDays, leaseSeconds } from './domain/timing.ts';
import { readItem, writeAll } from './table.ts';

export type LeaseRecord = Pick<Lease, 'epoch'> & Partial<Lease>;

/** The lease of a target; epoch 0 if it was never taken. */
export const readLease = async (target: string): Promise<LeaseRecord> =>
  ((await readItem(leaseKey(target))) as LeaseRecord | undefined) ?? { epoch: 0 };

/** A lease without an end is kept by a run that needs an operator. */
const whatHelps = ({ holder, expiresAt }: LeaseRecord): string => {
  if (holder !== undefined && expiresAt === undefined)
    return ', which needs an operator and keeps it until release-lease';
  return (expiresAt ?? 0) < now() && holder !== undefined
    ? ', whose lease has expired and which the guardian is settling'
    : '';
};

const held = (run: Run<unknown>, lease: LeaseRecord): LeaseHeldError =>
  new LeaseHeldError(
    `${run.target} is held by run ${lease.holder ?? 'another'}${whatHelps(lease)}. Run ${run.id} changed nothing; retry when that run has ended (run-status shows it).`,
  );

/**
 * Takes the lease of the run's target. Only a free lease is taken: an expired one is settled by the
 * guardian first, since a split without an owner may be live behind it.
 *
 * @returns the run with its epoch.
 * @throws LeaseHeldError
 */
export const takeLease = async <Detail>(run: Run<Detail>): Promise<Run<Detail>> => {
  checkOpen(run);
  const lease = await readLease(run.target);
  if (lease.holder === run.id) return { ...run, epoch: lease.epoch };
  if (lease.holder !== undefined) throw held(run, lease);
  const epoch = lease.epoch + 1;
  const written = await writeAll([
    {
      update: leaseKey(run.target),
      set: {
        target: run.target,
        epoch,
        holder: run.id,
        executionArn: run.executionArn,
        expiresAt: now() + leaseSeconds * 1000,
      },
      condition:
        lease.epoch === 0
          ? 'attribute_not_exists(pk)'
          : 'attribute_not_exists(#holder) AND #epoch = :before',
      ...(lease.epoch > 0 && { where: { ':before': lease.epoch } }),
    },
    {
      update: runKey(run.id),
      set: { epoch, version: run.version + 1 },
      condition: '#epoch = :none AND #version = :version AND #status = :open',
      where: { ':none': 0, ':version': run.version, ':open': 'open' },
    },
  ]);
  if (written.written) return { ...run, epoch, version: run.version + 1 };
  if (written.index === 0) throw held(run, { epoch, ...(written.found as Partial<Lease>) });
  throw new UnreadableError(
    `Run ${run.id} was changed while it took its lease. Nothing was changed; retrying begins with a read.`,
  );
};

/**
 * Releases the lease that a run kept because it needs an operator, and ends the run.
 *
 * @returns false if the run or its lease is not as it was read.
 */
export const releaseLease = async (run: AnyRun, because: string): Promise<boolean> => {
  const at = now();
  const ttl = Math.ceil(at / 1000) + keptDays * 24 * 60 * 60;
  const written = await writeAll([
    {
      update: runKey(run.id),
      set: { status: 'ended', version: run.version + 1, ttl },
      condition: '#status = :waiting AND #version = :version',
      where: { ':waiting': 'needs-operator', ':version': run.version },
    },
    {
      update: leaseKey(run.target),
      remove: ['holder', 'executionArn', 'expiresAt'],
      condition: '#holder = :holder AND #epoch = :epoch',
      where: { ':holder': run.id, ':epoch': run.epoch },
    },
    { delete: openKey(run.id) },
    {
      put: {
        ...timelineKey(run.id, run.version + 1, 0),
        decision: 'release lease',
        because,
        at,
        ttl,
      },
    },
  ]);
  return written.written;
};
