import type { Fault } from '../account/faults.ts';
import { type Random, seeded } from '../random.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { hasSample } from './samples.ts';
import type { Deed, Intervention, Moment, PlannedFault, Schedule } from './schedule.ts';
import type { SeenCall, Trial } from './trial.ts';

const integer = (random: Random, least: number, most: number): number =>
  least + Math.floor(random.next() * (most - least + 1));

const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const value = values[Math.floor(random.next() * values.length)];
  if (value === undefined) throw new RangeError('There is nothing to pick from.');
  return value;
};

/** A call that took effect later than this would be later than the documented window allows. */
const latestEffectSeconds = 8;

const faultFor = (random: Random, { mutating }: SeenCall): Fault => {
  const error = pick(random, ['timeout', 'internal'] as const);
  const answer = pick(random, ['silence', 'timeout', 'exit'] as const);
  const always: Fault[] = [
    { kind: 'before', error },
    { kind: 'throttle' },
    { kind: 'late', seconds: integer(random, 1, 6) },
    { kind: 'kill-before', answer },
    { kind: 'run-twice', afterSeconds: integer(random, 0, random.next() < 0.5 ? 40 : 600) },
  ];
  const whenMutating: Fault[] = [
    { kind: 'after', error },
    { kind: 'late-effect', seconds: integer(random, 1, latestEffectSeconds) },
    { kind: 'kill-after', answer },
  ];
  return pick(random, mutating ? [...always, ...whenMutating] : always);
};

const timesFor = (random: Random): number => {
  const drawn = random.next();
  if (drawn < 0.75) return 1;
  return drawn < 0.9 ? integer(random, 2, 8) : 60;
};

const plannedFault = (random: Random, calls: readonly SeenCall[]): PlannedFault => {
  const kinds = Map.groupBy(calls, (call) => `${call.function} ${call.service} ${call.action}`);
  const alike = kinds.get(pick(random, [...kinds.keys()])) ?? [];
  const call = pick(random, alike);
  const { function: name, service, action, occurrence } = call;
  const times = timesFor(random);
  const site = { function: name, service, action, occurrence };
  return { ...site, fault: faultFor(random, call), ...(times > 1 && { times }) };
};

const deeds: readonly Deed['do'][] = [
  'abort',
  'hold',
  'finish-now',
  'release-lease',
  'approve',
  'decline',
  'resume',
  'skip-wait',
  'extend',
  'stop-execution',
  'redrive-execution',
  'guard',
  'canary-alarm',
  'deploy-again',
  'deploy-newer',
  'deploy-unknown',
  'replace-canary',
  'set-weights',
  'set-health',
];

const deedFor = (random: Random): Deed => {
  const done = pick(random, deeds);
  if (done === 'set-weights') return { do: done, canary: pick(random, [0, 10, 30, 50, 100]) };
  if (done !== 'set-health') return { do: done };
  return { do: done, side: pick(random, ['stable', 'canary']), healthy: pick(random, [0, 1, 6]) };
};

const momentIn = (random: Random, { states, virtualSeconds }: Trial): Moment =>
  random.next() < 0.5
    ? { at: integer(random, 1, Math.ceil(virtualSeconds)) }
    : {
        state: pick(random, states),
        nth: integer(random, 1, 3),
        afterSeconds: integer(random, 0, 200) / 10,
      };

const interventionIn = (random: Random, plain: Trial): Intervention => ({
  ...deedFor(random),
  when: momentIn(random, plain),
});

const repeated = <Value>(count: number, make: () => Value): Value[] =>
  Array.from({ length: count }, make);

/**
 * What a seed stands for: a scenario, one to four faults and up to three interventions.
 *
 * @param plainly how a scenario goes without any fault, where the calls and states come from.
 */
export const randomSchedule = async (
  seed: number,
  plainly: (schedule: Schedule) => Promise<Trial>,
): Promise<Schedule> => {
  const random = seeded(seed).fork('schedule');
  const { name } = pick(random, scenarios);
  const isOther = random.next() < 0.2 && hasSample(name, 'pricing');
  const sample = isOther ? ({ sample: 'pricing' } as const) : {};
  const scenario = { scenario: name, ...sample, seed: 1 + (seed % 7) };
  const plain = await plainly({ ...scenario, seed: 1, faults: [], interventions: [] });
  const faults = repeated(integer(random, 1, 4), () => plannedFault(random, plain.calls));
  const interventions = repeated(integer(random, 0, 3), () => interventionIn(random, plain));
  return { ...scenario, faults, interventions };
};
