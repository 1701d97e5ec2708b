import type { WhyStop } from './limits.ts';
import type { Pool } from './pool.ts';
import type { Schedule } from './schedule.ts';
import { shrink } from './shrink.ts';
import type { Trial } from './trial.ts';

export type Schedules = Iterable<Schedule> | AsyncIterable<Schedule>;

/** A schedule that breaks an invariant, with the least part of it that still does. */
export interface Broken {
  /** The rehearsal in which it was found, counted from 1. */
  readonly rehearsal: number;
  readonly schedule: Schedule;
  readonly shrunk: Schedule;
  /** Of the shrunk schedule; the first one is what it was shrunk for. */
  readonly violations: Trial['violations'];
}

/** What a search needs beside the schedules. */
export interface Searching {
  readonly pool: Pool;
  /** Asked before each rehearsal. */
  readonly whyStop: WhyStop;
  /** Goes on after a finding, and shrinks each kind of finding once. */
  readonly goesOn: boolean;
  /** Says which schedule broke as it was found, without looking for the least part. */
  readonly asFound?: boolean;
  /** Hears what is being done, one line at a time. */
  readonly tell: (line: string) => void;
}

/** Schedules under way at once, the same number on every machine: what follows depends on it. */
const lookAhead = 16;

/** Tries out schedules on all threads, and yields what came of them in their own order. */
async function* inOrder(schedules: Schedules, pool: Pool, whyStop: WhyStop): AsyncGenerator<Trial> {
  const ahead: Promise<Trial>[] = [];
  for await (const schedule of schedules) {
    if (whyStop()) break;
    const trial = pool.tryOut(schedule);
    // A failure is heard when its turn comes; until then it must not count as unheard.
    trial.catch(() => undefined);
    ahead.push(trial);
    const [first] = ahead;
    if (ahead.length < lookAhead || !first) continue;
    ahead.shift();
    yield await first;
  }
  for (const trial of ahead) yield await trial;
}

/** What a finding is about, whatever the run and the numbers: the same mistake is shrunk once. */
const kindOfFinding = ({ violations: [first] }: Trial): string =>
  `${first?.invariant}: ${first?.sentence.replaceAll(/[\w-]*-[0-9a-f]{24}|-?\d+(\.\d+)?/g, '#')}`;

/** A search that remembers what it has found. */
export interface Search {
  /** Tries out schedules until they end, one breaks an invariant, or it is time to stop. */
  readonly through: (schedules: Schedules, whyStop: WhyStop) => Promise<void>;
  readonly broken: readonly Broken[];
}

/**
 * @param hear hears of every rehearsal, in the order of the schedules.
 * @param scenarios where a finding may be moved to, the simplest first.
 */
export const createSearch = (
  searching: Searching,
  hear: (trial: Trial) => void,
  scenarios: () => readonly string[],
): Search => {
  const { pool, whyStop, goesOn, asFound, tell } = searching;
  const broken: Broken[] = [];
  const known = new Set<string>();
  let rehearsal = 0;

  const least = async ({ schedule, violations: [first] }: Trial): Promise<Trial> => {
    const breaks = async (candidate: Schedule): Promise<boolean> => {
      if (whyStop() === 'interrupted') return false;
      const { violations } = await pool.tryOut(candidate);
      return violations.some(({ invariant }) => invariant === first?.invariant);
    };
    const choices = { scenarios: scenarios(), atOnce: pool.threads };
    return pool.tryOut(await shrink(schedule, breaks, choices));
  };

  const keep = async (trial: Trial): Promise<void> => {
    const kind = kindOfFinding(trial);
    if (known.has(kind)) return;
    known.add(kind);
    tell(`broken in rehearsal ${rehearsal}: ${kind}`);
    const { schedule: shrunk, violations } = asFound ? trial : await least(trial);
    broken.push({ rehearsal, schedule: trial.schedule, shrunk, violations });
  };

  return {
    broken,
    through: async (schedules, until) => {
      for await (const trial of inOrder(schedules, pool, until)) {
        rehearsal += 1;
        hear(trial);
        if (trial.violations.length === 0) continue;
        await keep(trial);
        if (!goesOn) return;
      }
    },
  };
};
