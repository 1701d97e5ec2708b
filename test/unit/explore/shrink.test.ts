import { describe, expect, it } from 'vitest';
import type { PlannedFault, Schedule } from '../../../sandbox/explore/schedule.ts';
import { shrink } from '../../../sandbox/explore/shrink.ts';

const aFault = (occurrence: number, times?: number): PlannedFault => ({
  function: 'measure',
  service: 'DynamoDB',
  action: 'GetItem',
  occurrence,
  fault: { kind: 'throttle' },
  ...(times && { times }),
});

const aSchedule = (overrides: Partial<Schedule> = {}): Schedule => ({
  scenario: 'good',
  seed: 1,
  faults: [aFault(1), aFault(2), aFault(3)],
  interventions: [{ do: 'abort', when: { at: 60 } }],
  ...overrides,
});

describe('shrinking a schedule', () => {
  it('leaves only what still breaks', async () => {
    const hasSecond = async ({ faults }: Schedule) =>
      faults.some(({ occurrence }) => occurrence === 2);

    const least = await shrink(aSchedule(), hasSecond);

    expect(least).toEqual(aSchedule({ faults: [aFault(2)], interventions: [] }));
  });

  it('keeps two faults of which neither alone breaks anything', async () => {
    const hasBoth = async ({ faults }: Schedule) => faults.length === 2;

    const least = await shrink(aSchedule({ faults: [aFault(1), aFault(2)] }), hasBoth);

    expect(least.faults).toEqual([aFault(1), aFault(2)]);
  });

  it('makes one fault of an outage where one is enough', async () => {
    const breaks = async ({ faults }: Schedule) => faults.length === 1;

    const least = await shrink(aSchedule({ faults: [aFault(1, 60)] }), breaks);

    expect(least.faults).toEqual([{ ...aFault(1), times: undefined }]);
  });
});
