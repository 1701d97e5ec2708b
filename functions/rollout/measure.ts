import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import type { Signal } from '../runs/domain/signal.ts';
import { whyRefused } from '../runs/domain/signal-fit.ts';
import { readMailbox } from '../runs/mailbox.ts';
import { whoChanged } from '../traffic/who-changed.ts';
import { confirmPromotion } from './confirm-promotion.ts';
import { decide, isHeedable } from './domain/decide.ts';
import { decideDrain } from './domain/decide-drain.ts';
import { decideWatch } from './domain/decide-watch.ts';
import type { Decision } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { TaskInput } from './domain/inputs.ts';
import { withWho } from './domain/make-decision.ts';
import { loadRun } from './load-run.ts';
import {
  decidedBefore,
  type Next,
  recordDecision,
  toMeasure,
  unreadSignal,
} from './record-decision.ts';
import { readLeftover, takeSnapshot } from './take-snapshot.ts';

/** What became of each signal that this tick has read, for the timeline. */
const signalEntries = (run: Run<RolloutDetail>, signals: readonly Signal[]) =>
  signals.map((signal) => {
    const refusal = whyRefused(run, signal, now());
    const because = `${signal.kind} by ${signal.who}: ${signal.why}`;
    return refusal === undefined
      ? { decision: `read ${signal.kind}`, because }
      : { decision: `refuse ${signal.kind}`, because: `${because}; ${refusal}` };
  });

/**
 * Abort and a declined gate need no measurement, nor does an alarm of the canary: every second until
 * the rollback counts. A dry run, which rolls nothing back, still says from which share it would have.
 */
const needsNoMeasurement = (signals: readonly Signal[], run: Run<RolloutDetail>): boolean =>
  signals.some(({ kind, alarm, gate }) => {
    if (kind === 'abort') return true;
    if (run.detail.phase.kind === 'watching') return false;
    if (kind === 'decline') return gate === run.gate?.id;
    return kind === 'alarm' && alarm?.side === 'canary' && isHeedable(run.detail, alarm);
  });

/** CloudTrail has whole seconds, and the last change before this was the run's own. */
const ownWriteMilliseconds = 1000;

interface Tick {
  readonly decision: Decision;
  readonly evidence?: object;
}

const decideTick = async (run: Run<RolloutDetail>, signals: readonly Signal[]): Promise<Tick> => {
  if (run.detail.phase.kind === 'draining')
    return { decision: decideDrain(run.detail, now(), await readLeftover(run)) };
  const { snapshot, detail, evidence } = await takeSnapshot(run, signals, {
    measured: !needsNoMeasurement(signals, run),
  });
  const decision =
    detail.phase.kind === 'watching'
      ? decideWatch(detail, snapshot)
      : await confirmPromotion(decide(detail, snapshot));
  if (!decision.asksWho) return { decision, evidence };
  const who = await whoChanged(
    detail.plan.traffic,
    (detail.live?.since ?? run.startedAt) + ownWriteMilliseconds,
  );
  return { decision: withWho(decision, who), evidence };
};

/**
 * One tick: reads the mailbox, the weights, the alarms and the metrics, judges, decides, and records
 * it all at once.
 */
export const measure = async (input: TaskInput): Promise<Next> => {
  const run = await loadRun(input);
  const before = decidedBefore(run, input.entry);
  if (before) return before;
  const signals = await readMailbox(run);
  if (run.detail.phase.kind === 'returning')
    return { action: 'roll-back', listenSeconds: 1, because: run.detail.phase.because };
  const { decision, evidence } = await decideTick(run, signals);
  const recorded = await recordDecision(run, input.entry, decision, {
    taken: signals,
    evidence,
    timeline: signalEntries(run, signals),
  });
  return recorded?.next ?? toMeasure(unreadSignal);
};

export const handler = task(TaskInput, measure);
