import { expect, it } from 'vitest';
import type { RolloutDetail } from '../../../functions/rollout/domain/detail.ts';
import { commit, commitAlways } from '../../../functions/runs/commit.ts';
import type { Change } from '../../../functions/runs/domain/change.ts';
import { leaseKey } from '../../../functions/runs/domain/keys.ts';
import { readLease } from '../../../functions/runs/lease.ts';
import { putSignal } from '../../../functions/runs/mailbox.ts';
import { readRun, readTimeline } from '../../../functions/runs/record.ts';
import { writeAll } from '../../../functions/runs/table.ts';
import { aSignal } from '../../support/a-run.ts';
import { anOwnedRun, type Owned, toEnd, toReturn, toShift } from './owned-run.ts';

/** What changes a run behind the back of an invocation, which then commits in vain. */
const interferences: readonly {
  readonly what: string;
  readonly interfere: (run: Owned) => Promise<unknown>;
  readonly change: Change<RolloutDetail>;
  readonly ends: object;
}[] = [
  {
    what: 'another invocation decided',
    interfere: (run) => commitAlways(run, {}),
    change: {},
    ends: { thrown: { name: 'ChangeFailedError' } },
  },
  {
    what: 'the guardian took the run over',
    interfere: (run) => commitAlways(run, { ...toReturn, takeover: true }),
    change: {},
    ends: { thrown: { name: 'LostLeaseError' } },
  },
  {
    what: 'another run got the lease',
    interfere: (run) =>
      writeAll([
        {
          update: leaseKey(run.target),
          set: { holder: 'other' },
          condition: 'attribute_exists(pk)',
        },
      ]),
    change: {},
    ends: { thrown: { name: 'LostLeaseError', message: expect.stringContaining('not held') } },
  },
  {
    what: 'the run ended',
    interfere: (run) => commitAlways(run, toEnd),
    change: {},
    ends: { thrown: { name: 'RunEndedError' } },
  },
  {
    what: 'a signal came in',
    interfere: (run) => putSignal(run, aSignal('hold')),
    change: { ...toShift, onlyIfNoSignals: true },
    ends: { committed: false, because: 'signals' },
  },
];

const outcomeOf = async <Result>(
  run: () => Promise<Result>,
): Promise<Result | { thrown: unknown }> => {
  try {
    return await run();
  } catch (thrown) {
    return { thrown };
  }
};

/** What runs decide, and when the table refuses it. */
export const decisionsOverTheWire = (): void => {
  it('record a decision with everything that belongs to it', async () => {
    const run = await anOwnedRun('decided');

    const { detail: before } = run;
    const committed = await commitAlways(run, {
      detail: { ...before, gates: 7 },
      gate: { id: 'bake-7', kind: 'bake', deadline: 1, step: 10 },
      decided: { entry: 3, result: { action: 'shift' } },
      timeline: [{ decision: 'shift to 10 %', because: 'the canary had 0 %' }],
      evidence: { verdict: 'pass' },
      ...toShift,
    });

    expect(await readRun('decided')).toEqual(committed);
    expect(await readTimeline('decided')).toMatchObject([{ decision: 'shift to 10 %' }]);
    expect(await readLease(run.target)).toMatchObject({ holder: 'decided', epoch: 1 });
  });

  it.each(interferences)(
    'refuse a decision when $what',
    async ({ what, interfere, change, ends }) => {
      const run = await anOwnedRun(`interfered: ${what}`);
      await interfere(run);

      const outcome = await outcomeOf(() => commit(run, change));

      expect(outcome).toMatchObject(ends);
    },
  );

  it('refuse to shift forward once a return was declared', async () => {
    const run = await commitAlways(await anOwnedRun('returning'), toReturn);

    expect(await commit(run, toShift)).toEqual({ committed: false, because: 'returning' });
  });
};
