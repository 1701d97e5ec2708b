import { ChangeFailedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Intent, Run } from '../runs/domain/run.ts';
import { timingOf } from '../telemetry/domain/timing.ts';
import { isSplitAt } from '../traffic/domain/shares.ts';
import { canaryShare, holdsOnly, type Sides, type Split } from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import { bakeOf } from './domain/bake.ts';
import { shapeChange } from './domain/decide-drift.ts';
import { type Decision, isPromotion, isUnreadable, stepOf } from './domain/decision.ts';
import { liveSince, type RolloutDetail } from './domain/detail.ts';
import { AttemptInput } from './domain/inputs.ts';
import { lateCallMilliseconds } from './domain/late-call.ts';
import { toHold } from './domain/make-decision.ts';
import type { Plan, Step } from './domain/plan.ts';

import { stateForNextStep } from './domain/verdict.ts';
import { loadRun } from './load-run.ts';
import { readOrSay } from './read-or-say.ts';
import {
  decidedBefore,
  type Next,
  recordDecision,
  toMeasure,
  unreadSignal,
} from './record-decision.ts';

const minutes = (count: number): number => count * 60_000;

const lastsText = (
  { judge, earlyPromotion }: Plan['rollout'],
  { minimumMinutes, maximumMinutes }: NonNullable<Step['bake']>,
): string =>
  (judge === 'sequential' && !earlyPromotion) || minimumMinutes === maximumMinutes
    ? `${maximumMinutes}`
    : `${minimumMinutes} to ${maximumMinutes}`;

const reachedSentence = (detail: RolloutDetail, step: number, sides: Sides): string => {
  const { weight } = stepOf(detail, step);
  const bake = bakeOf(stepOf(detail, step));
  const baking = bake
    ? `it bakes for ${lastsText(detail.plan.rollout, bake)} minutes`
    : 'it does not bake';
  if (!isPromotion(detail, step))
    return `${sides.canary} has ${weight} % of the traffic; ${baking}`;
  const guarded = bake
    ? `so only alarms and absolute limits guard it; ${baking}`
    : `and ${baking}, so evenkeel guards it no longer once the rollout ends`;
  return `${sides.canary} has all the traffic; from here on ${sides.stable} has no requests to compare with, ${guarded}`;
};

/** A shift to another weight that outlived its task has taken effect by then, or never will. */
const lateCallsOverAt = (intents: readonly Intent[], weight: number): number => {
  const other = intents.findLast(({ goal }) => goal !== String(weight));
  return other ? other.at + lateCallMilliseconds : 0;
};

const promotedSentence = ({ plan, last }: RolloutDetail): string => {
  const steps = plan.rollout.steps.map(({ weight }) => `${weight} %`).join(', ');
  return last
    ? `it went through ${steps}; the last verdict before was ${last.verdict}: ${last.because}`
    : `it went through ${steps}`;
};

/** Begins the bake of a step whose weights were read back as they should be. */
export const toBake = (
  { detail, intents }: Run<RolloutDetail>,
  step: number,
  sides: Sides,
  at: number,
): Decision => {
  const { weight, warmUpBuckets } = stepOf(detail, step);
  const bake = bakeOf(stepOf(detail, step));
  const settledAt = lateCallsOverAt(intents, weight);
  const gates = detail.gates + 1;
  const sentence = reachedSentence(detail, step, sides);
  return {
    action: bake || settledAt > at ? 'listen-baking' : 'end-promoted',
    detail: {
      ...detail,
      gates,
      live: liveSince(weight, at, warmUpBuckets, timingOf(detail.plan.telemetry).bucketSeconds),
      judge: stateForNextStep(detail.judge),
      last: undefined,
      phase: {
        kind: 'baking',
        step,
        minimumUntil: bake ? at + minutes(bake.minimumMinutes) : settledAt,
        ...(bake &&
          detail.plan.rollout.judge === 'sequential' && {
            passesFrom: at + minutes(bake.maximumMinutes),
          }),
        maximumUntil: at + minutes(bake?.maximumMinutes ?? 0),
        extensions: 0,
      },
    },
    decision: `reached ${weight} %`,
    because: bake ? sentence : promotedSentence(detail),
    notices: [{ kind: 'step-reached', severity: 'info', sentence }],
    gate: bake
      ? {
          id: `bake-${gates}`,
          kind: 'bake',
          deadline: at + minutes(bake.maximumMinutes),
          step: weight,
        }
      : null,
  };
};

/** Not there yet, but with nothing that could be somebody else's: reading again may show it. */
const isUnderWay = (
  { detail, intents }: Run<RolloutDetail>,
  sides: Sides,
  split: Split,
): boolean => {
  const share = canaryShare(split, sides);
  const isKnown =
    share === (detail.live?.share ?? 0) || intents.some(({ goal }) => goal === String(share));
  return holdsOnly(split, sides) && isKnown;
};

/**
 * Nobody knows the weights: they are those from before the shift or those that it set, and the plan
 * wants both. That they cannot be read is no verdict on the canary, and a rollback would have to read
 * them first as well; so the run holds. What is live is judged from the moment it is seen.
 */
const hold = async (run: Run<RolloutDetail>, entry: number, because: string): Promise<Next> => {
  const held = toHold(run.detail, now(), `the weights could not be read back: ${because}`);
  return (await recordDecision(run, entry, held))?.next ?? toMeasure(unreadSignal);
};

/**
 * Reads the weights back after a shift and begins the bake.
 *
 * @throws ChangeFailedError while they are not there yet: if that lasts, the traffic is returned.
 */
export const verifyTraffic = async (input: AttemptInput): Promise<Next> => {
  const run = await loadRun(input);
  const before = decidedBefore(run, input.entry);
  if (before) return before;
  const { sides, phase, plan } = run.detail;
  if (phase.kind !== 'shifting' || !sides) return toMeasure(`the run is ${phase.kind}`);
  const split = await readOrSay(() => trafficFor(plan.traffic).readSplit(), input.retry);
  const change = shapeChange(run.detail, split);
  if (change !== undefined) return toMeasure(change);
  if (isUnreadable(split)) return hold(run, input.entry, split.unreadable);
  const { weight } = stepOf(run.detail, phase.step);
  if (!isSplitAt(split, sides, weight)) {
    if (!isUnderWay(run, sides, split))
      return toMeasure('the weights are not as this run set them');
    throw new ChangeFailedError(
      `The canary has ${canaryShare(split, sides)} % where ${weight} % was set. Retrying reads again; if it stays so the traffic is returned.`,
    );
  }
  const decision = toBake(run, phase.step, sides, now());
  const recorded = await recordDecision(run, input.entry, decision);
  return recorded?.next ?? toMeasure(unreadSignal);
};

export const handler = task(AttemptInput, verifyTraffic);
