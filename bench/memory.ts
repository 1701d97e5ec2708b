import { longBakeMinutes, play, rolloutOf } from './long-rollout.ts';
import { type Bench, limited } from './row.ts';

const runsByDefault = 250;
const runsInFull = 5_000;
/** The heap that is left may grow this much between a fifth of the runs and all of them. */
const flat = 1.1;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** The heap in use after a collection, in bytes. */
const heapLeft = (): number => {
  if (globalThis.gc === undefined)
    throw new Error('The heap can only be measured under `node --expose-gc`, as npm run bench is.');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
};

/** Whether many rehearsals in one process leave nothing behind. */
export const memory: Bench = {
  name: 'memory',
  about: 'Many rehearsals of about 45 minutes in one process; --full makes 5,000.',
  measure: async ({ full, runs = full ? runsInFull : runsByDefault }) => {
    const scenario = rolloutOf(longBakeMinutes);
    const fifth = Math.max(1, Math.round(runs / 5));
    let early = Number.NaN;
    const began = performance.now();
    for (let seed = 1; seed <= runs; seed++) {
      await play(scenario, seed);
      if (seed === fifth) early = heapLeft();
    }
    const seconds = (performance.now() - began) / 1000;
    const late = heapLeft();
    return [
      { what: `heap left after ${fifth} rehearsals`, measured: megabytes(early) },
      { what: `heap left after ${runs} rehearsals`, measured: megabytes(late) },
      limited('the second to the first', late / early, { atMost: flat }, (ratio) =>
        ratio.toFixed(2),
      ),
      { what: 'rehearsals in a second', measured: (runs / seconds).toFixed(1) },
    ];
  },
};
