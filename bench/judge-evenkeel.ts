import { judgeStateAfter } from '../functions/rollout/domain/evidence/past.ts';
import {
  type Seen,
  type ShareLimit,
  shareLimit,
} from '../functions/rollout/domain/evidence/seen.ts';
import {
  logWorse,
  type MetricEvidence,
  noEvidence,
  weigh,
} from '../functions/rollout/domain/evidence/weigh.ts';
import { judge } from '../functions/rollout/domain/judge.ts';
import { tailLimits } from '../functions/rollout/domain/tail.ts';
import type { JudgeState, Rules, Tick } from '../functions/rollout/domain/verdict.ts';
import type { Reading, ShareBucket } from '../functions/telemetry/domain/reading.ts';
import { minimumSamples } from '../functions/telemetry/domain/windows.ts';
import type { Judge, Rule } from './judge-rivals.ts';
import { sumsOf } from './judge-windows.ts';
import { type Point, plan, type SideBucket, type World } from './judge-world.ts';

export const alpha = 0.01;
const start = Date.UTC(2026, 0, 5, 12);
const names = ['error-rate', 'latency-p95', 'latency-p99'] as const;
type Name = (typeof names)[number];

const eventsOf = (side: SideBucket, name: Name): number => {
  if (name === 'error-rate') return side.errors;
  return name === 'latency-p95' ? side.slow[0] : side.slow[1];
};

const limits: Readonly<Record<Name, ShareLimit>> = {
  'error-rate': shareLimit(plan['error-rate']),
  'latency-p95': tailLimits(plan['latency-p95']),
  'latency-p99': tailLimits(plan['latency-p99']),
};

const readingOf = (name: Name, { tails }: World, buckets: readonly ShareBucket[]): Reading =>
  name === 'error-rate'
    ? { kind: 'share', buckets }
    : { kind: 'tail', aboveMilliseconds: tails[name === 'latency-p95' ? 0 : 1], buckets };

/** The buckets of a rollout as telemetry would answer with them; they grow with each point. */
const answerOf = (world: World, bucketSeconds: number) => {
  const buckets = names.map((name) => ({
    name,
    canary: [] as ShareBucket[],
    stable: [] as ShareBucket[],
  }));
  const readings = Object.fromEntries(
    buckets.map(({ name, canary, stable }) => [
      name,
      { canary: readingOf(name, world, canary), stable: readingOf(name, world, stable) },
    ]),
  );
  let end = start;
  const add = (point: Point): void => {
    for (const { name, canary, stable } of buckets) {
      const [c, t] = [point.canary, point.stable];
      canary.push({ at: end, events: eventsOf(c, name), total: c.total });
      stable.push({ at: end, events: eventsOf(t, name), total: t.total });
    }
    end += bucketSeconds * 1_000;
  };
  const tick = (state: JudgeState): Tick => ({
    metrics: plan,
    answer: { window: { start, end }, bucketSeconds, readings },
    state,
    comparable: 'both',
  });
  return { buckets, add, tick };
};

const rulesOf = (how: Rules['judge']): Rules => ({
  judge: how,
  alpha,
  critical: names.length,
  weight: 10,
});

/** The state with which the product begins: stable's hour as the past. */
export const stateBefore = (world: World, bucketSeconds: number): JudgeState =>
  judgeStateAfter(
    plan,
    Object.fromEntries(
      names.map((name) => [
        name,
        readingOf(
          name,
          world,
          world.before.map((side, index) => ({
            at: start - (world.before.length - index) * bucketSeconds * 1_000,
            events: eventsOf(side, name),
            total: side.total,
          })),
        ),
      ]),
    ),
  );

/** The judge, asked at every tick. */
export const askedAlways =
  (how: Rules['judge']): Rule['begin'] =>
  (world, bucketSeconds): Judge => {
    const answer = answerOf(world, bucketSeconds);
    const rules = rulesOf(how);
    let state = stateBefore(world, bucketSeconds);
    return (point) => {
      answer.add(point);
      const judged = judge(rules, answer.tick(state));
      state = judged.state;
      return judged.judgement.verdict === 'regress';
    };
  };

/** The newest bucket as `seenOf` sees it. */
const newestOf = (name: Name, canary?: ShareBucket, stable?: ShareBucket): Seen => {
  if (!canary || !stable) throw new Error('a point was added');
  return { kind: 'share', at: canary.at, block: { canary, stable }, limit: limits[name] };
};

/**
 * The sequential judge: it is asked once the evidence would roll back if every metric were beyond its
 * limit, without which it never does. Until then only its `weigh` runs, on the new bucket alone.
 */
const sequential: Rule = {
  name: 'evenkeel sequential',
  every: 'bucket',
  begin: (world, bucketSeconds) => {
    const answer = answerOf(world, bucketSeconds);
    const rules = rulesOf('sequential');
    const before = stateBefore(world, bucketSeconds);
    let evidence: JudgeState['evidence'] = before.evidence;
    return (point) => {
      answer.add(point);
      const known = evidence;
      const next: Record<string, MetricEvidence> = {};
      let sum = 0;
      for (const { name, canary, stable } of answer.buckets) {
        const weighed = weigh(known[name] ?? noEvidence, [
          newestOf(name, canary.at(-1), stable.at(-1)),
        ]);
        next[name] = weighed;
        sum += Math.exp(logWorse(weighed));
      }
      evidence = next;
      if (Math.log(sum / names.length) < -Math.log(alpha)) return false;
      const tick = answer.tick({ ...before, evidence: known });
      return judge(rules, tick).judgement.verdict === 'regress';
    };
  },
};

/**
 * The threshold judge: it is asked of the metrics of which a window differs by three standard errors,
 * without which they break no limit, and a bucket that breaks none ends what was counted in a row.
 */
const threshold: Rule = {
  name: 'evenkeel threshold',
  every: 'bucket',
  begin: (world, bucketSeconds) => {
    const answer = answerOf(world, bucketSeconds);
    const rules = rulesOf('threshold');
    const sums = names.map((name) => sumsOf(minimumSamples(plan[name])));
    let state = stateBefore(world, bucketSeconds);
    return (point) => {
      answer.add(point);
      const may = answer.buckets.filter(({ canary, stable }, index) => {
        const [c, t] = [canary.at(-1), stable.at(-1)];
        if (c && t) sums[index]?.add(c, t);
        return sums[index]?.mayBreak() ?? true;
      });
      const kept = may.map(({ name }) => [name, state.consecutive[name] ?? 0] as const);
      state = { ...state, consecutive: Object.fromEntries(kept) };
      if (may.length === 0) return false;
      const metrics = Object.fromEntries(may.map(({ name }) => [name, plan[name]]));
      const judged = judge(rules, { ...answer.tick(state), metrics });
      state = judged.state;
      return judged.judgement.verdict === 'regress';
    };
  },
};

export const own: readonly [Rule, Rule] = [sequential, threshold];
