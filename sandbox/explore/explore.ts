import { readTemplate } from '../account/template.ts';
import { projectRoot } from '../runtime.ts';
import { catchesOf, type States } from './coverage.ts';
import { everySiteAndFault, stratified } from './enumerate.ts';
import { plainSchedules } from './plain.ts';
import type { Pool } from './pool.ts';
import { randomSchedule } from './random-schedule.ts';
import type { Schedule } from './schedule.ts';
import { shrink } from './shrink.ts';
import { sitesOf } from './sites.ts';
import { interruptions, recoveries } from './state-by-state.ts';
import type { Trial } from './trial.ts';

export interface Exploring {
  /** How many random schedules follow the enumerated ones. */
  readonly runs: number;
  readonly seed: number;
  /** Faults for each site of the enumeration; all kinds where it is missing. */
  readonly faultsPerSite?: number;
  readonly pool: Pool;
  /** Hears what is being done, one line at a time. */
  readonly tell: (line: string) => void;
}

/** A schedule that breaks an invariant, with the least part of it that still does. */
export interface Broken {
  /** The rehearsal in which it was found, counted from 1. */
  readonly rehearsal: number;
  readonly schedule: Schedule;
  readonly shrunk: Schedule;
  readonly violations: Trial['violations'];
}

/** What an exploration has seen. */
export interface Findings {
  readonly rehearsals: number;
  readonly sites: number;
  readonly enumerated: number;
  readonly faultsMet: number;
  readonly checks: number;
  readonly states: { readonly reached: readonly string[]; readonly missing: readonly string[] };
  readonly catches: { readonly reached: readonly string[]; readonly missing: readonly string[] };
  /** Mutating calls that some rehearsal made and that the enumeration does not have. */
  readonly unknownCalls: readonly string[];
  readonly broken: Broken | undefined;
}

const machineStates = (): States => {
  const definition = readTemplate(projectRoot).machines.rollout?.definition();
  return (definition as { States: States } | undefined)?.States ?? {};
};

/** What was seen in all rehearsals together. */
const createTally = () => {
  const seen = { rehearsals: 0, faultsMet: 0, checks: 0 };
  const states = new Set<string>();
  const catches = new Set<string>();
  const calls = new Set<string>();
  return {
    add: (trial: Trial): void => {
      seen.rehearsals += 1;
      seen.faultsMet += trial.met;
      seen.checks += trial.checks;
      for (const state of trial.states) states.add(state);
      for (const each of trial.catches) catches.add(each);
      for (const { mutating, function: name, service, action } of trial.calls)
        if (mutating) calls.add(`${name} ${service} ${action}`);
    },
    seen,
    states,
    catches,
    calls,
  };
};

type Tally = ReturnType<typeof createTally>;
type Schedules = Iterable<Schedule> | AsyncIterable<Schedule>;

/** Tries out schedules on all threads, and yields what came of them in their own order. */
async function* inOrder(schedules: Schedules, pool: Pool): AsyncGenerator<Trial> {
  const ahead: Promise<Trial>[] = [];
  for await (const schedule of schedules) {
    const trial = pool.tryOut(schedule);
    // A failure is heard when its turn comes; until then it must not count as unheard.
    trial.catch(() => undefined);
    ahead.push(trial);
    const [first] = ahead;
    if (ahead.length < pool.threads * 2 || !first) continue;
    ahead.shift();
    yield await first;
  }
  for (const trial of ahead) yield await trial;
}

async function* randomSchedules({ runs, seed, pool }: Exploring): AsyncGenerator<Schedule> {
  const known = new Map<string, Promise<Trial>>();
  const plainly = (schedule: Schedule): Promise<Trial> => {
    const key = JSON.stringify(schedule);
    const trial = known.get(key) ?? pool.tryOut(schedule);
    known.set(key, trial);
    return trial;
  };
  for (let run = 0; run < runs; run++) yield await randomSchedule(seed + run, plainly);
}

const breaksLike =
  ({ violations: [first] }: Trial, pool: Pool) =>
  async (candidate: Schedule): Promise<boolean> => {
    const { violations } = await pool.tryOut(candidate);
    return violations.some(({ invariant }) => invariant === first?.invariant);
  };

/** Runs schedules until one breaks an invariant. */
const search = async (
  schedules: Schedules,
  tally: Tally,
  { pool, tell }: Exploring,
): Promise<{ trials: readonly Trial[]; broken: Broken | undefined }> => {
  const trials: Trial[] = [];
  for await (const trial of inOrder(schedules, pool)) {
    tally.add(trial);
    trials.push(trial);
    if (trial.violations.length === 0) continue;
    tell(`broken in rehearsal ${tally.seen.rehearsals}; looking for the least that breaks it`);
    const { schedule } = trial;
    const shrunk = await shrink(schedule, breaksLike(trial, pool));
    const { violations } = await pool.tryOut(shrunk);
    const broken = { rehearsal: tally.seen.rehearsals, schedule, shrunk, violations };
    return { trials, broken };
  }
  return { trials, broken: undefined };
};

const split = (all: readonly string[], reached: ReadonlySet<string>) => ({
  reached: all.filter((each) => reached.has(each)),
  missing: all.filter((each) => !reached.has(each)),
});

/**
 * Looks for a broken invariant: in every scenario as it is, with a stop or an outage in every state,
 * with every fault at every mutating call, and then at random. The same seed looks at the same.
 */
export const explore = async (exploring: Exploring): Promise<Findings> => {
  const { faultsPerSite, tell, runs, seed } = exploring;
  const tally = createTally();
  tell(`${plainSchedules.length} scenarios as they are`);
  let { trials: plain, broken } = await search(plainSchedules, tally, exploring);
  const sites = sitesOf(plain);
  const enumerated = faultsPerSite ? stratified(sites, faultsPerSite) : everySiteAndFault(sites);
  const rest: readonly [string, () => Schedules][] = [
    ['a stop or an outage in each state', () => recoveries(plain)],
    ['an abort, a hold or the guardian in each state', () => interruptions(plain)],
    [`${sites.length} mutating calls, ${enumerated.length} faults`, () => enumerated],
    [`${runs} random schedules from seed ${seed}`, () => randomSchedules(exploring)],
  ];
  for (const [what, schedules] of rest) {
    if (broken) break;
    tell(what);
    ({ broken } = await search(schedules(), tally, exploring));
  }
  const machine = machineStates();
  const known = new Set(sites.map((site) => `${site.function} ${site.service} ${site.action}`));
  return {
    ...tally.seen,
    sites: sites.length,
    enumerated: enumerated.length,
    states: split(Object.keys(machine), tally.states),
    catches: split(catchesOf(machine), tally.catches),
    unknownCalls: [...tally.calls].filter((call) => !known.has(call)),
    broken,
  };
};
