import { LostLeaseError, RunEndedError, SchemaVersionError } from '../../platform/errors.ts';
import type { AnyRun } from './any-run.ts';
import { invocation } from './message.ts';
import { type Run, schemaVersion } from './run.ts';

/** @throws SchemaVersionError for a run that another version of this code wrote. */
export const checkSchemaVersion = <Recorded extends { schemaVersion?: unknown; id?: unknown }>(
  run: Recorded,
): Recorded => {
  if (run.schemaVersion === schemaVersion) return run;
  throw new SchemaVersionError(
    `schemaVersion: run ${run.id} has ${run.schemaVersion}, this version of evenkeel knows only ${schemaVersion}. Nothing was changed; let the version that started the run finish it. abort-run and a hold reach it all the same.`,
  );
};

/** @throws LostLeaseError for a run that a later epoch owns. */
export const checkEpoch = <Detail>(run: Run<Detail>, epoch: number): Run<Detail> => {
  if (run.epoch === epoch) return run;
  throw new LostLeaseError(
    `epoch: run ${run.id} is owned by epoch ${run.epoch}, not by ${epoch}. This execution makes no more calls; retrying does not help.`,
  );
};

/**
 * @throws LostLeaseError for an invocation that comes so late that a later state of the machine has
 * decided already.
 */
export const checkEntry = <Detail>(run: Run<Detail>, entry: number): Run<Detail> => {
  if (run.decided === undefined || entry >= run.decided.entry) return run;
  throw new LostLeaseError(
    `entry: state ${run.decided.entry} of run ${run.id} has decided already, and this is state ${entry}. This invocation makes no more calls; retrying does not help.`,
  );
};

/** @throws RunEndedError for a run that has ended or waits for an operator. */
export const checkOpen = <Found extends Pick<AnyRun, 'id' | 'status' | 'outcome' | 'because'>>(
  run: Found,
): Found => {
  if (run.status === 'open') return run;
  const because = run.because ? `: ${run.because}` : '';
  if (run.status === 'needs-operator')
    throw new RunEndedError(
      `Run ${run.id} needs an operator${because}. It takes no answers and moves no traffic by itself any more, and nothing was changed; retry-rollback returns its traffic and release-lease frees the service: ${invocation('run-status', { run: run.id })} prints both commands.`,
    );
  throw new RunEndedError(
    `Run ${run.id} has ended (${run.outcome ?? run.status}${because}). Nothing was changed; retrying does not help.`,
  );
};
