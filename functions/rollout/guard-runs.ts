import * as z from 'zod';
import { count, logger } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import { whyGone } from '../runs/executions.ts';
import { sendMessages } from '../runs/outbox.ts';
import { readOpenRuns } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { settleRun } from './settle-run.ts';

/** The event or the schedule only says "look": what is true is read. */
const Input = z.looseObject({});

/** DescribeExecution is eventually consistent: a new execution may not be seen yet. */
const newMilliseconds = 120_000;

const guard = async (run: Run<RolloutDetail>): Promise<boolean> => {
  if (run.status !== 'open') return false;
  try {
    const gone = await whyGone(run.executionArn);
    if (
      !gone ||
      (gone.error === 'ExecutionDoesNotExist' && now() - run.startedAt < newMilliseconds)
    )
      return false;
    await settleRun(run, gone);
    return true;
  } catch (error) {
    logger.warn(`Run ${run.id} is not settled yet; the next sweep tries again.`, error as Error);
    count('GuardFailed');
    return false;
  }
};

/**
 * The guardian, outside the machine: finds open runs whose execution is gone (stopped, timed out,
 * failed where no Catch could see it), takes them over with the next epoch, settles their traffic,
 * and sends whatever is unsent.
 */
export const guardRuns = async (): Promise<{ settled: readonly string[] }> => {
  try {
    const runs = await readOpenRuns<RolloutDetail>();
    const settled = await Promise.all(runs.map(guard));
    return { settled: runs.filter((_, index) => settled[index]).map(({ id }) => id) };
  } finally {
    await sendMessages();
  }
};

export const handler = task(Input, guardRuns);
