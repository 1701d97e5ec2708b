import { describe, expect, it } from 'vitest';
import { isOfThisVersion } from '../../../functions/runs/domain/any-run.ts';
import {
  checkEntry,
  checkEpoch,
  checkOpen,
  checkSchemaVersion,
} from '../../../functions/runs/domain/guards.ts';
import { invocation } from '../../../functions/runs/domain/message.ts';
import { aRun } from '../../support/a-run.ts';

const status = invocation('run-status', { run: 'checkout-1' });

describe('what a guard says', () => {
  it.each<[string, () => unknown, string, string]>([
    [
      'a run of another version',
      () => checkSchemaVersion({ id: 'checkout-1', schemaVersion: 2 }),
      'SchemaVersionError',
      'schemaVersion: run checkout-1 has 2, this version of evenkeel knows only 1. Nothing was changed; let the version that started the run finish it. abort-run and a hold reach it all the same.',
    ],
    [
      'a run that a later epoch owns',
      () => checkEpoch(aRun({ epoch: 2 }), 1),
      'LostLeaseError',
      'epoch: run checkout-1 is owned by epoch 2, not by 1. This execution makes no more calls; retrying does not help.',
    ],
    [
      'a state that comes too late',
      () => checkEntry(aRun({ decided: { entry: 7, result: {} } }), 6),
      'LostLeaseError',
      'entry: state 7 of run checkout-1 has decided already, and this is state 6. This invocation makes no more calls; retrying does not help.',
    ],
    [
      'a run that has ended',
      () => checkOpen(aRun({ status: 'ended', outcome: 'promoted', because: 'it passed' })),
      'RunEndedError',
      'Run checkout-1 has ended (promoted: it passed). Nothing was changed; retrying does not help.',
    ],
    [
      'a run that has ended and does not say how',
      () => checkOpen(aRun({ status: 'ended' })),
      'RunEndedError',
      'Run checkout-1 has ended (ended). Nothing was changed; retrying does not help.',
    ],
    [
      'a run that needs an operator',
      () => checkOpen(aRun({ status: 'needs-operator', because: 'it is stuck' })),
      'RunEndedError',
      `Run checkout-1 needs an operator: it is stuck. It takes no answers and moves no traffic by itself any more, and nothing was changed; retry-rollback returns its traffic and release-lease frees the service: ${status} prints both commands.`,
    ],
  ])('of %s is one sentence', (_what, check, name, message) => {
    expect(check).toThrow(expect.objectContaining({ name, message }));
  });
});

describe('a record', () => {
  it.each([
    [1, true],
    [0, false],
    [2, false],
  ])('of schemaVersion %i is of this version: %s', (schemaVersion, isOurs) => {
    expect(isOfThisVersion({ ...aRun(), schemaVersion })).toBe(isOurs);
  });
});
