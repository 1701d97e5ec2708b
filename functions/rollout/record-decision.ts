import { count, logDecision } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import { commit } from '../runs/commit.ts';
import { type Change, statusAfter } from '../runs/domain/change.ts';
import { toMessage } from '../runs/domain/message.ts';
import type { Run } from '../runs/domain/run.ts';
import { timingOf } from '../telemetry/domain/timing.ts';
import type { Action, Decision } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { rolloutMessage } from './domain/rollout-message.ts';
import { eventsPerTick, listenSeconds, tickSeconds } from './domain/tick.ts';

/** What a task of the rollout machine answers: where to go, how long to wait there, and why. */
export interface Next extends Readonly<Record<string, unknown>> {
  readonly action: Action | 'measure' | 'verify';
  readonly listenSeconds: number;
  readonly because: string;
  /** The name with which the execution fails. */
  readonly error?: string;
}

const waitFor = (run: Run<RolloutDetail>, decision: Decision): number => {
  const at = now();
  const gate = decision.gate === undefined ? run.gate : decision.gate;
  const tick = tickSeconds({
    now: at,
    ...timingOf(run.detail.plan.telemetry),
    endsAt: run.startedAt + run.detail.plan.rollout.maximumHours * 3_600_000,
    events: decision.detail.events,
  });
  const answerable = gate?.kind === 'hold' || gate?.kind === 'approval';
  return listenSeconds(tick, at, answerable ? gate.deadline : undefined);
};

type Extras = Pick<
  Change<RolloutDetail>,
  | 'taken'
  | 'evidence'
  | 'intent'
  | 'onlyIfNoSignals'
  | 'onlyIfNotReturning'
  | 'timeline'
  | 'takeover'
  | 'end'
>;

/**
 * Records a decision with its messages, evidence and used signals in one transaction, and returns
 * what the machine does next. A repeated invocation of the same state entry gets the same answer.
 *
 * @returns undefined when an unread signal or a declared return forbids it.
 */
export const recordDecision = async (
  run: Run<RolloutDetail>,
  entry: number,
  decision: Decision,
  extras: Extras = {},
): Promise<{ run: Run<RolloutDetail>; next: Next } | undefined> => {
  const at = now();
  const detail = { ...decision.detail, events: decision.detail.events + eventsPerTick };
  const next: Next = {
    action: decision.action,
    listenSeconds: waitFor(run, decision),
    because: decision.because,
  };
  const gate = decision.gate === undefined ? run.gate : (decision.gate ?? undefined);
  const told = {
    ...run,
    detail,
    ...(extras.end && { status: statusAfter(extras.end) }),
  };
  const committed = await commit(run, {
    ...extras,
    detail,
    decided: { entry, result: next },
    ...(decision.gate !== undefined && { gate: decision.gate }),
    timeline: [
      ...(extras.timeline ?? []),
      ...(decision.decision === undefined
        ? []
        : [{ decision: decision.decision, because: decision.because }]),
    ],
    messages: decision.notices.map((notice) =>
      toMessage(run, rolloutMessage(told, notice, gate), at),
    ),
  });
  if (!committed.committed) return undefined;
  if (decision.decision !== undefined)
    logDecision({
      decision: decision.decision,
      because: decision.because,
      capability: 'rollout',
      runId: run.id,
    });
  if (decision.notices.some(({ kind }) => kind === 'held')) count('Held');
  return { run: committed.run, next };
};

/** Nothing was decided here: the next tick reads signals and weights afresh. */
export const toMeasure = (because: string): Next => ({
  action: 'measure',
  listenSeconds: 1,
  because,
});

/** Why a decision was not recorded, as a run's own states say it. */
export const unreadSignal = 'a signal is unread and is read first';

/** What an earlier invocation of the same state entry decided, if it did. */
export const decidedBefore = (run: Run<RolloutDetail>, entry: number): Next | undefined =>
  run.decided?.entry === entry ? (run.decided.result as Next) : undefined;
