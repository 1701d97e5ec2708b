import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * Everything a handler may know of the outside besides its input and AWS: the time, fresh ids, the
 * environment and the files shipped with it. Nothing else under `functions/` reads these, so that a
 * rehearsal can run the same handlers on a virtual clock with a seeded source of ids.
 */
export interface Runtime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Runs something after a while, unless what is returned is called before. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  readonly freshId: () => string;
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** Reads a file that is shipped with the function, by its path from the project's root. */
  readonly readShippedFile: (path: string) => Promise<string>;
}

const lambdaRuntime: Runtime = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  freshId: () => randomUUID(),
  environment: () => process.env,
  readShippedFile: (path) =>
    readFile(`${process.env.LAMBDA_TASK_ROOT ?? process.cwd()}/${path}`, 'utf8'),
};

let current: Runtime = lambdaRuntime;

/** Replaces the runtime for this process: the sandbox does so once, before the first rehearsal. */
export const useRuntime = (runtime: Runtime): void => {
  current = runtime;
};

export const now = (): number => current.now();
export const sleep = (milliseconds: number): Promise<void> => current.sleep(milliseconds);
export const after = (milliseconds: number, run: () => void): (() => void) =>
  current.after(milliseconds, run);
export const freshId = (): string => current.freshId();
export const environment = (): Readonly<Record<string, string | undefined>> =>
  current.environment();
export const readShippedFile = (path: string): Promise<string> => current.readShippedFile(path);
