import * as z from 'zod/mini';
import { brief } from '../platform/brief.ts';
import { RunEndedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { text } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import type { Run } from '../runs/domain/run.ts';
import { putSignal } from '../runs/mailbox.ts';
import { readOpenRuns } from '../runs/record.ts';
import { wake } from '../runs/wake.ts';
import type { RolloutDetail } from './domain/detail.ts';

const Input = z.looseObject({
  detail: z.looseObject({
    alarmName: text(),
    state: z.looseObject({
      value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
      timestamp: z.string().check(z.refine((given) => !Number.isNaN(Date.parse(given)), 'a time')),
      reason: z._default(z.string(), ''),
    }),
  }),
});
type Input = z.output<typeof Input>;

const tell = async (
  run: Run<RolloutDetail>,
  { alarmName: name, state }: Input['detail'],
): Promise<boolean> => {
  const watched = run.detail.plan.alarms.find((alarm) => alarm.name === name);
  if (!watched || run.status !== 'open') return false;
  const since = Date.parse(state.timestamp);
  try {
    await putSignal(run, {
      id: `alarm#${name}@${since}`,
      kind: 'alarm',
      who: 'CloudWatch',
      why: brief(`${name} went to ALARM: ${state.reason}`, 500),
      at: now(),
      alarm: { name, side: watched.side, since },
    });
  } catch (error) {
    if (error instanceof RunEndedError) return false;
    throw error;
  }
  await wake(run.id);
  return true;
};

/**
 * Puts an alarm that rings into the mailbox of every open run that watches it. A run that could not
 * be told does not keep the others from hearing, and fails the function, so that Lambda repeats it.
 */
export const hearAlarm = async ({ detail }: Input): Promise<{ told: readonly string[] }> => {
  if (detail.state.value !== 'ALARM') return { told: [] };
  const runs = await readOpenRuns<RolloutDetail>();
  const heard = await Promise.allSettled(runs.map((run) => tell(run, detail)));
  const failed = heard.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  const told = runs.filter((_, index) => {
    const each = heard[index];
    return each?.status === 'fulfilled' && each.value;
  });
  return { told: told.map(({ id }) => id) };
};

export const handler = task(Input, hearAlarm);
