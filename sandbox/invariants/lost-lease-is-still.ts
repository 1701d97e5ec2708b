import type { CallRecord } from '../account/call-log.ts';
import type { Caller } from './callers.ts';
import type { Ledger } from './ledger.ts';
import { changesTraffic } from './movement.ts';
import type { Probe } from './probe.ts';
import type { Rule } from './rule.ts';

/** The longest that one AWS call of the product may take. */
const callSeconds = 5;
/** A function lives no longer, so a call that follows its intent begins within it. */
const functionSeconds = 20;

/** Why the lease at a moment does not allow the caller's call, if it does not. */
const whyNot = (
  { startedAt }: Probe['account'],
  { leases, runs }: Ledger,
  { runId, epoch }: Caller,
  at: number,
): string | undefined => {
  const run = runs.find(runId);
  if (!run) return 'belongs to no run';
  const lease = leases.at(run.target, at);
  if (lease?.holder !== runId) return `run ${runId} does not hold the lease (${lease?.holder})`;
  if (lease?.epoch !== epoch) return `its epoch is ${epoch}, the lease has ${lease?.epoch}`;
  // A run that needs an operator keeps its lease without an end.
  const left = ((lease?.expiresAt ?? Number.POSITIVE_INFINITY) - startedAt) / 1_000 - at;
  return left < callSeconds ? `the lease has ${left.toFixed(1)} s left` : undefined;
};

/**
 * A call that changes traffic is started only by a run that holds the lease with its epoch, for at
 * least as long as the call may take; at the latest when its intent was recorded, from which on the
 * call is under way.
 */
export const lostLeaseIsStill: Rule = {
  name: 'lost-lease-is-still',
  checks: ({ probe, ledger, claim }) => {
    const checked = new Set<number>();

    const check = (record: Readonly<CallRecord>): void => {
      const caller = ledger.callers.of(record.invocation);
      if (!caller || checked.has(record.index)) return;
      checked.add(record.index);
      const why = whyNot(probe.account, ledger, caller, record.at);
      const declaredAt = ledger.declaredBy(record.invocation)?.at;
      const isUnderWay =
        declaredAt !== undefined &&
        record.at - declaredAt <= functionSeconds &&
        whyNot(probe.account, ledger, caller, declaredAt) === undefined;
      claim(
        why === undefined || isUnderWay,
        () => `${record.function} started ${record.action} although ${why}`,
      );
    };

    return {
      onStep: ({ record }) => {
        if (changesTraffic(record)) check(record);
      },
      atEnd: () => {
        for (const record of probe.account.log.records) if (changesTraffic(record)) check(record);
      },
    };
  },
};
