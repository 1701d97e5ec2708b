import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../functions/platform/errors.ts';
import { keepCase, readCase, readCases } from '../../../sandbox/explore/kept-case.ts';
import type { Broken } from '../../../sandbox/explore/search.ts';
import { aFault, aSchedule } from './a-schedule.ts';

const shrunk = aSchedule({
  faults: [
    aFault({ times: 16 }),
    { outage: 'SNS', from: 60, seconds: 20, fault: { kind: 'throttle' } },
    { start: 'measure', occurrence: 2, fault: { kind: 'late-start', seconds: 4 } },
    { delivery: 'hear-alarm', occurrence: 0, afterSeconds: [0, 9] },
    { disabled: 'guard-runs', from: 60, seconds: 300 },
    { clock: 'listen', aheadSeconds: -1 },
  ],
  interventions: [
    { do: 'set-weights', canary: 30, when: { state: 'Measure', nth: 1, afterSeconds: 0.5 } },
    { do: 'abort', when: { at: 90 } },
  ],
});

const found: Broken = {
  rehearsal: 12,
  schedule: shrunk,
  shrunk,
  violations: [{ invariant: 'signal-once', at: 91.5, sentence: 'a signal was taken twice' }],
};

describe('a kept case', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cases-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is read as it was found', async () => {
    await keepCase(found, folder);

    const [kept] = await readCases(folder);

    expect(kept?.schedule).toEqual(shrunk);
    expect(kept).toMatchObject({ invariant: 'signal-once', what: 'a signal was taken twice' });
  });

  it('is one file however often it is found', async () => {
    const [first, second] = [await keepCase(found, folder), await keepCase(found, folder)];

    expect(second).toBe(first);
    expect(await readCases(folder)).toHaveLength(1);
  });

  it('is refused with the path of what is wrong in it', async () => {
    const path = join(folder, 'wrong.yml');
    await writeFile(path, 'what: it broke\ninvariant: signal-once\nschedule: { scenario: bad }\n');

    const read = readCase(path);

    await expect(read).rejects.toThrow(InvalidInputError);
    await expect(read).rejects.toThrow(/schedule\.scenario: "bad" is not allowed/);
  });
});
