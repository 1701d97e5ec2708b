import { UnknownRunError } from '../platform/errors.ts';
import { count, logger } from '../platform/observability.ts';
import { now } from '../platform/runtime.ts';
import type { AnyRun } from './domain/any-run.ts';
import { checkSchemaVersion } from './domain/guards.ts';
import { openKey, runKey } from './domain/keys.ts';
import type { Request, Run, TimelineEntry } from './domain/run.ts';
import { schemaVersion } from './domain/run.ts';
import { fromItem, toItem } from './stored-run.ts';
import { type Item, readItem, readItems, writeAll } from './table.ts';

/** What a run is born with; everything else is counted from there. */
export interface Birth<Detail> {
  readonly id: string;
  readonly target: string;
  readonly executionArn: string;
  readonly request: Request;
  readonly detail: Detail;
}

const runIn = <Detail>(item: Item | undefined): Run<Detail> | undefined =>
  item && fromItem<Detail>(checkSchemaVersion(item));

/** Reads a run, or undefined if there is none. @throws SchemaVersionError, UnreadableError */
export const findRun = async <Detail>(runId: string): Promise<Run<Detail> | undefined> =>
  runIn(await readItem(runKey(runId)));

const known = <Found>(runId: string, found: Found | undefined): Found => {
  if (found !== undefined) return found;
  throw new UnknownRunError(
    `run: "${runId}" is not known in this account and region. Nothing was changed; look the id up with run-status.`,
  );
};

/** Reads a run. @throws UnknownRunError, SchemaVersionError, UnreadableError */
export const readRun = async <Detail>(runId: string): Promise<Run<Detail>> =>
  known(runId, await findRun<Detail>(runId));

/** Reads what every schemaVersion says of a run, or undefined if there is none. @throws UnreadableError */
export const findAnyRun = async (runId: string): Promise<AnyRun | undefined> =>
  (await readItem(runKey(runId))) as AnyRun | undefined;

/** Reads what every schemaVersion says of a run. @throws UnknownRunError, UnreadableError */
export const readAnyRun = async (runId: string): Promise<AnyRun> =>
  known(runId, await findAnyRun(runId));

/** A run that another version of this code wrote, or whose record is broken, must not hide the others. */
const findKnownRun = async <Detail>(runId: string): Promise<Run<Detail> | undefined> => {
  const item = await readItem(runKey(runId));
  try {
    return runIn<Detail>(item);
  } catch (error) {
    logger.warn(`Run ${runId} is left to the version that started it.`, error as Error);
    count('GuardFailed');
    return undefined;
  }
};

/** One record that holds something else must not keep the guardian from all the others. */
const startOf = ({ startedAt }: Run<unknown>): number =>
  typeof startedAt === 'number' ? startedAt : 0;

/** The runs that have not ended, oldest first. */
export const readOpenRuns = async <Detail>(): Promise<Run<Detail>[]> => {
  const markers = await readItems('open');
  const runs = await Promise.all(markers.map(({ sk }) => findKnownRun<Detail>(String(sk))));
  return runs.filter((run) => run !== undefined).toSorted((a, b) => startOf(a) - startOf(b));
};

/**
 * Records a new run and marks it open. A run of the same id is left as it is and returned, so that a
 * repeated invocation does no harm. It is the run that the refused write has met: the function that
 * records runs may not read any.
 */
export const createRun = async <Detail>(birth: Birth<Detail>): Promise<Run<Detail>> => {
  const run: Run<Detail> = {
    ...birth,
    schemaVersion,
    workflow: 'rollout',
    epoch: 0,
    version: 0,
    startedAt: now(),
    intents: [],
    signalsPut: 0,
    signalsTaken: 0,
    status: 'open',
  };
  const written = await writeAll([
    { put: { ...runKey(run.id), ...toItem(run) }, onlyIfNew: true },
    { put: { ...openKey(run.id), target: run.target } },
  ]);
  return written.written ? run : known(run.id, runIn<Detail>(written.found));
};

/** What was decided in a run, oldest first. */
export const readTimeline = async (runId: string): Promise<TimelineEntry[]> =>
  (await readItems(`run#${runId}`, 'timeline#')) as unknown as TimelineEntry[];
