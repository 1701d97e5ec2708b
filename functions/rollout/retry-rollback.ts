import * as z from 'zod/mini';
import { OpsError, SignalRefusedError } from '../platform/errors.ts';
import { logDecision } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { commitAlways } from '../runs/commit.ts';
import { toMessage } from '../runs/domain/message.ts';
import type { Run } from '../runs/domain/run.ts';
import { sendMessages } from '../runs/outbox.ts';
import { readRun } from '../runs/record.ts';
import type { Notice } from './domain/decision.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { ServiceName } from './domain/inputs.ts';
import { hasShifted, noForwardCallAfter } from './domain/operator.ts';
import { answersOf, rolloutMessage } from './domain/rollout-message.ts';
import { liveWeights } from './live-weights.ts';
import { type Return, returnTraffic } from './return-traffic.ts';
import { readWaitingRun } from './waiting-run.ts';

const Input = z.strictObject({
  service: ServiceName,
  who: text(500),
  why: text(500),
});
type Input = z.output<typeof Input>;

interface Retried {
  readonly run: string;
  /** Whether stable has all the traffic, as read back, and no call of the run can change that. */
  readonly returned: boolean;
  readonly because: string;
  readonly live: Readonly<Record<string, number>> | string;
  /** What helps next. */
  readonly commands: Readonly<Record<string, string>>;
}

const requireShifted = (run: Run<RolloutDetail>): Run<RolloutDetail> => {
  if (hasShifted(run.detail)) return run;
  throw new SignalRefusedError(
    `service: run ${run.id} has shifted no traffic, so there is nothing to return. Nothing was changed; allowed: release-lease, when the weights are as you want them.`,
  );
};

/** An error is an answer here: what it says is recorded, and a person tries again. */
const attempt = async (run: Run<RolloutDetail>): Promise<Return> => {
  try {
    return await returnTraffic(run);
  } catch (error) {
    if (!(error instanceof OpsError)) throw error;
    return { state: 'unable', because: error.message };
  }
};

interface Outcome {
  readonly returned: boolean;
  readonly because: string;
}

/** A shift that was declared just before may take effect after the weights were read back. */
const outcomeOf = (run: Run<RolloutDetail>, { state, because }: Return, at: number): Outcome => {
  const settledAt = noForwardCallAfter(run.intents);
  if (state !== 'returned' || at >= settledAt) return { returned: state === 'returned', because };
  const until = new Date(settledAt).toISOString();
  const open = `but a shift of this run may still take effect until ${until}: retry after that`;
  return { returned: false, because: `${because}, ${open}` };
};

const noticeOf = ({ returned, because }: Outcome, asked: string): Notice =>
  returned
    ? {
        kind: 'rolled-back',
        severity: 'warning',
        sentence: `the weights are back: ${because}. ${asked}. The lease is kept until it is released`,
      }
    : {
        kind: 'needs-operator',
        severity: 'critical',
        sentence: `the traffic is not back: ${because}. ${asked}`,
      };

const withResult = (detail: RolloutDetail, result: Return, at: number): RolloutDetail => {
  if (result.state !== 'returned' && result.state !== 'partly') return detail;
  const share = result.state === 'partly' ? result.share : 0;
  return { ...detail, live: { share, since: at, judgedFrom: at } };
};

const record = async (run: Run<RolloutDetail>, result: Return, asked: string): Promise<Outcome> => {
  const at = now();
  const outcome = outcomeOf(run, result, at);
  const { returned, because } = outcome;
  const decision = returned ? 'weights are back' : 'traffic is not back';
  const told = { ...run, detail: withResult(run.detail, result, at) };
  await commitAlways(run, {
    forOperator: true,
    detail: told.detail,
    timeline: [{ decision, because }],
    messages: [toMessage(run, rolloutMessage(told, noticeOf(outcome, asked), undefined), at)],
  });
  logDecision({ decision, because, capability: 'rollout', runId: run.id });
  return outcome;
};

/**
 * Returns the traffic of a run that needs an operator, as a rollback does: takes the next epoch,
 * declares the intent, moves as much as stable can carry and reads it back. It may be repeated. The
 * lease is kept: whether the service is well again only a person knows.
 *
 * @throws UnknownRunError, LeaseHeldError, SignalRefusedError, SchemaVersionError: nothing was changed.
 */
export const retryRollback = async ({ service, who, why }: Input): Promise<Retried> => {
  const { id } = await readWaitingRun(service);
  const run = requireShifted(await readRun<RolloutDetail>(id));
  const asked = `${who} had the rollback retried: ${why}`;
  const owned = await commitAlways(run, {
    forOperator: true,
    takeover: true,
    intent: { direction: 'return', goal: '0' },
    timeline: [{ decision: 'retry the rollback', because: asked }],
  });
  const { returned, because } = await record(owned, await attempt(owned), asked);
  await sendMessages(run.id);
  const live = await liveWeights(run.detail.plan.traffic);
  const commands = answersOf(owned, undefined).map(({ to, command }) => [to, command]);
  return { run: run.id, returned, because, live, commands: Object.fromEntries(commands) };
};

export const handler = task(Input, retryRollback);
