import { ChangeFailedError, LostLeaseError, UnknownRunError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { type Change, type Committed, nextRun } from './domain/change.ts';
import { checkEpoch, checkOpen, checkSchemaVersion } from './domain/guards.ts';
import {
  evidenceKey,
  leaseKey,
  openKey,
  runKey,
  signalKey,
  timelineKey,
  unsentKey,
} from './domain/keys.ts';
import type { Run } from './domain/run.ts';
import { keptDays, leaseSeconds } from './domain/timing.ts';
import { storedDetail } from './stored-run.ts';
import { type Item, type Write, writeAll } from './table.ts';

const kept = (at: number): number => Math.ceil(at / 1000) + keptDays * 24 * 60 * 60;

/** What is different in the next run; by the condition on the version the rest is as it was read. */
const changedIn = <Detail>(next: Run<Detail>, run: Run<Detail>): Partial<Run<Detail>> => {
  const fields = Object.entries(next) as [keyof Run<Detail>, unknown][];
  return Object.fromEntries(fields.filter(([name, value]) => run[name] !== value));
};

const runWrite = <Detail>(
  run: Run<Detail>,
  next: Run<Detail>,
  change: Change<Detail>,
): Extract<Write, { update: unknown }> => {
  const conditions = ['#epoch = :epoch', '#version = :version', '#status = :status'];
  if (change.onlyIfNoSignals) conditions.push('#signalsPut = :taken');
  if (change.intent?.direction === 'forward' || change.onlyIfNotReturning)
    conditions.push('attribute_not_exists(#returning)');
  const { detail, ...set } = changedIn(next, run);
  return {
    update: runKey(run.id),
    set: {
      ...set,
      ...(detail !== undefined && { detail: storedDetail(detail) }),
      ...(change.end &&
        change.end.outcome !== 'needs-operator' && { ttl: kept(next.endedAt ?? 0) }),
    },
    remove: next.gate ? ['listener'] : ['listener', 'gate'],
    condition: conditions.join(' AND '),
    where: {
      ':epoch': run.epoch,
      ':version': run.version,
      ':status': change.forOperator ? 'needs-operator' : 'open',
      ...(change.onlyIfNoSignals && { ':taken': next.signalsTaken }),
    },
  };
};

const leaseWrite = <Detail>(
  run: Run<Detail>,
  next: Run<Detail>,
  change: Change<Detail>,
  at: number,
): Write => {
  const released = change.end && change.end.outcome !== 'needs-operator';
  const isRenewed = !change.end && !change.forOperator;
  return {
    update: leaseKey(run.target),
    set: released
      ? { epoch: next.epoch }
      : { epoch: next.epoch, ...(isRenewed && { expiresAt: at + leaseSeconds * 1000 }) },
    remove: released ? ['holder', 'executionArn', 'expiresAt'] : change.end ? ['expiresAt'] : [],
    condition: '#holder = :holder AND #epoch = :epoch',
    where: { ':holder': run.id, ':epoch': run.epoch },
  };
};

const records = <Detail>(next: Run<Detail>, change: Change<Detail>, at: number): Write[] => [
  ...(change.taken ?? []).map(
    (signal): Write => ({
      update: signalKey(next.id, signal.id),
      set: { taken: true, takenAt: at, ttl: kept(at) },
      condition: '#taken = :no',
      where: { ':no': false },
    }),
  ),
  ...(change.timeline ?? []).map(
    (entry, index): Write => ({
      put: { ...timelineKey(next.id, next.version, index), ...entry, at, ttl: kept(at) },
    }),
  ),
  ...(change.evidence
    ? [{ put: { ...evidenceKey(next.id, next.version), ...change.evidence, at, ttl: kept(at) } }]
    : []),
  ...(change.messages ?? []).map(
    (message): Write => ({ put: { ...unsentKey(message.id), ...message } }),
  ),
  ...(change.end && change.end.outcome !== 'needs-operator' ? [{ delete: openKey(next.id) }] : []),
];

const refused = <Detail>(
  run: Run<Detail>,
  change: Change<Detail>,
  found: Item | undefined,
): Committed<Detail> => {
  if (!found)
    throw new UnknownRunError(`run: "${run.id}" is gone from the table. Nothing was changed.`);
  const current = checkEpoch(checkSchemaVersion(found as unknown as Run<unknown>), run.epoch);
  if (!change.forOperator || current.status !== 'needs-operator') checkOpen(current);
  if (current.version !== run.version)
    throw new ChangeFailedError(
      `Another invocation recorded a decision of run ${run.id} in the meantime. Nothing was changed; retrying begins with a read.`,
    );
  const isForward = change.intent?.direction === 'forward' || change.onlyIfNotReturning;
  if (isForward && current.returning) return { committed: false, because: 'returning' };
  return { committed: false, because: 'signals' };
};

/**
 * Records a decision of a run that holds its lease, and renews (or, at the end, releases) the lease:
 * one transaction, conditional on the run's epoch and version.
 *
 * @throws LostLeaseError, RunEndedError, UnknownRunError when this execution no longer owns the run;
 * ChangeFailedError when it is not known whether the decision was recorded.
 */
export const commit = async <Detail>(
  run: Run<Detail>,
  change: Change<Detail>,
): Promise<Committed<Detail>> => {
  const at = now();
  const next = nextRun(run, change, at);
  const holdsLease = run.epoch > 0;
  const written = await writeAll([
    runWrite(run, next, change),
    ...(holdsLease ? [leaseWrite(run, next, change, at)] : []),
    ...records(next, change, at),
  ]);
  if (written.written) return { committed: true, run: next };
  if (written.index === 0) return refused(run, change, written.found);
  if (holdsLease && written.index === 1)
    throw new LostLeaseError(
      `The lease of ${run.target} is not held by run ${run.id} with epoch ${run.epoch}. This execution makes no more calls; retrying does not help.`,
    );
  throw new ChangeFailedError(
    `A signal of run ${run.id} was used by another invocation. Nothing was changed; retrying begins with a read.`,
  );
};

/** Records a decision that nothing but the loss of the run can forbid. */
export const commitAlways = async <Detail>(
  run: Run<Detail>,
  change: Omit<Change<Detail>, 'onlyIfNoSignals'>,
): Promise<Run<Detail>> => {
  const committed = await commit(run, change);
  if (committed.committed) return committed.run;
  throw new ChangeFailedError(
    `Run ${run.id} could not record "${change.timeline?.[0]?.decision ?? 'a decision'}" because it is ${committed.because}. Nothing was changed.`,
  );
};
