import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import type { DeployRequest } from '../../../functions/rollout/domain/inputs.ts';
import { executionName } from '../../../functions/rollout/start-rollout.ts';
import { fromAttributes } from '../../../functions/runs/attributes.ts';
import type { Run } from '../../../functions/runs/domain/run.ts';
import { fromItem } from '../../../functions/runs/stored-run.ts';
import type { Stack } from '../../account/stack.ts';
import type { Execution } from '../../engine/execution.ts';

const minute = 60_000;
/** The guardian returns traffic for 15 minutes before it calls a person, and sweeps every minute. */
const guardianBound = 20 * minute;
/** Longer than any wait of the machine. */
const longestSilence = 10 * minute;
/** Lambda repeats a failed event twice, after one and after two minutes. */
const deliveryBound = 5 * minute;

const itemsOf = ({ table, tableName }: Stack) =>
  table.items(tableName).map((item) => fromAttributes(item));

/** Why an open run has nobody who cares for it, if so; while there is trouble nobody could. */
const whyOrphaned = (
  run: Run<unknown>,
  { stepFunctions, account }: Stack,
  quietFrom: number,
): string | undefined => {
  const execution = stepFunctions.executions.get(run.executionArn);
  const { now } = account.clock;
  if (execution?.status === 'RUNNING') {
    const silent = now - (execution.history.at(-1)?.timestamp ?? 0);
    return silent > longestSilence
      ? `run ${run.id} is stuck in "${execution.currentState}" for ${Math.round(silent / minute)} minutes`
      : undefined;
  }
  const alone = now - Math.max(execution?.stoppedAt ?? 0, quietFrom);
  return alone > guardianBound
    ? `run ${run.id} is open although its execution ended ${Math.round(alone / minute)} minutes ago`
    : undefined;
};

/** A run that its own execution has ended, with another end than the execution shows. */
const whyDisagrees = (run: Run<RolloutDetail>, { stepFunctions }: Stack): string | undefined => {
  const execution = stepFunctions.executions.get(run.executionArn);
  if (run.status === 'open' || !execution || execution.status === 'RUNNING') return undefined;
  const isGood = run.outcome === 'promoted' || run.outcome === 'watched';
  const isStranger = execution.error === 'LostLeaseError' && run.detail.guardian === undefined;
  const agrees = execution.status === 'SUCCEEDED' ? isGood : !isStranger;
  return agrees || execution.redriveCount > 0
    ? undefined
    : `run ${run.id} ended as ${run.outcome}, and its execution as ${execution.status} ${execution.error ?? ''}`;
};

const requestText = ({ service, revision, requestId }: DeployRequest): string =>
  `${requestId} for ${service} ${revision}`;

const requestOf = ({ identity }: Execution): string => requestText(identity.input as DeployRequest);

/** Requests of which nothing became and of which nobody heard. */
const lostRequests = (stack: Stack, told: ReadonlySet<string>, quietFrom: number): string[] => {
  const { account, stepFunctions } = stack;
  const started = new Set([...stepFunctions.executions.values()].map(requestOf));
  const dead = new Set(
    account.functions.deadLetters
      .filter(({ function: name }) => name === 'start-rollout')
      .map(({ payload }) => (payload as { detail: DeployRequest }).detail.requestId),
  );
  const isTold = (request: DeployRequest): boolean =>
    told.has(account.runAsPerson(() => executionName(request)));
  return account.bus.events
    .filter((event) => event['detail-type'] === 'Deploy Requested')
    .filter(({ time }) => account.clock.now - Math.max(Date.parse(time), quietFrom) > deliveryBound)
    .map(({ detail }) => detail as DeployRequest)
    .filter((request) => !started.has(requestText(request)))
    .filter((request) => !dead.has(request.requestId) && !isTold(request))
    .map((request) => `${requestText(request)} was lost: no execution, no message, no dead letter`);
};

/** Requests that have started more than one execution. */
const doubledRequests = ({ stepFunctions }: Stack): string[] =>
  [...Map.groupBy(stepFunctions.executions.values(), requestOf)]
    .filter(([, executions]) => executions.length > 1)
    .map(([request, { length }]) => `${request} has started ${length} executions`);

/**
 * At the end of a rehearsal every run has ended, or somebody or something still cares for it, and
 * every request has started one run or was refused.
 *
 * @param quietFrom since when nothing was planned to go wrong, in milliseconds since the epoch.
 */
export const whyUnended = (stack: Stack, quietFrom: number): string[] => {
  const items = itemsOf(stack);
  const runs = items.filter(({ sk }) => sk === 'run').map((item) => fromItem<RolloutDetail>(item));
  const known = new Set(runs.map(({ id }) => id));
  const told = new Set(
    items
      .filter(({ kind, sk }) => kind !== undefined && sk !== 'run')
      .map(({ runId }) => String(runId)),
  );
  const open = runs.filter(({ status }) => status === 'open');
  const unheard = [...stack.stepFunctions.executions.values()].filter(
    ({ identity: { name }, status }) => status !== 'RUNNING' && !known.has(name) && !told.has(name),
  );
  return [
    ...open.map((run) => whyOrphaned(run, stack, quietFrom)).filter((why) => why !== undefined),
    ...runs.map((run) => whyDisagrees(run, stack)).filter((why) => why !== undefined),
    ...unheard.map(({ identity }) => `execution ${identity.name} ended and nobody was told`),
    ...lostRequests(stack, told, quietFrom),
    ...doubledRequests(stack),
  ];
};
