import { canaryShare, holdsOnly, type Sides, type Split } from '../../traffic/domain/traffic.ts';
import { type Decision, isUnreadable, type Snapshot, stepOf } from './decision.ts';
import type { RolloutDetail } from './detail.ts';
import { isOwnLateCall } from './late-call.ts';
import { toHold, toShift } from './make-decision.ts';

/**
 * What somebody else has changed about the rule or alias besides its weights since the rollout
 * started, if so: it is gone, sticky, without one of the sides, or does more than it did. Nothing is
 * shifted forward over it; a rollback goes on as long as it can.
 */
export const shapeChange = (
  { actions }: RolloutDetail,
  split: Snapshot['split'],
): string | undefined => {
  if (isUnreadable(split)) return split.isLasting ? split.unreadable : undefined;
  if (split.flaw !== undefined) return split.flaw;
  if (actions === undefined || split.actions === actions) return undefined;
  return `its actions are ${split.actions}, and were ${actions} when the rollout started`;
};

const othersIn = ({ shares, foreign }: Split, { stable, canary }: Sides): string[] => [
  ...Object.keys(shares).filter((side) => side !== stable && side !== canary && shares[side] !== 0),
  ...Object.keys(foreign),
];

/** Sets the weight again that a late call of this run has moved, and bakes its step again. */
const repair = (detail: RolloutDetail, now: number, share: number): Decision | undefined => {
  if (detail.phase.kind === 'held') return undefined;
  const because = `a late call of this run set the canary to ${share} %; its last weight is set again`;
  const { steps } = detail.plan.rollout;
  const step = steps.findIndex(({ weight }) => weight === detail.live?.share);
  return step === -1 ? toHold(detail, now, because) : toShift(detail, step, because);
};

const bySomebodyElse = /^the (weights were|rule was|alias was) changed by somebody else: /;

/** Whether it is held for a change by somebody else. */
export const isHeldForDrift = ({ phase }: RolloutDetail): boolean =>
  phase.kind === 'held' && bySomebodyElse.test(phase.because);

const heldFor = (detail: RolloutDetail, now: number, change: string): Decision | undefined => {
  if (isHeldForDrift(detail)) return undefined;
  return { ...toHold(detail, now, change), asksWho: true };
};

const whatIsMoved = ({ plan }: RolloutDetail): 'rule' | 'alias' =>
  plan.traffic.kind === 'alb' ? 'rule' : 'alias';

const movedWeights = (
  detail: RolloutDetail,
  split: Split,
  { intents, now }: Snapshot,
): Decision | undefined => {
  const { sides, live, phase } = detail;
  if (!sides || !live) return undefined;
  const share = canaryShare(split, sides);
  const onlyOurs = holdsOnly(split, sides);
  const isShifted = phase.kind === 'shifting' && share === stepOf(detail, phase.step).weight;
  if (onlyOurs && (share === live.share || isShifted)) return undefined;
  if (onlyOurs && isOwnLateCall(detail, intents, share, now)) return repair(detail, now, share);
  const others = onlyOurs
    ? ''
    : `, and the ${whatIsMoved(detail)} also holds ${othersIn(split, sides).join(', ')}`;
  return heldFor(
    detail,
    now,
    `the weights were changed by somebody else: the canary has ${share} % where this run left ${live.share} %${others}`,
  );
};

/**
 * The rule or alias is not as the run left it. A weight that the run itself once declared is a late
 * call of its own and is repaired; anything else is somebody else's, is left as it is, and holds.
 */
export const decideDrift = (detail: RolloutDetail, snapshot: Snapshot): Decision | undefined => {
  const { split, now } = snapshot;
  const change = shapeChange(detail, split);
  if (change !== undefined)
    return heldFor(
      detail,
      now,
      `the ${whatIsMoved(detail)} was changed by somebody else: ${change}`,
    );
  return isUnreadable(split) ? undefined : movedWeights(detail, split, snapshot);
};
