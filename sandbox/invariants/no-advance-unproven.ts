import type { MetricVerdict, Verdict } from '../../functions/rollout/domain/verdict.ts';
import type { TimelineEntry } from '../../functions/runs/domain/run.ts';
import { minimumExposure } from '../../functions/telemetry/domain/windows.ts';
import type { Ledger } from './ledger.ts';
import type { Claim, Rule, Step } from './rule.ts';
import { newIntents, type RunChange, type SeenRun } from './runs.ts';

interface EvidenceItem {
  readonly at: number;
  readonly weight: number;
  readonly verdict: Verdict;
  readonly metrics: readonly MetricVerdict[];
}

/** What happened in the run since its live share was verified. */
interface Lived {
  readonly evidence: readonly EvidenceItem[];
  readonly timeline: readonly TimelineEntry[];
}

const livedSince = (run: SeenRun, since: number, { reader }: Ledger): Lived => {
  const items = (kind: string) => reader.items(`run#${run.id}`, kind);
  return {
    evidence: items('evidence#').filter(
      ({ at }) => Number(at) >= since,
    ) as unknown as EvidenceItem[],
    timeline: items('timeline#').filter(
      ({ at }) => Number(at) >= since,
    ) as unknown as TimelineEntry[],
  };
};

const finishedNow = ({ timeline }: Lived): boolean =>
  timeline.some(({ decision }) => decision === 'read finish-now');

/** A waiver that a person or the plan has given, and that the timeline tells. */
const isWaived = ({ detail: { plan } }: SeenRun, lived: Lived): boolean => {
  const { whenBlind, whenInconclusive } = plan.rollout;
  const advances = whenBlind === 'advance' || whenInconclusive === 'advance';
  return (
    finishedNow(lived) ||
    (advances && lived.timeline.some(({ because }) => because.includes('the plan waives it')))
  );
};

/** Why a metric that the plan calls critical is not proven by an evidence item, if so. */
const whyUnproven = (run: SeenRun, name: string, item: EvidenceItem): string | undefined => {
  const { metrics, rollout } = run.detail.plan;
  const metric = metrics[name];
  if (metric?.importance !== 'critical' || metric.dryRun) return undefined;
  const seen = item.metrics.find((each) => each.metric === name);
  if (!seen) return `${name} was not measured`;
  if (seen.importance === 'advisory')
    return metric.kind === 'quantile' || name in rollout.waivers
      ? undefined
      : `${name} only informed, and nothing waives it`;
  if (!seen.decides) return undefined;
  const minimum = minimumExposure(metric);
  const least =
    item.weight === 100
      ? seen.exposure.canary
      : Math.min(seen.exposure.canary, seen.exposure.stable);
  if (seen.verdict !== 'pass') return `${name} was ${seen.verdict}`;
  return least >= minimum ? undefined : `${name} stood on ${least} of ${minimum}`;
};

const proofOf = (run: SeenRun, { evidence }: Lived): string | undefined => {
  const reasons = Object.keys(run.detail.plan.metrics);
  const passed = evidence.filter(
    ({ verdict, weight }) => verdict === 'pass' && weight === run.detail.live?.share,
  );
  if (passed.length === 0) return 'no evidence of a pass at its share';
  const proven = passed.some((item) => reasons.every((name) => !whyUnproven(run, name, item)));
  if (!proven) {
    const last = passed.at(-1);
    return reasons.map((name) => last && whyUnproven(run, name, last)).find((why) => why);
  }
  return evidence.at(-1)?.verdict === 'blind' ? 'the newest evidence is blind' : undefined;
};

const checkApproval = (run: SeenRun, goal: number, lived: Lived, claim: Claim): void => {
  const step = run.detail.plan.rollout.steps.find(({ weight }) => weight === goal);
  if (!step?.approval || finishedNow(lived)) return;
  const isGiven = lived.timeline.some(
    ({ decision, because }) =>
      decision === 'read approve' ||
      (step.approval?.action === 'advance' && because.includes('the plan then advances')),
  );
  claim(isGiven, () => `run ${run.id} shifts to ${goal} %, which needs approval, without it`);
};

/** Who approves answers the gate that asked: an approval of another one counts for nothing. */
const checkGate = ({ before, after }: RunChange, writes: Step['writes'], claim: Claim): void => {
  const [from, to] = [before?.detail.phase.kind, after.detail.phase.kind];
  if (from !== 'approval' || to !== 'shifting') return;
  const answer = writes.find(({ sk }) => sk.startsWith('signal#approve#'))?.sk;
  const gate = before?.gate?.id ?? '';
  claim(
    answer === undefined || answer === `signal#approve#${gate}`,
    () => `run ${after.id} went on from ${gate}, and was answered by ${answer}`,
  );
};

const checkStep = (run: SeenRun, share: number, goal: number, lived: Lived, claim: Claim): void => {
  const next = run.detail.plan.rollout.steps.find(({ weight }) => weight > share)?.weight;
  claim(
    goal === next || finishedNow(lived),
    () => `run ${run.id} shifts from ${share} % to ${goal} %; its next step is ${next} %`,
  );
};

const checkAdvance = ({ after, before }: RunChange, ledger: Ledger, claim: Claim): void => {
  const run = { ...after, detail: { ...after.detail, live: before?.detail.live } };
  const { share, since } = run.detail.live ?? { share: 0, since: run.startedAt };
  for (const { direction, goal } of newIntents({ before, after })) {
    if (direction !== 'forward' || Number(goal) <= share) continue;
    const lived = livedSince(run, since, ledger);
    checkApproval(run, Number(goal), lived, claim);
    checkStep(run, share, Number(goal), lived, claim);
    if (share === 0) continue;
    const why = isWaived(run, lived) ? undefined : proofOf(run, lived);
    claim(why === undefined, () => `run ${run.id} advances from ${share} % to ${goal} %: ${why}`);
  }
};

/**
 * No shift beyond the first step without a pass at the live share that stands on enough of every
 * critical metric, unless a waiver is recorded; never on blind, never past an approval or a step.
 */
export const noAdvanceUnproven: Rule = {
  name: 'no-advance-unproven',
  checks: ({ ledger, claim }) => ({
    onStep: ({ runs, writes }) => {
      for (const change of runs) {
        checkAdvance(change, ledger, claim);
        checkGate(change, writes, claim);
      }
    },
  }),
};
