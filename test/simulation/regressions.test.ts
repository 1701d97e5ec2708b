import { describe, expect, it } from 'vitest';
import { readCases } from '../../sandbox/explore/kept-case.ts';
import { tryOut } from '../../sandbox/explore/trial.ts';
import { invariants } from '../../sandbox/invariants/watch.ts';

const cases = await readCases();

describe('a schedule that once broke an invariant', () => {
  it.each(cases)('$file breaks none any more', async ({ schedule, invariant }) => {
    const { violations, met, played } = await tryOut(schedule);

    expect(violations).toEqual([]);
    // A case whose trouble is met by nothing any more proves nothing: move it to where it is met.
    const planned = schedule.faults.length + schedule.interventions.length;
    const seen = Object.keys(met).length + Object.keys(played).length;
    expect(Math.min(planned, 1)).toBeLessThanOrEqual(seen);
    expect([...invariants.map(({ name }) => name), 'every-run-ends', 'scenario-as-told']).toContain(
      invariant,
    );
  });
});
