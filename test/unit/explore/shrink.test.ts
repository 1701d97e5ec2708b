import { describe, expect, it } from 'vitest';
import type { PlannedFault, Schedule } from '../../../sandbox/explore/schedule.ts';
import { type Choices, shrink } from '../../../sandbox/explore/shrink.ts';
import { aFault, aSchedule } from './a-schedule.ts';

const choices: Choices = { scenarios: ['wrong-revision', 'good', 'errors'], atOnce: 2 };

const occurrences = ({ faults }: Schedule): number[] =>
  faults.map((fault) => ('occurrence' in fault ? fault.occurrence : -1));

describe('shrinking a schedule', () => {
  it('leaves only the part that still breaks', async () => {
    const schedule = aSchedule({
      faults: [1, 2, 3].map((occurrence) => aFault({ occurrence })),
      interventions: [{ do: 'abort', when: { at: 60 } }],
    });
    const hasSecond = async (candidate: Schedule) => occurrences(candidate).includes(2);

    const least = await shrink(schedule, hasSecond, choices);

    expect(least).toEqual(
      aSchedule({ scenario: 'wrong-revision', faults: [aFault({ occurrence: 2 })] }),
    );
  });

  it('keeps two faults of which neither alone breaks anything', async () => {
    const faults = [aFault({ occurrence: 0 }), aFault({ occurrence: 1 })];
    const hasBoth = async (candidate: Schedule) => candidate.faults.length === 2;

    const least = await shrink(aSchedule({ faults }), hasBoth, choices);

    expect(least.faults).toHaveLength(2);
  });

  it('moves the trouble to the simplest story in which it still breaks', async () => {
    const schedule = aSchedule({ scenario: 'errors', sample: 'pricing', seed: 5 });
    const breaksInGood = async ({ scenario }: Schedule) => scenario !== 'wrong-revision';

    const least = await shrink(schedule, breaksInGood, choices);

    expect(least).toEqual(aSchedule());
  });

  it('gives interventions the earliest moment that still breaks', async () => {
    const when = { state: 'Measure', nth: 3, afterSeconds: 12.7 };
    const schedule = aSchedule({ interventions: [{ do: 'hold', when }] });
    const isLate = async ({ interventions: [hold] }: Schedule) =>
      hold !== undefined && 'state' in hold.when && hold.when.afterSeconds > 12;

    const least = await shrink(schedule, isLate, choices);

    expect(least.interventions).toEqual([{ do: 'hold', when: { ...when, nth: 1 } }]);
  });

  const simpler: readonly (readonly [
    string,
    PlannedFault,
    (fault: PlannedFault) => boolean,
    PlannedFault,
  ])[] = [
    [
      'a fault that is simpler to imagine',
      aFault({ fault: { kind: 'kill-after', answer: 'silence' } }),
      () => true,
      aFault(),
    ],
    ['one call instead of many', aFault({ times: 60 }), () => true, aFault()],
    [
      'the fewest calls that are needed',
      aFault({ times: 60 }),
      (fault) => 'times' in fault && (fault.times ?? 1) >= 16,
      aFault({ times: 16 }),
    ],
    [
      'the earliest call',
      aFault({ occurrence: 40 }),
      (fault) => 'occurrence' in fault && fault.occurrence >= 7,
      aFault({ occurrence: 7 }),
    ],
    [
      'one service instead of the whole region',
      { outage: 'every service', from: 0, seconds: 10, fault: { kind: 'before' } },
      (fault) => 'outage' in fault && /^(every service|SNS)$/.test(fault.outage),
      { outage: 'SNS', from: 0, seconds: 10, fault: { kind: 'before' } },
    ],
    [
      'a clock that is less wrong',
      { clock: 'measure', aheadSeconds: -4 },
      () => true,
      { clock: 'measure', aheadSeconds: -1 },
    ],
  ];

  it.each(simpler)('finds %s', async (_what, fault, stillBreaks, expected) => {
    const breaks = async ({ faults: [first] }: Schedule) =>
      first !== undefined && stillBreaks(first);

    const least = await shrink(aSchedule({ faults: [fault] }), breaks, choices);

    expect(least.faults).toEqual([expected]);
  });

  it('shrinks to the same however many candidates are tried at once', async () => {
    const faults = [3, 9, 27].map((occurrence) => aFault({ occurrence, times: 5 }));
    const breaks = async (candidate: Schedule) =>
      occurrences(candidate).reduce((sum, each) => sum + each, 0) >= 10;

    const one = await shrink(aSchedule({ faults }), breaks, { ...choices, atOnce: 1 });
    const other = await shrink(aSchedule({ faults }), breaks, { ...choices, atOnce: 5 });

    expect(one).toEqual(other);
  });
});
