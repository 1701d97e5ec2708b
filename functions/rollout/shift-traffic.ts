import { DriftError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import {
  canaryShare,
  holdsOnly,
  isRevision,
  type Sides,
  type Split,
} from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import { shapeChange } from './domain/decide-drift.ts';
import { type Decision, isUnreadable, stepOf } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { AttemptInput } from './domain/inputs.ts';
import { isOwnLateCall } from './domain/late-call.ts';
import { toHold, toReturn } from './domain/make-decision.ts';
import { whyNotReady } from './domain/readiness.ts';
import { loadRun } from './load-run.ts';
import { readOrSay } from './read-or-say.ts';
import {
  decidedBefore,
  type Next,
  recordDecision,
  toMeasure,
  unreadSignal,
} from './record-decision.ts';

/** Weights that are neither those left behind nor those wanted are judged by the next tick. */
const isOurs = (run: Run<RolloutDetail>, sides: Sides, split: Split, weight: number): boolean => {
  const share = canaryShare(split, sides);
  const isKnown = share === (run.detail.live?.share ?? 0) || share === weight;
  return (
    holdsOnly(split, sides) && (isKnown || isOwnLateCall(run.detail, run.intents, share, now()))
  );
};

const hold = async (run: Run<RolloutDetail>, entry: number, because: string): Promise<Next> => {
  const held = toHold(run.detail, now(), `the next shift cannot be prepared: ${because}`);
  return (await recordDecision(run, entry, held))?.next ?? toMeasure(unreadSignal);
};

/**
 * Why the shift may not be made now, if so. Only another revision on the canary side says that what
 * was judged does not run any more, and returns the traffic; anything else there may pass.
 */
const obstacle = async (
  { detail }: Run<RolloutDetail>,
  sides: Sides,
  weight: number,
): Promise<Decision | undefined> => {
  const canary = await trafficFor(detail.plan.traffic).inspect(sides.canary);
  if (!isRevision(canary.revision, detail.revision))
    return toReturn(
      detail,
      now(),
      `the canary side no longer runs exactly ${detail.revision}: ${canary.because}`,
    );
  const whyNot = whyNotReady(canary, weight, detail.fullTasks);
  return whyNot === undefined ? undefined : toHold(detail, now(), whyNot);
};

/**
 * Shifts traffic forward to the current step: checks, declares the intent, writes, and leaves the
 * reading back to the next state. An unread signal or a declared return forbids it.
 */
export const shiftTraffic = async (input: AttemptInput): Promise<Next> => {
  const run = await loadRun(input);
  const before = decidedBefore(run, input.entry);
  if (before && before.action !== 'shift') return before;
  const { detail } = run;
  const { sides, phase } = detail;
  if (phase.kind !== 'shifting' || !sides) return toMeasure(`the run is ${phase.kind}`);
  if (detail.plan.rollout.dryRun)
    throw new RangeError('rollout.dryRun: a dry run moves no traffic');
  const { weight } = stepOf(detail, phase.step);
  const traffic = trafficFor(detail.plan.traffic);
  const seen = await readOrSay(() => traffic.readSplit(), input.retry);
  const change = shapeChange(detail, seen);
  if (change !== undefined) return toMeasure(change);
  if (isUnreadable(seen)) return hold(run, input.entry, seen.unreadable);
  if (!isOurs(run, sides, seen, weight))
    return toMeasure('the weights are not as this run left them');
  const stop = await readOrSay(() => obstacle(run, sides, weight), input.retry);
  if (stop && isUnreadable(stop)) return hold(run, input.entry, stop.unreadable);
  if (stop) return (await recordDecision(run, input.entry, stop))?.next ?? toMeasure(unreadSignal);
  const declared = await recordDecision(
    run,
    input.entry,
    {
      action: 'shift',
      detail: { ...detail, firstShiftAt: detail.firstShiftAt ?? now() },
      decision: `shift to ${weight} %`,
      because: `the canary had ${canaryShare(seen, sides)} %`,
      notices: [],
    },
    { intent: { direction: 'forward', goal: String(weight) }, onlyIfNoSignals: true },
  );
  if (!declared) return toMeasure(unreadSignal);
  try {
    await traffic.setCanaryShare(sides, weight, seen);
  } catch (error) {
    if (!(error instanceof DriftError)) throw error;
    return toMeasure(error.message);
  }
  return { action: 'verify', listenSeconds: 1, because: `the canary was set to ${weight} %` };
};

export const handler = task(AttemptInput, shiftTraffic);
