import { now } from '../platform/runtime.ts';
import { isRevision } from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import { type Decision, isUnreadable } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { toHold } from './domain/make-decision.ts';
import { readOrSay } from './read-or-say.ts';

/** Why it may not be said that the revision has all the traffic, if so. */
const obstacle = async ({ plan, revision, sides }: RolloutDetail): Promise<string | undefined> => {
  if (!sides) return undefined;
  const canary = await readOrSay(() => trafficFor(plan.traffic).inspectRevision(sides.canary));
  if (isUnreadable(canary))
    return `not promoted: whether the canary side still runs ${revision} could not be read: ${canary.unreadable}`;
  if (isRevision(canary.revision, revision)) return undefined;
  return `not promoted: ${canary.because}, and not just ${revision}`;
};

/**
 * After the last shift nothing looks at the canary side any more, and a deployment by somebody else
 * goes straight to all the traffic. A promotion is told only of the revision that was judged. It
 * holds instead of rolling back: stable has had no traffic for a whole bake.
 */
export const confirmPromotion = async (decision: Decision): Promise<Decision> => {
  if (decision.action !== 'end-promoted') return decision;
  const because = await obstacle(decision.detail);
  if (because === undefined) return decision;
  const held = toHold(decision.detail, now(), because);
  return { ...held, notices: [...decision.notices, ...held.notices] };
};
