import type { Schedule } from './schedule.ts';

const without = <Value>(values: readonly Value[], index: number): Value[] =>
  values.filter((_, position) => position !== index);

/** Every schedule that is a little less than this one. */
const smaller = (schedule: Schedule): Schedule[] => {
  const { faults, interventions } = schedule;
  return [
    ...faults.map((_, index) => ({ ...schedule, faults: without(faults, index) })),
    ...interventions.map((_, index) => ({
      ...schedule,
      interventions: without(interventions, index),
    })),
    ...faults.flatMap((fault, index) =>
      fault.times === undefined
        ? []
        : [{ ...schedule, faults: faults.with(index, { ...fault, times: undefined }) }],
    ),
  ];
};

/** The least part of a schedule that still breaks the same. */
export const shrink = async (
  schedule: Schedule,
  stillBreaks: (candidate: Schedule) => Promise<boolean>,
): Promise<Schedule> => {
  for (const candidate of smaller(schedule))
    if (await stillBreaks(candidate)) return shrink(candidate, stillBreaks);
  return schedule;
};
