import type { Intervention, Moment, PlannedFault, Schedule } from './schedule.ts';
import { simplerFaults, smallerNumbers } from './simpler-fault.ts';

/** What shrinking may choose from, the simplest first. */
export interface Choices {
  /** Names of scenarios. */
  readonly scenarios: readonly string[];
  /** How many candidates are tried at once; the first of them that breaks is taken. */
  readonly atOnce: number;
}

/** The schedule without some parts in a row: first without large ones, then without each one. */
const withoutParts = (schedule: Schedule): Schedule[] => {
  const { faults, interventions } = schedule;
  const count = faults.length + interventions.length;
  const candidates: Schedule[] = [];
  for (let size = Math.ceil(count / 2); size >= 1; size = Math.floor(size / 2))
    for (let start = 0; start < count; start += size) {
      const isKept = (index: number): boolean => index < start || index >= start + size;
      candidates.push({
        ...schedule,
        faults: faults.filter((_, index) => isKept(index)),
        interventions: interventions.filter((_, index) => isKept(faults.length + index)),
      });
    }
  return candidates;
};

/** The same trouble in a simpler story. */
const elsewhere = (schedule: Schedule, scenarios: readonly string[]): Schedule[] => {
  const { sample, ...own } = schedule;
  const rank = scenarios.indexOf(schedule.scenario);
  return [
    ...(sample ? [own] : []),
    ...scenarios
      .slice(0, Math.max(0, rank))
      .map((scenario): Schedule => ({ ...schedule, scenario })),
    ...(schedule.seed > 1 ? [{ ...schedule, seed: 1 }] : []),
  ];
};

const simplerMoments = (when: Moment): Moment[] => {
  if ('at' in when) {
    const { at } = when;
    return [Math.floor(at / 600) * 600, Math.floor(at / 60) * 60]
      .filter((each) => each < at)
      .map((each) => ({ at: each }));
  }
  if ('call' in when)
    return smallerNumbers(when.call.occurrence, 0).map((occurrence) => ({
      call: { ...when.call, occurrence },
    }));
  const { nth, afterSeconds } = when;
  return [
    ...(nth > 1 ? [{ ...when, nth: 1 }] : []),
    ...[0, Math.floor(afterSeconds)]
      .filter((each) => each < afterSeconds)
      .map((each) => ({ ...when, afterSeconds: each })),
  ];
};

const simplerInterventions = (intervention: Intervention): Intervention[] =>
  simplerMoments(intervention.when).map((when) => ({ ...intervention, when }));

/** Every schedule in which one part is replaced by a simpler one. */
const withSimplerPart = (schedule: Schedule): Schedule[] => [
  ...schedule.faults.flatMap((fault: PlannedFault, index) =>
    simplerFaults(fault).map((simpler) => ({
      ...schedule,
      faults: schedule.faults.with(index, simpler),
    })),
  ),
  ...schedule.interventions.flatMap((intervention, index) =>
    simplerInterventions(intervention).map((simpler) => ({
      ...schedule,
      interventions: schedule.interventions.with(index, simpler),
    })),
  ),
];

const firstThat = async (
  candidates: readonly Schedule[],
  stillBreaks: (candidate: Schedule) => Promise<boolean>,
  atOnce: number,
): Promise<Schedule | undefined> => {
  for (let start = 0; start < candidates.length; start += atOnce) {
    const some = candidates.slice(start, start + atOnce);
    const found = (await Promise.all(some.map(stillBreaks))).indexOf(true);
    if (found !== -1) return some[found];
  }
  return undefined;
};

/**
 * The least schedule that still breaks the same: fewer parts, a simpler story, simpler and earlier
 * trouble. The same schedule always shrinks to the same one.
 */
export const shrink = async (
  schedule: Schedule,
  stillBreaks: (candidate: Schedule) => Promise<boolean>,
  choices: Choices,
): Promise<Schedule> => {
  const candidates = [
    ...withoutParts(schedule),
    ...elsewhere(schedule, choices.scenarios),
    ...withSimplerPart(schedule),
  ];
  const smaller = await firstThat(candidates, stillBreaks, choices.atOnce);
  return smaller ? shrink(smaller, stillBreaks, choices) : schedule;
};
