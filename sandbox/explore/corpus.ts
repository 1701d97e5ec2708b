import type { Random } from '../random.ts';
import { pick } from './draw.ts';
import type { Trial } from './trial.ts';

/** What is seen more often than this is no longer rare. */
const rareUpTo = 6;
/** A rehearsal's calls take some 100 kB, so only so many are kept. */
const keptAtMost = 150;

/** Rehearsals that went where few others did: what follows from them is worth a look. */
export interface Corpus {
  readonly add: (trial: Trial) => void;
  /** One of those rehearsals, each rare thing with the same chance; undefined while there is none. */
  readonly draw: (random: Random) => Trial | undefined;
}

/** Everything that tells one rehearsal from another: ways through the machine and what was written. */
const traitsOf = ({ ways, catches, calls, outcome, schedule }: Trial): ReadonlySet<string> =>
  new Set([
    ...ways,
    ...catches,
    `${schedule.scenario} ended ${outcome}`,
    ...calls.filter(({ mutating }) => mutating).map((call) => `${call.function}: ${call.effect}`),
  ]);

export const createCorpus = (): Corpus => {
  const counts = new Map<string, number>();
  const rare = new Map<string, Trial>();

  const see = (trait: string, trial: Trial): void => {
    const count = (counts.get(trait) ?? 0) + 1;
    counts.set(trait, count);
    if (count === 1) rare.set(trait, trial);
    if (count > rareUpTo) rare.delete(trait);
  };

  const forgetOldest = (): void => {
    for (const trait of rare.keys()) {
      if (rare.size <= keptAtMost) return;
      rare.delete(trait);
    }
  };

  return {
    add: (trial) => {
      // Where nothing was called there is nothing to put a fault at.
      if (trial.calls.length === 0 || trial.states.length === 0) return;
      for (const trait of traitsOf(trial)) see(trait, trial);
      forgetOldest();
    },
    draw: (random) => (rare.size === 0 ? undefined : pick(random, [...rare.values()])),
  };
};
