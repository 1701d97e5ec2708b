import { describe, expect, it } from 'vitest';
import {
  checkEntry,
  checkEpoch,
  checkOpen,
  checkSchemaVersion,
} from '../../../functions/runs/domain/guards.ts';
import type { Run } from '../../../functions/runs/domain/run.ts';
import { aRun } from '../../support/a-run.ts';

const decidedAt = (entry: number) => aRun({ decided: { entry, result: {} } });

describe('a run that a task was given', () => {
  it.each<[string, Run<unknown>, (run: Run<unknown>) => unknown]>([
    ['has the schema of this code', aRun(), checkSchemaVersion],
    ['has the epoch of its execution', aRun({ epoch: 4 }), (run) => checkEpoch(run, 4)],
    ['has decided nothing yet', aRun(), (run) => checkEntry(run, 0)],
    ['has decided for an earlier state', decidedAt(6), (run) => checkEntry(run, 7)],
    ['has decided for this state', decidedAt(7), (run) => checkEntry(run, 7)],
    ['was left to the guardian', decidedAt(-1), (run) => checkEntry(run, 0)],
    ['is open', aRun(), checkOpen],
  ])('is used when it %s', (_why, run, check) => {
    expect(check(run)).toBe(run);
  });

  it.each<[string, Run<unknown>, (run: Run<unknown>) => unknown, string]>([
    [
      'a newer schema',
      { ...aRun(), schemaVersion: 2 as 1 },
      checkSchemaVersion,
      'SchemaVersionError',
    ],
    ['a newer epoch', aRun({ epoch: 5 }), (run) => checkEpoch(run, 4), 'LostLeaseError'],
    ['an older epoch', aRun({ epoch: 3 }), (run) => checkEpoch(run, 4), 'LostLeaseError'],
    ['decided for a later state', decidedAt(8), (run) => checkEntry(run, 7), 'LostLeaseError'],
    ['ended', aRun({ status: 'ended' }), checkOpen, 'RunEndedError'],
    ['stopped for an operator', aRun({ status: 'needs-operator' }), checkOpen, 'RunEndedError'],
  ])('is not used when it has %s', (_why, run, check, name) => {
    expect(() => check(run)).toThrow(expect.objectContaining({ name }));
  });
});
