import * as z from 'zod/mini';
import { count, logger } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import { whyGone } from '../runs/executions.ts';
import { sendMessages } from '../runs/outbox.ts';
import { readOpenRuns } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { hearStop } from './hear-stop.ts';
import { remindOperator } from './remind-operator.ts';
import { settleRun } from './settle-run.ts';

/** The schedule only says "look", and so does an event, but for a run that has no record to look at. */
const Input = z.looseObject({});

/** DescribeExecution is eventually consistent: a new execution may not be seen yet. */
const newMilliseconds = 120_000;

const settle = async (run: Run<RolloutDetail>): Promise<boolean> => {
  const gone = await whyGone(run.executionArn);
  if (!gone || (gone.error === 'ExecutionDoesNotExist' && now() - run.startedAt < newMilliseconds))
    return false;
  await settleRun(run, gone);
  return true;
};

/** @returns whether the run's execution is gone, so that it was settled. */
const guard = async (run: Run<RolloutDetail>): Promise<boolean> => {
  try {
    if (run.status === 'open') return await settle(run);
    if (run.status === 'needs-operator') await remindOperator(run);
    return false;
  } catch (error) {
    logger.warn(`Run ${run.id} was not looked after; the next sweep tries again.`, error as Error);
    count('GuardFailed');
    return false;
  }
};

/**
 * The guardian, outside the machine: finds open runs whose execution is gone (stopped, timed out,
 * failed where no Catch could see it), takes them over with the next epoch, settles their traffic,
 * reminds people of those that need an operator, tells of an execution that ended without a record,
 * and sends whatever is unsent.
 */
export const guardRuns = async (event: unknown = {}): Promise<{ settled: readonly string[] }> => {
  try {
    const runs = await readOpenRuns<RolloutDetail>();
    const settled = await Promise.all(runs.map(guard));
    await hearStop(event);
    return { settled: runs.filter((_, index) => settled[index]).map(({ id }) => id) };
  } finally {
    await sendMessages();
  }
};

export const handler = task(Input, guardRuns);
