import { parentPort } from 'node:worker_threads';
import type { Answer, Order } from './pool.ts';
import { tryOut } from './trial.ts';

/** A thread that tries out one schedule after another. */
parentPort?.on('message', async ({ number, schedule }: Order) => {
  const answer = (result: Answer['result']) => parentPort?.postMessage({ number, result });
  try {
    answer({ trial: await tryOut(schedule) });
  } catch (error) {
    const errors = error instanceof AggregateError ? error.errors : [error];
    answer({ error: errors.map((each) => (each as Error).stack ?? String(each)).join('\n') });
  }
});
