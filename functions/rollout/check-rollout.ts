import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import { timingOf } from '../telemetry/domain/timing.ts';
import { canaryShare } from '../traffic/domain/traffic.ts';
import type { Decision, Notice } from './domain/decision.ts';
import { liveSince, type RolloutDetail } from './domain/detail.ts';
import { judgeStateAfter } from './domain/evidence/past.ts';
import { TaskInput } from './domain/inputs.ts';
import { toStep, waitOn } from './domain/make-decision.ts';
import { loadRun } from './load-run.ts';
import { type Preflight, preflight } from './preflight.ts';
import {
  decidedBefore,
  type Next,
  recordDecision,
  toMeasure,
  unreadSignal,
} from './record-decision.ts';

const startedSentence = ({ detail }: Run<RolloutDetail>, found: Preflight): string => {
  const { dryRun, steps } = detail.plan.rollout;
  const path = steps.map(({ weight }) => `${weight} %`).join(', ');
  const what = dryRun
    ? `watching ${found.sides.canary} against ${found.sides.stable} (dry run, nothing is shifted)`
    : `${found.sides.canary} takes over from ${found.sides.stable} by ${path}`;
  return [what, ...found.remarks].join('; ');
};

const watch = (
  detail: RolloutDetail,
  sawSplit: boolean,
  startedAt: number,
  because: string,
): Decision => ({
  ...waitOn({ ...detail, phase: { kind: 'watching', sawSplit } }, because),
  gate: {
    id: 'watch-1',
    kind: 'watch',
    deadline: startedAt + detail.plan.rollout.maximumHours * 3_600_000,
  },
});

const begin = (run: Run<RolloutDetail>, found: Preflight): Decision => {
  const at = now();
  const share = canaryShare(found.split, found.sides);
  const detail: RolloutDetail = {
    ...run.detail,
    sides: found.sides,
    actions: found.split.actions,
    labels: found.labels,
    fullTasks: found.fullTasks,
    requestsPerMinute: found.requestsPerMinute,
    withoutData: found.withoutData,
    tails: found.tails,
    ...(found.tailShares && { tailShares: found.tailShares }),
    judge: judgeStateAfter(run.detail.plan.metrics, found.readings),
    live: liveSince(
      share,
      at,
      run.detail.plan.rollout.steps[0]?.warmUpBuckets ?? 0,
      timingOf(run.detail.plan.telemetry).bucketSeconds,
    ),
  };
  const sentence = startedSentence(run, found);
  const started: Notice = { kind: 'started', severity: 'info', sentence };
  const first = detail.plan.rollout.dryRun
    ? watch(detail, share > 0, run.startedAt, sentence)
    : toStep(detail, at, 0, sentence);
  return { ...first, decision: first.decision ?? 'watch', notices: [started, ...first.notices] };
};

/** Checks everything before the first shift, and begins. Nothing is changed when a check fails. */
export const checkRollout = async (input: TaskInput): Promise<Next> => {
  const run = await loadRun(input);
  const before = decidedBefore(run, input.entry);
  if (before) return before;
  const found = await preflight(run.detail.plan, run.detail.revision);
  const recorded = await recordDecision(run, input.entry, begin(run, found));
  return recorded?.next ?? toMeasure(unreadSignal);
};

export const handler = task(TaskInput, checkRollout);
