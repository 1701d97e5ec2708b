import {
  CapacityError,
  MissingAlarmError,
  MissingMetricError,
  OpsError,
  UnreadableError,
  WrongRevisionError,
} from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { checkSubscription } from '../runs/subscription.ts';
import { readAlarms } from '../telemetry/alarms.ts';
import type { Baseline, Tails } from '../telemetry/domain/reading.ts';
import { telemetryFor } from '../telemetry/telemetry-for.ts';
import { neededTasks } from '../traffic/domain/capacity.ts';
import {
  canaryShare,
  isRevision,
  type SideCondition,
  type Sides,
  type Split,
} from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { informsWhereShort, type ShortOfTraffic, shortOfTraffic } from './domain/exposure.ts';
import type { Plan } from './domain/plan.ts';
import { sideLabels } from './side-labels.ts';

/** What is known of the world before anything is changed. */
export interface Preflight {
  readonly sides: Sides;
  readonly labels: NonNullable<RolloutDetail['labels']>;
  readonly split: Split;
  readonly fullTasks: number;
  readonly requestsPerMinute: number;
  /** Waived metrics that stable had no data of. */
  readonly withoutData: readonly string[];
  /** Where the tail of each quantile metric begins. */
  readonly tails: Tails;
  readonly tailShares: Baseline['tailShares'];
  /** What stable did in the last hour. */
  readonly readings: Baseline['readings'];
  /** Metrics that cannot reach their minimum of requests at some step. */
  readonly short: readonly ShortOfTraffic[];
  /** Sentences worth telling with the start. */
  readonly remarks: readonly string[];
}

/**
 * In a dry run another tool moves the weights, so a split may be live: the canary is the side that
 * runs the revision, whatever it has.
 */
const identifyWatched = async (plan: Plan, revision: string, split: Split): Promise<Sides> => {
  const traffic = trafficFor(plan.traffic);
  const conditions: SideCondition[] = [];
  for (const side of Object.keys(split.shares)) conditions.push(await traffic.inspect(side));
  const canary =
    conditions.find((side) => isRevision(side.revision, revision))?.side ??
    (plan.traffic.kind === 'lambda-alias' ? revision : undefined);
  const stable = Object.keys(split.shares).find((side) => side !== canary);
  if (canary !== undefined && stable !== undefined) return { canary, stable };
  throw new WrongRevisionError(
    `revision: no side runs ${revision}; ${conditions.map(({ because }) => because).join('; ')}. Nothing was changed; deploy it first.`,
  );
};

/** A side that is to have traffic can carry it. @returns its condition. @throws CapacityError */
export const checkSide = (condition: SideCondition, needed: number, role: string): string => {
  if (condition.healthy >= needed) return condition.because;
  throw new CapacityError(
    `${role} side ${condition.side}: ${condition.healthy} healthy, allowed: at least ${needed} (${condition.because}). No traffic was moved; retry when it is healthy.`,
  );
};

/** Every alarm of the plan exists. @returns one sentence, naming those that ring already. */
export const checkAlarms = async (plan: Plan): Promise<string> => {
  const names = plan.alarms.map(({ name }) => name);
  if (names.length === 0) return 'the plan lists no alarms';
  const read = await readAlarms(names);
  if (read.blind !== undefined)
    throw new UnreadableError(
      `The plan's alarms could not be read: ${read.blind}. Nothing was changed; retrying may help.`,
    );
  if (read.missing.length > 0)
    throw new MissingAlarmError(
      `alarms: ${read.missing.join(', ')} not found in this account and region; allowed: names of existing alarms. No traffic was moved; correct the catalogue entry or create them.`,
    );
  const loud = names.filter((name) => read.states[name]?.state !== 'OK');
  return loud.length === 0
    ? `all ${names.length} alarms are OK`
    : `not OK already before the start, which does not block the rollout: ${loud
        .map((name) => `${name} (${read.states[name]?.state})`)
        .join(', ')}`;
};

/** The metrics have data on stable, and enough traffic for each step. */
export const checkMetrics = async (plan: Plan, stable: Readonly<Record<string, string>>) => {
  const baseline = await telemetryFor(plan.telemetry).readBaseline(plan.metrics, stable, now());
  if (baseline.blind !== undefined)
    throw new UnreadableError(
      `The metrics of stable could not be read: ${baseline.blind}. Nothing was changed; retrying may help.`,
    );
  const missing = baseline.missing.filter((name) => !(name in plan.rollout.waivers));
  if (missing.length > 0)
    throw new MissingMetricError(
      `metrics: ${missing.join(', ')} had no requests on stable in the last hour, so nothing could be compared; allowed: critical metrics with data, or a waiver with its reason. No traffic was moved.`,
    );
  const short = shortOfTraffic(plan, baseline.requestsPerMinute);
  const blocking = short.filter(({ metric }) => !informsWhereShort(metric, plan));
  const [first] = blocking;
  if (first)
    throw new MissingMetricError(
      `metrics.${first.metric}: at ${Math.round(baseline.requestsPerMinute)} requests a minute the step to ${first.weight} % reaches about ${first.reachable} requests within its longest bake; allowed: at least ${first.minimum}, or a longer bake, a larger first step, or a waiver with its reason. No traffic was moved.`,
    );
  const { requestsPerMinute, missing: withoutData, tails, tailShares, readings } = baseline;
  return { requestsPerMinute, withoutData, short, tails, tailShares, readings };
};

const shortRemark = ({ metric, weight, reachable, minimum }: ShortOfTraffic): string =>
  `${metric} only informs at ${weight} %: about ${reachable} of ${minimum} requests are to be expected there`;

/**
 * Checks everything that must be true before the first shift, changing nothing.
 *
 * @throws the named error of the first check that fails.
 */
export const preflight = async (plan: Plan, revision: string): Promise<Preflight> => {
  const traffic = trafficFor(plan.traffic);
  await traffic.check();
  const split = await traffic.readSplit();
  const sides = plan.rollout.dryRun
    ? await identifyWatched(plan, revision, split)
    : await traffic.identify(revision, split);
  const stable = await traffic.inspect(sides.stable);
  const canary = await traffic.inspect(sides.canary);
  const firstShare = plan.rollout.dryRun
    ? canaryShare(split, sides)
    : (plan.rollout.steps[0]?.weight ?? 100);
  const fullTasks = Math.max(stable.healthy, 1);
  if (!plan.rollout.dryRun) {
    checkSide(stable, 1, 'stable');
    checkSide(canary, neededTasks(firstShare, fullTasks), 'canary');
  }
  const alarms = await checkAlarms(plan);
  const labels = {
    stable: await sideLabels(plan, sides.stable),
    canary: await sideLabels(plan, sides.canary),
  };
  const metrics = await checkMetrics(plan, labels.stable);
  await checkSubscription();
  return {
    sides,
    labels,
    split,
    fullTasks,
    ...metrics,
    remarks: [alarms, ...metrics.short.map(shortRemark)],
  };
};

/** One line of a check that a person asked for. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly because: string;
}

/** Runs a check and turns its error into a finding; anything but an error of ours goes on up. */
export const finding = async (check: string, run: () => Promise<string>): Promise<Finding> => {
  try {
    return { check, ok: true, because: await run() };
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { check, ok: false, because: `${error.name}: ${error.message}` };
  }
};
