import * as z from 'zod/mini';
import { ChangeFailedError } from '../platform/errors.ts';
import { now } from '../platform/runtime.ts';
import { text, whole } from '../platform/schema.ts';
import { task } from '../platform/task.ts';
import { checkEpoch, checkOpen } from './domain/guards.ts';
import { RunId } from './domain/inputs.ts';
import { leaseKey, runKey } from './domain/keys.ts';
import type { Run } from './domain/run.ts';
import { leaseSeconds } from './domain/timing.ts';
import { hasSignals } from './mailbox.ts';
import { sendMessages } from './outbox.ts';
import { readRun } from './record.ts';
import { writeAll } from './table.ts';
import { endWait } from './wake.ts';

const Input = z.strictObject({
  run: z.strictObject({ id: RunId, epoch: whole(1) }),
  /** Counts the machine's state entries, so that tokens have an order. */
  entry: whole(0),
  retry: whole(0),
  token: text(),
});
type Input = z.output<typeof Input>;

/** Stores the token unless a later wait of the run has stored its own; renews the lease. */
const storeToken = async (run: Run<unknown>, { entry, retry, token }: Input): Promise<boolean> => {
  const written = await writeAll([
    {
      update: runKey(run.id),
      set: { listener: { entry, retry, token } },
      condition:
        '#epoch = :epoch AND #status = :open AND (attribute_not_exists(#listener) OR ' +
        '#listener.#entry < :entry OR (#listener.#entry = :entry AND #listener.#retry < :retry))',
      where: { ':epoch': run.epoch, ':open': 'open', ':entry': entry, ':retry': retry },
    },
    {
      update: leaseKey(run.target),
      set: { expiresAt: now() + leaseSeconds * 1000 },
      condition: '#holder = :holder AND #epoch = :epoch',
      where: { ':holder': run.id, ':epoch': run.epoch },
    },
  ]);
  if (written.written) return true;
  if (written.index === 0) {
    checkOpen(checkEpoch(written.found as unknown as Run<unknown>, run.epoch));
    return false;
  }
  throw new ChangeFailedError(
    `The lease of ${run.target} could not be renewed by run ${run.id}. Retrying begins with a read.`,
  );
};

/**
 * Waits for a signal: stores the task's token, then looks into the mailbox. The sender does it the
 * other way round, so that one of the two always sees the other. Messages go out while the run waits.
 */
export const listen = async (input: Input): Promise<void> => {
  const run = checkOpen(checkEpoch(await readRun(input.run.id), input.run.epoch));
  if (!(await storeToken(run, input))) return;
  if (hasSignals(await readRun(run.id))) await endWait(input.token);
  await sendMessages(run.id);
};

export const handler = task(Input, listen);
