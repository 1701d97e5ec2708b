import { parentPort } from 'node:worker_threads';
import type { Answer, Order } from './pool.ts';
import { failedTrial, tryOut } from './trial.ts';

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** A thread that tries out one schedule after another. */
parentPort?.on('message', async ({ number, schedule }: Order) => {
  const answer = (trial: Answer['trial']) => parentPort?.postMessage({ number, trial });
  try {
    answer(await tryOut(schedule));
  } catch (error) {
    const errors = error instanceof AggregateError ? error.errors : [error];
    answer(failedTrial(schedule, errors.map(textOf).join('\n')));
  }
});
