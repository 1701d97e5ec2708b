import type { Intent } from '../../functions/runs/domain/run.ts';
import type { CallRecord } from '../account/call-log.ts';
import { callerBook, takesOver } from './callers.ts';
import { healthBook } from './health.ts';
import { leaseBook } from './leases.ts';
import { weightBook } from './movement.ts';
import type { Probe } from './probe.ts';
import type { Step } from './rule.ts';
import { newIntents, runBook } from './runs.ts';
import { tableReader, writesOf } from './table-writes.ts';

/** An intent with the invocation's share in it; `at` in virtual seconds. */
export interface Declared {
  readonly runId: string;
  readonly direction: Intent['direction'];
  readonly at: number;
}

/** What the invariants remember together, so that each thing is read once. */
export const createLedger = (probe: Probe) => {
  const reader = tableReader(probe);
  const callers = callerBook(probe);
  const runs = runBook(reader);
  const leases = leaseBook(reader);
  const weights = weightBook(probe);
  const health = healthBook(probe);
  const declared = new Map<number, Declared>();
  const returnedAt = new Map<string, number>();
  const movers = new Set<string>();

  const rememberIntents = ({ record, runs: changes }: Step, at: number): void => {
    for (const change of changes)
      for (const { direction } of newIntents(change)) {
        const { id: runId } = change.after;
        if (record.invocation !== undefined)
          declared.set(record.invocation, { runId, direction, at });
        if (direction === 'return' && !returnedAt.has(runId)) returnedAt.set(runId, at);
      }
  };

  const follow = (record: Readonly<CallRecord>): Step => {
    const at = record.appliedAt ?? record.at;
    const caller = callers.seen(record);
    const writes = writesOf(record);
    const changes = runs.follow(writes);
    const [change] = changes;
    if (caller && takesOver(caller) && change)
      Object.assign(caller, { runId: change.after.id, epoch: change.after.epoch });
    leases.follow(writes, at);
    health.follow(record, at);
    const movement = weights.follow(record, caller?.runId);
    if (movement && caller?.runId !== undefined) movers.add(caller.runId);
    const step: Step = { record, caller, writes, runs: changes, movement };
    rememberIntents(step, at);
    return step;
  };

  return {
    reader,
    callers,
    runs,
    leases,
    weights,
    health,
    follow,
    /** The last intent that an invocation has recorded. */
    declaredBy: (invocation: number | undefined): Declared | undefined =>
      invocation === undefined ? undefined : declared.get(invocation),
    /** When a run's first return intent was recorded. */
    returnedAt: (runId: string): number | undefined => returnedAt.get(runId),
    /** Whether a run's functions have ever changed the weights. */
    hasMoved: (runId: string): boolean => movers.has(runId),
  };
};

export type Ledger = ReturnType<typeof createLedger>;
