import { now } from '../platform/runtime.ts';
import type { Run } from '../runs/domain/run.ts';
import type { Signal } from '../runs/domain/signal.ts';
import { readAlarms } from '../telemetry/alarms.ts';
import type { GaugeMetric } from '../telemetry/domain/metric.ts';
import type { Window } from '../telemetry/domain/reading.ts';
import { timingOf } from '../telemetry/domain/timing.ts';
import { newestCompleteBucketEnd } from '../telemetry/domain/windows.ts';
import { telemetryFor } from '../telemetry/telemetry-for.ts';
import { canaryShare, sharesElsewhere } from '../traffic/domain/traffic.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import type { Leftover } from './domain/decide-drain.ts';
import { isUnreadable, type Snapshot } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { followed } from './domain/follow.ts';
import { judge } from './domain/judge.ts';
import { judgingAt } from './domain/judging.ts';
import type { Plan } from './domain/plan.ts';
import { withLimitShares } from './domain/tail.ts';
import type { Judgement } from './domain/verdict.ts';
import { readOrSay } from './read-or-say.ts';

/** A tick's snapshot, the detail with the judge's new state, and the evidence to keep. */
export interface Taken {
  readonly snapshot: Snapshot;
  readonly detail: RolloutDetail;
  readonly evidence?: object;
}

const evidenceUntilOf = ({ telemetry }: Plan): number => {
  const { bucketSeconds, delaySeconds } = timingOf(telemetry);
  return newestCompleteBucketEnd(now(), bucketSeconds, delaySeconds);
};

const readSplit = async (plan: Plan): Promise<Snapshot['split']> => {
  const split = await readOrSay(() => trafficFor(plan.traffic).readSplit());
  return isUnreadable(split) && !split.isLasting
    ? { unreadable: `the live weights could not be read: ${split.unreadable}` }
    : split;
};

const readLevels = async ({ alarms }: Plan): Promise<Snapshot['alarms']> => {
  if (alarms.length === 0) return [];
  const read = await readAlarms(alarms.map(({ name }) => name));
  if (read.blind !== undefined) return { unreadable: `alarms could not be read: ${read.blind}` };
  if (read.missing.length > 0)
    return { unreadable: `alarms do not exist any more: ${read.missing.join(', ')}` };
  return alarms.flatMap(({ name, side }) => {
    const level = read.states[name];
    return level ? [{ name, side, state: level.state, since: level.since }] : [];
  });
};

const measured = async (
  detail: RolloutDetail,
  labels: NonNullable<RolloutDetail['labels']>,
  window: Window,
  share: number,
): Promise<{ judgement: Judgement; detail: RolloutDetail }> => {
  const { metrics, rules, comparable } = judgingAt(detail, share);
  const read = await telemetryFor(detail.plan.telemetry).read({
    metrics,
    sides: labels,
    window,
    ...(rules.judge === 'sequential' && { tails: detail.tails ?? {} }),
  });
  const answer = withLimitShares(read, detail.tailShares);
  const { judgement, state } = judge(rules, { metrics, answer, state: detail.judge, comparable });
  const { verdict, because, safe } = judgement;
  const last = { verdict, because, at: now(), ...(safe && { safe }) };
  return { judgement, detail: { ...detail, judge: state, last } };
};

const newlyJudged = async (
  detail: RolloutDetail,
  until: number,
): Promise<Pick<Taken, 'detail' | 'evidence'>> => {
  const { live, labels, judge: state } = detail;
  if (!live || !labels || live.share === 0 || until <= Math.max(live.judgedFrom, state.judgedUntil))
    return { detail };
  const window = { start: live.judgedFrom, end: until };
  const found = await measured(detail, labels, window, live.share);
  return { detail: found.detail, evidence: { ...found.judgement, weight: live.share } };
};

/** The weights, and then the metrics: what is live says of which minutes. */
const readTraffic = async (run: Run<RolloutDetail>) => {
  const split = await readSplit(run.detail.plan);
  const evidenceUntil = evidenceUntilOf(run.detail.plan);
  return {
    split,
    evidenceUntil,
    ...(await newlyJudged(followed(run, split, now()), evidenceUntil)),
  };
};

const unread = { unreadable: 'not read: a signal decides' };

/**
 * Reads the world once for a tick: weights, alarms, and metrics when a new bucket is complete. What
 * cannot be read is said in the snapshot; nothing of it throws but a lost run. The alarms are read
 * at the same time as the others: one that hangs leaves the others the time that the function has.
 */
export const takeSnapshot = async (
  run: Run<RolloutDetail>,
  signals: readonly Signal[],
  { measured: isMeasured }: { readonly measured: boolean },
): Promise<Taken> => {
  const { plan } = run.detail;
  const [{ split, evidenceUntil, ...taken }, alarms] = isMeasured
    ? await Promise.all([readTraffic(run), readLevels(plan)])
    : [{ split: unread, evidenceUntil: evidenceUntilOf(plan), detail: run.detail }, unread];
  const snapshot: Snapshot = {
    now: now(),
    startedAt: run.startedAt,
    evidenceUntil,
    bucketSeconds: timingOf(plan.telemetry).bucketSeconds,
    signals,
    gate: run.gate,
    intents: run.intents,
    split,
    alarms,
    judgement: taken.detail.last,
  };
  return { snapshot, ...taken };
};

const requestsOf = (plan: Plan): GaugeMetric | undefined => {
  const share = Object.values(plan.metrics).find(({ kind }) => kind === 'share');
  if (share?.kind !== 'share') return undefined;
  return {
    kind: 'gauge',
    importance: 'advisory',
    dryRun: false,
    consecutive: 1,
    source: share.total,
    worse: 'higher',
    unit: '',
    limits: {},
    floor: 0,
    minimumBuckets: 1,
  };
};

const readShares = async ({
  plan,
  sides,
}: RolloutDetail): Promise<Pick<Leftover, 'share' | 'elsewhere'>> => {
  const split = await readSplit(plan);
  return isUnreadable(split) || !sides
    ? { share: undefined, elsewhere: {} }
    : { share: canaryShare(split, sides), elsewhere: sharesElsewhere(split, sides) };
};

const readRequests = async ({ plan, labels, live }: RolloutDetail): Promise<readonly number[]> => {
  const metric = requestsOf(plan);
  const bucket = timingOf(plan.telemetry).bucketSeconds * 1000;
  const start = Math.ceil((live?.since ?? now()) / bucket) * bucket;
  const end = evidenceUntilOf(plan);
  if (!metric || !labels || end <= start) return [];
  const { readings } = await telemetryFor(plan.telemetry).read({
    metrics: { requests: metric },
    sides: labels,
    window: { start, end },
  });
  const { stable, canary } = readings.requests ?? {};
  if (stable?.kind !== 'gauge') return [];
  if (canary?.kind === 'blind' && !canary.empty) return [];
  const counts = new Map(
    canary?.kind === 'gauge' ? canary.buckets.map(({ at, value }) => [at, value]) : [],
  );
  return stable.buckets.map(({ at }) => counts.get(at) ?? 0);
};

/**
 * The canary's live share, what lies elsewhere, and the canary's requests in each complete bucket
 * since its weight went to 0, as far as they are known.
 */
export const readLeftover = async ({ detail }: Run<RolloutDetail>): Promise<Leftover> => {
  const [shares, requests] = await Promise.all([readShares(detail), readRequests(detail)]);
  return { ...shares, requests };
};
