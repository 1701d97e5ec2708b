import type { RolloutDetail } from '../functions/rollout/domain/detail.ts';
import { fromAttributes } from '../functions/runs/attributes.ts';
import type { Run } from '../functions/runs/domain/run.ts';
import { fromItem } from '../functions/runs/stored-run.ts';
import type { Stack } from './account/stack.ts';
import type { Execution } from './engine/execution.ts';
import type { Recording } from './recording.ts';
import type { Evidence, Rehearsal, RehearsalOutcome, StateVisit } from './rehearsal.ts';
import type { Scenario } from './scenarios/scenario.ts';

type StoredRun = Run<RolloutDetail>;

/** The run records as they lie in the table, past every call. */
export const storedRuns = ({ table, tableName }: Stack): StoredRun[] =>
  table
    .items(tableName)
    .filter(({ sk }) => sk?.S === 'run')
    .map((item) => fromItem<RolloutDetail>(fromAttributes(item)));

const requestIdOf = ({ identity }: Execution): string =>
  String((identity.input as { requestId?: unknown }).requestId);

/** The execution that a scenario is about: that of the request it tells of, or the first. */
export const toldExecution = ({ stepFunctions }: Stack, told = 'first'): Execution | undefined =>
  [...stepFunctions.executions.values()].find((each) => requestIdOf(each) === told);

/** Whether every run has come to its end, the one that the scenario tells of included. */
export const isOver = (stack: Stack, told: string | undefined): boolean => {
  if (!toldExecution(stack, told)) return false;
  const executions = [...stack.stepFunctions.executions.values()];
  if (executions.some(({ status }) => status === 'RUNNING')) return false;
  return storedRuns(stack).every(({ status }) => status !== 'open');
};

interface Ended {
  readonly outcome: RehearsalOutcome;
  readonly error: string | null;
  readonly because: string;
}

const waitsForPerson = ({ gate }: StoredRun): boolean =>
  gate?.kind === 'hold' || gate?.kind === 'approval';

const openEnd = (run: StoredRun, error: string | null): Ended => {
  const { phase, last } = run.detail;
  return {
    outcome: waitsForPerson(run) ? 'held' : 'unfinished',
    error,
    because: phase.kind === 'held' ? phase.because : (last?.because ?? `the run is ${phase.kind}`),
  };
};

/** How the rehearsal ended for the run it is about. */
export const endOf = (
  execution: Execution | undefined,
  run: StoredRun | undefined,
  { notifications }: Recording,
): Ended => {
  const error = execution?.error ?? run?.error ?? null;
  if (run?.outcome !== undefined)
    return {
      outcome: run.outcome,
      error: run.outcome === 'promoted' ? null : error,
      because: run.because ?? '',
    };
  if (run) return openEnd(run, error);
  const refusal = notifications.findLast(({ kind }) => kind === 'refused');
  return refusal
    ? { outcome: 'refused', error, because: refusal.message.split('\n')[0] ?? '' }
    : { outcome: 'unfinished', error, because: 'no run was recorded' };
};

/** When the scenario's regression began, when it was decided upon, and when stable had it all again. */
export const regressionOf = (
  { regressionSeconds: startsAt }: Scenario,
  weights: Rehearsal['weights'],
  states: readonly StateVisit[],
  evidence: readonly Evidence[],
): Rehearsal['regression'] => {
  if (startsAt === undefined) return null;
  const decidedAt =
    evidence.find(({ at, verdict }) => at >= startsAt && verdict === 'regress')?.at ??
    states.find(({ at, name }) => at >= startsAt && name === 'Roll back')?.at;
  const stable = weights.find(({ at, canary }) => at >= (decidedAt ?? startsAt) && canary === 0);
  return { startsAt, decidedAt: decidedAt ?? null, stableAt: stable?.at ?? null };
};
