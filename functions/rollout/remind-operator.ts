import { now } from '../platform/runtime.ts';
import { commitAlways } from '../runs/commit.ts';
import { toMessage } from '../runs/domain/message.ts';
import type { Run } from '../runs/domain/run.ts';
import { trafficFor } from '../traffic/traffic-for.ts';
import type { RolloutDetail } from './domain/detail.ts';
import { nextReminderAt, operatorReminder } from './domain/operator.ts';
import { rolloutMessage } from './domain/rollout-message.ts';
import { readOrSay } from './read-or-say.ts';

/**
 * Reminds people of a run that needs an operator, when a reminder is due: with the live weights and
 * the commands that help. Reminder and message are recorded in one transaction, so that each is told
 * once, whoever dies in between. It is only recorded here; who empties the outbox sends it.
 */
export const remindOperator = async (run: Run<RolloutDetail>): Promise<void> => {
  const at = now();
  const { detail, endedAt = run.startedAt } = run;
  if (at < nextReminderAt(endedAt, detail.operatorRemindedAt)) return;
  const split = await readOrSay(() => trafficFor(detail.plan.traffic).readSplit());
  const notice = operatorReminder(run, split);
  await commitAlways(run, {
    forOperator: true,
    detail: { ...detail, operatorRemindedAt: at },
    timeline: [{ decision: 'remind the operator', because: notice.sentence }],
    messages: [toMessage(run, rolloutMessage(run, notice, undefined), at)],
  });
};
