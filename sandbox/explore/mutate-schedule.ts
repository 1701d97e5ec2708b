import { type Random, seeded } from '../random.ts';
import { integer, pick } from './draw.ts';
import { drawFault, faultNames } from './draw-fault.ts';
import { drawIntervention } from './random-schedule.ts';
import type { Schedule } from './schedule.ts';
import { subjectOf } from './subject.ts';
import type { Trial } from './trial.ts';

type Mutation = (trial: Trial, schedule: Schedule, random: Random) => Schedule;

/** The calls are those of the rehearsal itself: what it did about one fault can meet the next. */
const addFault: Mutation = (trial, schedule, random) => ({
  ...schedule,
  faults: [...schedule.faults, drawFault(pick(random, faultNames), random, trial)],
});

const addIntervention: Mutation = (trial, schedule, random) => ({
  ...schedule,
  interventions: [
    ...schedule.interventions,
    drawIntervention(random, trial, subjectOf(schedule.workflow).deeds),
  ],
});

const without = <Value>(values: readonly Value[], random: Random): readonly Value[] =>
  values.toSpliced(integer(random, 0, Math.max(0, values.length - 1)), 1);

const dropFault: Mutation = (_trial, schedule, random) => ({
  ...schedule,
  faults: without(schedule.faults, random),
});

const dropIntervention: Mutation = (_trial, schedule, random) => ({
  ...schedule,
  interventions: without(schedule.interventions, random),
});

const changeSeed: Mutation = (_trial, schedule, random) => ({
  ...schedule,
  seed: integer(random, 1, 7),
});

/** Adding has the better chance: it leads where nothing has been yet. */
const mutations: readonly Mutation[] = [
  addFault,
  addFault,
  addFault,
  addIntervention,
  addIntervention,
  dropFault,
  dropIntervention,
  changeSeed,
];

/** One to three small changes of a rehearsal's schedule, the same ones for the same seed. */
export const mutatedSchedule = (trial: Trial, seed: number): Schedule => {
  const random = seeded(seed).fork('mutation');
  let { schedule } = trial;
  for (let left = integer(random, 1, 3); left > 0; left--)
    schedule = pick(random, mutations)(trial, schedule, random);
  return schedule;
};
