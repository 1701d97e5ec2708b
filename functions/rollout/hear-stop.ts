import * as z from 'zod/mini';
import { tryParse } from '../platform/parse.ts';
import { text } from '../platform/schema.ts';
import { RunId } from '../runs/domain/inputs.ts';
import { whyGone } from '../runs/executions.ts';
import { wasTold } from '../runs/outbox.ts';
import { findAnyRun } from '../runs/record.ts';
import { tellUnrecorded } from './tell-refusal.ts';

/** The event that says that an execution ended without its last state, or in a Fail. */
const Stopped = z.looseObject({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.looseObject({
    executionArn: text(),
    name: RunId,
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    /** What the execution was started with; null when that is too long for an event. */
    input: z.nullish(z.string()),
  }),
});

const inputIn = (text: string | null | undefined): unknown => {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
};

/**
 * Tells once of an execution that ended without a record of its run: no sweep would ever find it.
 *
 * @throws UnreadableError, ChangeFailedError so that the event is delivered again, and is a dead letter
 * in the end.
 */
export const hearStop = async (event: unknown): Promise<void> => {
  const stopped = tryParse(Stopped, event);
  if ('mistakes' in stopped) return;
  const { executionArn, name, input } = stopped.value.detail;
  if ((await findAnyRun(name)) || (await wasTold(name))) return;
  const gone = await whyGone(executionArn);
  if (!gone) return;
  await tellUnrecorded(name, inputIn(input), {
    name: gone.error,
    message: `It ended before it was recorded: ${gone.because}. Send it again with a new requestId if the revision should still go out.`,
  });
};
