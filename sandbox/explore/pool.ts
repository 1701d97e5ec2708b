import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Schedule } from './schedule.ts';
import type { Trial } from './trial.ts';

export interface Order {
  readonly number: number;
  readonly schedule: Schedule;
}

export interface Answer {
  readonly number: number;
  readonly trial: Trial;
}

/** Tries out schedules on several threads. */
export interface Pool {
  /** Rejects when a thread dies. */
  readonly tryOut: (schedule: Schedule) => Promise<Trial>;
  readonly close: () => Promise<void>;
  readonly threads: number;
}

interface Waiting extends Order {
  readonly resolve: (trial: Trial) => void;
  readonly reject: (error: Error) => void;
}

/** @param threads by default one for each core, at most 8. */
export const createPool = (threads = Math.min(availableParallelism(), 8)): Pool => {
  const waiting: Waiting[] = [];
  const underWay = new Map<number, Waiting>();
  const idle: Worker[] = [];
  let count = 0;

  const next = (): void => {
    while (idle.length > 0 && waiting.length > 0) {
      const order = waiting.shift();
      const worker = idle.pop();
      if (!order || !worker) return;
      underWay.set(order.number, order);
      worker.postMessage({ number: order.number, schedule: order.schedule } satisfies Order);
    }
  };

  const hear = (worker: Worker, { number, trial }: Answer): void => {
    const order = underWay.get(number);
    underWay.delete(number);
    idle.push(worker);
    order?.resolve(trial);
    next();
  };

  const fail = (error: Error): void => {
    for (const order of [...underWay.values(), ...waiting.splice(0)]) order.reject(error);
    underWay.clear();
  };

  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    worker.on('message', (answer: Answer) => hear(worker, answer));
    worker.on('error', fail);
    idle.push(worker);
    return worker;
  });

  return {
    threads,
    tryOut: (schedule) =>
      new Promise((resolve, reject) => {
        waiting.push({ number: count++, schedule, resolve, reject });
        next();
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
};
