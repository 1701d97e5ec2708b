import type { Intent } from '../../runs/domain/run.ts';
import type { RolloutDetail } from './detail.ts';

/** A call takes effect at the most this long after its intent was declared. */
export const lateCallMilliseconds = 60_000;
/** The slowest tick comes 300 s after the one before, so a late call is seen by then. */
const seenWithinMilliseconds = 360_000;

/**
 * Whether a share may be the work of a late call of this run itself, and not of somebody else: it was
 * declared so shortly before the present share was verified that it may have been applied after it.
 */
export const isOwnLateCall = (
  { live }: RolloutDetail,
  intents: readonly Intent[],
  share: number,
  now: number,
): boolean =>
  live !== undefined &&
  now - live.since < seenWithinMilliseconds &&
  intents.some(({ goal, at }) => goal === String(share) && at >= live.since - lateCallMilliseconds);
