import { type Random, seeded } from '../random.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { integer, pick, repeated, someOf } from './draw.ts';
import { pickCall } from './draw-call-fault.ts';
import { drawFault, faultNames } from './draw-fault.ts';
import { type Intervention, type Moment, type Schedule, siteIn } from './schedule.ts';
import { type Subject, subjectOf } from './subject.ts';
import type { Trial } from './trial.ts';

const momentIn = (random: Random, { states, virtualSeconds, calls }: Trial): Moment => {
  const drawn = random.next();
  if (drawn < 0.4) return { at: integer(random, 1, Math.ceil(virtualSeconds)) };
  if (drawn < 0.6) return { call: siteIn(pickCall(random, calls)) };
  const afterSeconds = integer(random, 0, 200) / 10;
  return { state: pick(random, states), nth: integer(random, 1, 3), afterSeconds };
};

/** Draws what somebody does in a rehearsal like the given one. */
export const drawIntervention = (
  random: Random,
  trial: Trial,
  names: Subject['deeds'],
): Intervention => ({
  ...subjectOf(trial.schedule.workflow).drawDeed(pick(random, names), random),
  when: momentIn(random, trial),
});

/**
 * What a seed stands for: a scenario, one to six faults and up to four interventions. Only some kinds
 * of each take part, a new choice for each seed: what one kind hides, another schedule shows without
 * it (swarm testing).
 *
 * @param plainly how a scenario goes without any fault, where the calls and states come from.
 */
export const randomSchedule = async (
  { workflow, deeds, otherSamples, bakesOf }: Subject,
  seed: number,
  plainly: (schedule: Schedule) => Promise<Trial>,
): Promise<Schedule> => {
  const random = seeded(seed).fork('schedule');
  const ours = scenarios.filter((scenario) => scenario.workflow === workflow);
  const { name } = pick(random, ours);
  const others = random.next() < 0.2 ? otherSamples(name) : [];
  const sample = others.length > 0 ? { sample: pick(random, others) } : {};
  const scenario = {
    ...{ workflow, scenario: name, ...sample, ...bakesOf(name) },
    seed: 1 + (seed % 7),
  };
  const plain = await plainly({ ...scenario, seed: 1, faults: [], interventions: [] });
  const [someFaults, someDeeds] = [someOf(random, faultNames), someOf(random, deeds)];
  const faults = repeated(integer(random, 1, 6), () =>
    drawFault(pick(random, someFaults), random, plain),
  );
  const interventions = repeated(integer(random, 0, 4), () =>
    drawIntervention(random, plain, someDeeds),
  );
  return { ...scenario, faults, interventions };
};
