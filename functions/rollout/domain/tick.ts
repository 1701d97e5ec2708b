import { longestListenSeconds } from '../../runs/domain/timing.ts';

/** AWS ends an execution at 25,000 history events; from here on a run stops advancing. */
export const historyBudget = 20_000;
/** A timed-out listen is about 6 events, a Lambda task 5, a Choice 2, and some room. */
export const eventsPerTick = 16;

/**
 * Seconds until the next bucket can be complete, as long as the history lasts: each period while the
 * events left would still carry the run to the end of its time at one tick for each longest listen,
 * else the longest listen, which is a third of the lease.
 */
export const tickSeconds = (tick: {
  readonly now: number;
  readonly bucketSeconds: number;
  readonly delaySeconds: number;
  /** When the run's `maximumHours` are over. */
  readonly endsAt: number;
  readonly events: number;
}): number => {
  const remainingSeconds = Math.max(0, tick.endsAt - tick.now) / 1000;
  const ticksToTheEnd = Math.ceil(remainingSeconds / longestListenSeconds);
  if (tick.events + eventsPerTick * (1 + ticksToTheEnd) > historyBudget)
    return longestListenSeconds;
  const sinceComplete = (tick.now / 1000 - tick.delaySeconds) % tick.bucketSeconds;
  return Math.max(1, Math.ceil(tick.bucketSeconds - sinceComplete));
};

/** The wait until the next tick, cut short by a deadline that is yet to come. At least 1, whole. */
export const listenSeconds = (tick: number, now: number, deadline: number | undefined): number =>
  deadline === undefined || deadline <= now
    ? tick
    : Math.max(1, Math.min(tick, Math.ceil((deadline - now) / 1000)));
