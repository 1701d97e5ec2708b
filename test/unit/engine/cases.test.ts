import { describe, expect, it } from 'vitest';
import { runSimulated } from '../../support/engine/run-simulated.ts';
import { engineCases } from '../../support/engine-cases.ts';

describe.each(Object.entries(engineCases))('%s', (_topic, cases) => {
  it.each(cases)('$name', async (each) => {
    const { paths, eventCount, ...expected } = each.expected;

    const outcome = await runSimulated(each);

    expect(outcome).toMatchObject(expected);
    if (paths !== undefined)
      expect(outcome.paths).toEqual(Array.isArray(paths) ? { main: paths } : paths);
    if (eventCount !== undefined) expect(outcome.events).toHaveLength(eventCount);
  });
});
