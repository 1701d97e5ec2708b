import { Worker } from 'node:worker_threads';
import { aimRows } from './judge-aims.ts';
import type { Decisions } from './judge-cell.ts';
import { costRows } from './judge-cost.ts';
import { type Setting, settings, titleOf } from './judge-setting.ts';
import type { Cell } from './judge-summary.ts';
import { cellLines, priceLines } from './judge-table.ts';
import type { Task } from './judge-worker.ts';
import type { Bench } from './row.ts';

const runsByDefault = 2_000;
const runsQuickly = 50;
const threads = 2;

interface Answer {
  readonly index: number;
  readonly decisions: Decisions;
}

/** One thread that plays one task after the other until none is waiting. */
const playOn = (waiting: Task[], heard: (answer: Answer) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./judge-worker.ts', import.meta.url));
    const give = (): void => {
      const task = waiting.shift();
      if (task === undefined) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(task);
    };
    worker.on('error', reject);
    worker.on('message', (answer: Answer) => {
      heard(answer);
      give();
    });
    give();
  });

/** Plays all cells on both cores; the result does not depend on which thread plays which. */
const playAll = async (runs: number, seed: number): Promise<Cell[]> => {
  const all = settings();
  const waiting = all.map((setting, index): Task => ({ index, setting, runs, seed }));
  const decisions = new Map<number, Decisions>();
  const heard = (answer: Answer): void => {
    decisions.set(answer.index, answer.decisions);
    const title = titleOf(all[answer.index] as Setting);
    process.stderr.write(`${decisions.size} of ${all.length}: ${title}\n`);
  };
  await Promise.all(Array.from({ length: threads }, () => playOn(waiting, heard)));
  return all.map((setting, index) => ({ setting, decisions: decisions.get(index) ?? [] }));
};

/**
 * How often judges roll back a canary that is no worse, and how long they take for one that is: each
 * rule on the same seeded rollouts.
 */
export const judges: Bench = {
  name: 'judge',
  about:
    'False rollbacks and time to rollback of the judges and of the rules of other tools, on the same seeded rollouts.',
  measure: async ({ quick, runs = quick ? runsQuickly : runsByDefault, seed, print }) => {
    const began = performance.now();
    const cells = await playAll(runs, seed);
    const spent = ((performance.now() - began) / 60_000).toFixed(1);
    print([...cellLines(cells), ...priceLines(cells), '']);
    return [
      {
        what: `${runs} rollouts in each of ${cells.length} cells, seed ${seed}`,
        measured: `${spent} minutes`,
      },
      ...aimRows(cells),
      ...costRows(),
    ];
  },
};
