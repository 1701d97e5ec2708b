import { seenBy } from './decide-bake.ts';
import { type Decision, type Snapshot, stepOf } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { toHold, toShift } from './make-decision.ts';

/** Why a step may not be shifted to now, if so: what is live cannot be seen, and nothing waived that. */
export const whyNotOn = (
  { live, plan, waivedStep }: RolloutDetail,
  snapshot: Snapshot,
  step: number,
): string | undefined => {
  const share = live?.share ?? 0;
  const isOnward = share > 0 && stepOf({ plan }, step).weight > share;
  if (!isOnward || waivedStep === step) return undefined;
  const { verdict, because } = seenBy(snapshot);
  return verdict === 'blind'
    ? `what is live at ${share} % cannot be seen now, so it holds instead of shifting on: ${because}`
    : undefined;
};

/** Shifts to a step whose gate is behind it, or holds while what is live cannot be seen. */
export const toShiftOn = (
  detail: RolloutDetail,
  snapshot: Snapshot,
  step: number,
  because: string,
): Decision => {
  const whyNot = whyNotOn(detail, snapshot, step);
  return whyNot === undefined
    ? toShift(detail, step, because)
    : toHold(detail, snapshot.now, `${because}; but ${whyNot}`);
};
