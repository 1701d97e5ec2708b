import type { CallRecord } from '../account/call-log.ts';
import type { Probe } from './probe.ts';
import { type Shares, sharesOf } from './weights.ts';

/** How a call changed the configured weights. */
export interface Movement {
  readonly before: Shares;
  readonly after: Shares;
}

const changing = new Set(['ModifyRule', 'ModifyListener', 'UpdateAlias']);
const reading = new Set(['DescribeRules', 'DescribeListeners', 'GetAlias']);

export const changesTraffic = ({ action, function: name }: Readonly<CallRecord>): boolean =>
  name !== '-' && changing.has(action);

/** Follows the configured weights, and who read and changed them last. Times in virtual seconds. */
export const weightBook = (probe: Probe) => {
  const { account, world } = probe;
  const now = (): number => (account.clock.now - account.startedAt) / 1_000;
  let shares = sharesOf(probe);
  const seen = { handAt: Number.NEGATIVE_INFINITY, movedAt: Number.NEGATIVE_INFINITY };
  const readAt = new Map<string, number>();
  world.onChange(() => {
    seen.handAt = now();
    shares = sharesOf(probe);
  });

  return {
    /** When a person last changed the weights. */
    handAt: () => seen.handAt,
    /** When a function last changed the weights. */
    movedAt: () => seen.movedAt,
    /** When a run's functions last read the weights. */
    readAt: (runId: string) => readAt.get(runId) ?? Number.NEGATIVE_INFINITY,
    now: () => shares,
    follow: (record: Readonly<CallRecord>, runId: string | undefined): Movement | undefined => {
      if (runId !== undefined && reading.has(record.action)) readAt.set(runId, now());
      if (!changesTraffic(record)) return undefined;
      const before = shares;
      shares = sharesOf(probe);
      if (record.error === undefined) seen.movedAt = now();
      return { before, after: shares };
    },
  };
};
