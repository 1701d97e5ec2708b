import type { Target } from '../traffic/domain/target.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import { isUnreadable } from './domain/decision.ts';
import { readOrSay } from './read-or-say.ts';

/** The live weights in percent for a person to look at, or why they cannot be read. */
export const liveWeights = async (
  target: Target,
): Promise<Readonly<Record<string, number>> | string> => {
  const live = await readOrSay(() => trafficFor(target).readSplit());
  return isUnreadable(live)
    ? `not readable: ${live.unreadable}`
    : { ...live.shares, ...live.foreign };
};
