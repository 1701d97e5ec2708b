import { ChangeFailedError, OpsError } from '../platform/errors.ts';
import { count, countNow, logger } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import type { Ending } from '../runs/domain/change.ts';
import type { Run } from '../runs/domain/run.ts';
import { drainMailbox, refusals } from '../runs/drain-mailbox.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import type { Decision } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { toReturn } from './domain/make-decision.ts';
import { noticesOf } from './end-run.ts';
import { recordDecision } from './record-decision.ts';
import { type Return, returnTraffic } from './return-traffic.ts';
import { afterReturn } from './roll-back.ts';

type Settling = Run<RolloutDetail>;
type Guarded = NonNullable<RolloutDetail['guardian']>;

const lost = (run: Settling): ChangeFailedError =>
  new ChangeFailedError(
    `Run ${run.id} could not be recorded by the guardian. The next sweep tries again.`,
  );

/** Records with no state entry of the machine: the guardian's decisions are its own. */
const guardianEntry = -1;

const record = async (
  run: Settling,
  decision: Decision,
  extras: Parameters<typeof recordDecision>[3] = {},
): Promise<Settling> => {
  const recorded = await recordDecision(run, guardianEntry, decision, extras);
  if (!recorded) throw lost(run);
  return recorded.run;
};

/** Before the ending is recorded: no sweep looks at it again, and an alarm rather rings twice than never. */
const countEnding = ({ outcome }: Ending): void => {
  if (outcome === 'needs-operator') countNow('NeedsOperator');
  if (outcome === 'rolled-back') countNow('RolledBack');
};

const end = async (settled: Settling, ending: Ending): Promise<void> => {
  const { run, taken } = await drainMailbox(settled);
  countEnding(ending);
  await record(
    run,
    {
      action: 'ended',
      detail: run.detail,
      decision: `end as ${ending.outcome}`,
      because: ending.because,
      notices: noticesOf(ending, run),
      gate: null,
    },
    { taken, timeline: refusals(taken, ending.outcome), onlyIfNoSignals: true, end: ending },
  );
};

/** Takes the run over: the next epoch, and the intent that forbids every forward shift. */
const takeOver = async (run: Settling, error: string, because: string): Promise<Settling> => {
  const at = now();
  const inFlight = trafficFor(run.detail.plan.traffic).inFlightSeconds * 1000;
  const { detail } =
    run.detail.phase.kind === 'returning' ? run : toReturn(run.detail, at, because);
  return record(
    run,
    {
      action: 'returning',
      detail: { ...detail, guardian: { error, since: at, verifyAt: at + inFlight } },
      decision: 'guardian takes over',
      because,
      notices: [],
      gate: null,
    },
    { takeover: true, intent: { direction: 'return', goal: '0' } },
  );
};

/** Each sweep's attempt has an intent of its own, and keeps the lease for another while. */
const goOn = async (run: Settling): Promise<Settling> => {
  const { phase } = run.detail;
  if (phase.kind !== 'returning') return run;
  const decision: Decision = {
    action: 'returning',
    detail: run.detail,
    because: phase.because,
    notices: [],
    gate: null,
  };
  return record(run, decision, { intent: { direction: 'return', goal: '0' } });
};

/** Tries to return the traffic; an error is left to the next sweep until the bound is reached. */
const attempt = async (run: Settling, until: number): Promise<Return | undefined> => {
  try {
    return await returnTraffic(run);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    logger.warn(`Run ${run.id} is not settled yet; the next sweep tries again.`, error);
    count('GuardFailed');
    return now() < until ? undefined : { state: 'foreign', because: error.message };
  }
};

const settleTraffic = async (run: Settling, guarded: Guarded): Promise<void> => {
  const { phase } = run.detail;
  if (phase.kind !== 'returning') {
    if (phase.kind === 'draining')
      return end(run, { outcome: 'rolled-back', error: guarded.error, because: phase.because });
    throw new RangeError(`phase.kind: the guardian settles a return, not ${phase.kind}`);
  }
  const wasReturned = run.detail.live?.share === 0 && run.detail.live.since >= guarded.since;
  const isLate = wasReturned && now() >= guarded.verifyAt;
  if (wasReturned && !isLate) return;
  const result = await attempt(run, phase.until);
  if (!result) return;
  const decision = afterReturn(run.detail, phase, result, isLate);
  if (decision.action === 'needs-operator')
    return end(run, {
      outcome: 'needs-operator',
      error: 'NeedsOperatorError',
      because: decision.because,
    });
  const settled = await record(run, decision);
  if (settled.detail.phase.kind === 'draining')
    await end(settled, {
      outcome: 'rolled-back',
      error: guarded.error,
      because: settled.detail.phase.because,
    });
};

/**
 * Settles a run whose execution is gone: takes it over, returns its traffic, reads it again after
 * the longest call that may still have been under way, tells, and ends it. Each call does as much as
 * it can now; the next sweep goes on from there.
 */
export const settleRun = async (
  run: Settling,
  gone: { readonly error: string; readonly because: string },
): Promise<void> => {
  const { dryRun } = run.detail.plan.rollout;
  if (run.epoch === 0)
    return end(run, { outcome: 'refused', error: gone.error, because: gone.because });
  if (dryRun) return end(run, { outcome: 'watched', error: gone.error, because: gone.because });
  const owned = run.detail.guardian
    ? await goOn(run)
    : await takeOver(run, gone.error, gone.because);
  const { guardian } = owned.detail;
  if (guardian) await settleTraffic(owned, guardian);
};
