import { invariants } from '../invariants/watch.ts';
import { seeded } from '../random.ts';
import { type Corpus, createCorpus } from './corpus.ts';
import { faultNames } from './draw-fault.ts';
import { atEverySite, lateMoves } from './enumerate.ts';
import type { WhyStop } from './limits.ts';
import { mutatedSchedule } from './mutate-schedule.ts';
import { randomSchedule } from './random-schedule.ts';
import { isPlain, type Schedule } from './schedule.ts';
import { type Broken, createSearch, type Schedules, type Searching } from './search.ts';
import { sitesOf } from './sites.ts';
import { interruptions, recoveries } from './state-by-state.ts';
import type { Subject } from './subject.ts';
import { createTally, type Seen } from './tally.ts';
import type { Trial } from './trial.ts';

export interface Exploring extends Searching {
  readonly subject: Subject;
  /** How many random schedules follow the enumerated ones; may be infinite. */
  readonly runs: number;
  readonly seed: number;
  /** Two kinds of trouble at each call instead of all; what moves traffic meets all. */
  readonly quick: boolean;
  /** When to go on from what is listed to what is random; the same as `whyStop` if missing. */
  readonly whyLeaveLists?: WhyStop;
}

/** One way of looking, with how many schedules it has and how many were tried. */
export interface Part {
  readonly what: string;
  /** Missing where there is no end to it. */
  readonly planned?: number;
  readonly tried: number;
}

/** What an exploration of one workflow has seen. */
export interface Findings extends Omit<Seen, 'calls'> {
  readonly workflow: string;
  readonly seed: number;
  readonly ended: 'finished' | 'broken' | 'time' | 'interrupted';
  readonly parts: readonly Part[];
  /** Mutating calls that are told apart by what they do. */
  readonly sites: number;
  /** Mutating calls that some rehearsal made and that the enumeration does not have. */
  readonly unknownCalls: readonly string[];
  readonly broken: readonly Broken[];
  readonly seconds: number;
}

const troublesPerSite = 2;

/** Every second schedule changes one that went where few have been. */
async function* randomSchedules(
  { subject, runs, seed, pool }: Exploring,
  plain: readonly Trial[],
  corpus: Corpus,
): AsyncGenerator<Schedule> {
  const keyOf = ({ scenario, sample }: Schedule): string => `${scenario} ${sample}`;
  const known = new Map(
    plain
      .filter(({ schedule }) => isPlain({ ...schedule, sample: undefined }))
      .map((trial) => [keyOf(trial.schedule), Promise.resolve(trial)]),
  );
  const plainly = (schedule: Schedule): Promise<Trial> => {
    const trial = known.get(keyOf(schedule)) ?? pool.tryOut(schedule);
    known.set(keyOf(schedule), trial);
    return trial;
  };
  for (let run = seed; run < seed + runs; run++) {
    const rare = run % 2 === 0 ? corpus.draw(seeded(run).fork('rare')) : undefined;
    yield rare ? mutatedSchedule(rare, run) : await randomSchedule(subject, run, plainly);
  }
}

interface Look {
  readonly what: string;
  readonly schedules: Schedules;
  readonly planned?: number;
  readonly isListed?: true;
}

const all = (what: string, schedules: readonly Schedule[]): Look => ({
  what,
  schedules,
  planned: schedules.length,
});

/** With another seed a list begins elsewhere, so that several short looks see all of it. */
const listed = (what: string, schedules: readonly Schedule[], seed: number): Look => {
  const start = ((seed - 1) * 97) % Math.max(1, schedules.length);
  const turned = [...schedules.slice(start), ...schedules.slice(0, start)];
  return { ...all(what, turned), isListed: true };
};

/**
 * What follows from the scenarios without trouble, in the order in which it is looked at: first a short
 * list that finds what nothing else does.
 */
const looksAfter = (
  plain: readonly Trial[],
  corpus: Corpus,
  exploring: Exploring,
): readonly Look[] => {
  const { subject, quick, runs, seed } = exploring;
  const sites = sitesOf(plain);
  const { first, rest } = atEverySite(sites, subject.meddling, troublesPerSite);
  const random = `random schedules from seed ${seed}`;
  return [
    listed(
      'a late change while somebody acts',
      [...subject.sequences, ...lateMoves(sites, subject.meddling)],
      seed,
    ),
    listed('a stop, an outage and a bad start in each state', recoveries(plain, subject), seed),
    listed('somebody who acts in each state', interruptions(plain, subject), seed),
    listed('some trouble at each mutating call', first, seed),
    ...(quick ? [] : [listed('all other trouble at each mutating call', rest, seed)]),
    {
      what: random,
      schedules: randomSchedules(exploring, plain, corpus),
      ...(Number.isFinite(runs) && { planned: runs }),
    },
  ];
};

/**
 * The scenarios of rehearsals without faults, that with the fewest calls first. One that must bake in
 * full is another story with short bakes, so nothing is moved there.
 */
const bySize = (plain: readonly Trial[]): string[] =>
  plain
    .filter(({ schedule }) => isPlain(schedule) && schedule.bakeMinutes !== undefined)
    .toSorted((a, b) => a.calls.length - b.calls.length)
    .map(({ schedule }) => schedule.scenario);

/** Goes through one look after another, and remembers how far each one came. */
const createLooking = (exploring: Exploring) => {
  const { subject, tell, whyStop, goesOn, whyLeaveLists = whyStop } = exploring;
  const names = invariants.map(({ name }) => name);
  const tally = createTally(subject, faultNames, names);
  const corpus = createCorpus();
  const plain: Trial[] = [];
  const parts: Part[] = [];
  const hear = (trial: Trial): void => {
    tally.add(trial);
    corpus.add(trial);
    if (parts.length === 0) plain.push(trial);
  };
  const search = createSearch(exploring, hear, () => bySize(plain));
  return {
    ...{ corpus, plain, parts, seen: tally.seen, broken: search.broken },
    isOver: (): boolean => whyStop() !== undefined || (search.broken.length > 0 && !goesOn),
    look: async ({ what, schedules, planned, isListed }: Look): Promise<void> => {
      tell(planned === undefined ? what : `${planned} ${what}`);
      const before = tally.seen().rehearsals;
      await search.through(schedules, isListed ? whyLeaveLists : whyStop);
      const tried = tally.seen().rehearsals - before;
      parts.push({ what, tried, ...(planned !== undefined && { planned }) });
    },
  };
};

/**
 * Looks for a broken invariant: in every scenario alone, with trouble in every state, with every
 * fault at every mutating call, and then at random. The same seed looks at the same, for as long as
 * it is let.
 */
export const explore = async (exploring: Exploring): Promise<Findings> => {
  const { subject, seed, whyStop } = exploring;
  const began = performance.now();
  const looking = createLooking(exploring);
  const { plain, corpus, parts, broken, isOver, look } = looking;
  await look(all('rehearsals without a fault', subject.plain));
  for (const each of looksAfter(plain, corpus, exploring)) if (!isOver()) await look(each);
  const { calls, ...seen } = looking.seen();
  const sites = sitesOf(plain);
  const known = new Set(sites.map((site) => `${site.function} ${site.service} ${site.action}`));
  return {
    workflow: subject.workflow,
    seed,
    ended: whyStop() ?? (isOver() ? 'broken' : 'finished'),
    ...seen,
    parts,
    sites: sites.length,
    unknownCalls:
      plain.length < subject.plain.length ? [] : [...calls].filter((call) => !known.has(call)),
    broken,
    seconds: Math.round((performance.now() - began) / 1_000),
  };
};
