import type { RolloutDetail } from '../../functions/rollout/domain/detail.ts';
import type { Listener, Run } from '../../functions/runs/domain/run.ts';
import { fromItem } from '../../functions/runs/stored-run.ts';
import type { TableReader, TableWrite } from './table-writes.ts';

/** A run as it lies in the table, with its plan as it was recorded first. */
export type SeenRun = Run<RolloutDetail> & { readonly listener?: Listener };

export interface RunChange {
  readonly before: SeenRun | undefined;
  readonly after: SeenRun;
}

const isRun = ({ pk, sk, kind }: TableWrite): boolean =>
  sk === 'run' && pk.startsWith('run#') && kind !== 'delete';

/** Follows the records of runs: what a write made of them and what they were before. */
export const runBook = (reader: TableReader) => {
  const runs = new Map<string, SeenRun>();

  const follow = (write: TableWrite): RunChange[] => {
    const item = reader.item(write.pk, 'run');
    if (!item) return [];
    const after: SeenRun = fromItem(item);
    const before = runs.get(after.id);
    runs.set(after.id, after);
    return [{ before, after }];
  };

  return {
    all: (): readonly SeenRun[] => [...runs.values()],
    find: (runId: string | undefined): SeenRun | undefined =>
      runId === undefined ? undefined : runs.get(runId),
    follow: (writes: readonly TableWrite[]): RunChange[] => writes.filter(isRun).flatMap(follow),
  };
};

/** Whether the change ended the run, or left it to an operator. */
export const hasEnded = ({ before, after }: RunChange): boolean =>
  after.status !== 'open' && before?.status === 'open';

/** Intents that the change has added. */
export const newIntents = ({ before, after }: RunChange) =>
  after.intents.slice(before?.intents.length ?? 0);
