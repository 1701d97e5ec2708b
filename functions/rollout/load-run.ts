import { checkEntry, checkEpoch, checkOpen } from '../runs/domain/guards.ts';
import type { Run } from '../runs/domain/run.ts';
import { readRun } from '../runs/record.ts';
import type { RolloutDetail } from './domain/detail.ts';
import type { TaskInput } from './domain/inputs.ts';

/**
 * Reads the run that a task was given, if this execution still owns it.
 *
 * @throws LostLeaseError, RunEndedError, SchemaVersionError, UnreadableError
 */
export const loadRun = async ({
  run: { id, epoch },
  entry,
}: TaskInput): Promise<Run<RolloutDetail>> =>
  checkEntry(checkOpen(checkEpoch(await readRun<RolloutDetail>(id), epoch)), entry);
